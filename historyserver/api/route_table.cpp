#include "historyserver/api/route_table.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>
#include <span>
#include <thread>

#include "common/base/hash.h"
#include "historyserver/api/dashboard/routes.h"
#include "historyserver/api/fair_slots.h"
#include "historyserver/api/history_redirect.h"
#include "historyserver/api/mcp/mcp.h"
#include "historyserver/api/metrics.h"
#include "historyserver/api/static_files.h"
#include "historyserver/api/v1/routes.h"

namespace afterglow::history {
namespace {

using Segments = std::span<const std::string>;
using Retention = std::optional<RetentionLimits>;

bool is_number(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

enum class Match { no, yes, number_too_large };

// Numbers are Java ints or longs, as in Spark's routes.
Match match(std::string_view pattern, Segments segments, PathArguments& arguments) {
  for (const std::string& segment : segments) {
    if (pattern.empty()) return Match::no;
    const auto slash = std::min(pattern.find('/'), pattern.size());
    const std::string_view part = pattern.substr(0, slash);
    pattern.remove_prefix(std::min(slash + 1, pattern.size()));
    if (part == "*") {
      arguments.words.push_back(segment);
      continue;
    }
    if (part != "#" && part != "##") {
      if (part != segment) return Match::no;
      continue;
    }
    if (!is_number(segment)) return Match::no;
    std::int64_t number = 0;
    const auto [end, error] =
        std::from_chars(segment.data(), segment.data() + segment.size(), number);
    const bool is_int = number <= std::numeric_limits<std::int32_t>::max();
    if (error != std::errc() || (part == "#" && !is_int)) return Match::number_too_large;
    arguments.numbers.push_back(number);
  }
  return pattern.empty() ? Match::yes : Match::no;
}

// For requests while they compute: so many at once keep the cores busy, more would only add up
// their memory.
FairSlots& computing_slots() {
  static FairSlots slots(std::max(4U, 2 * std::thread::hardware_concurrency()));
  return slots;
}

Response make_answer(const ApiContext& context, const Request& request, const AppRoute& asked,
                     const PathArguments& arguments, const LogRow& log,
                     const Retention& retention) {
  auto attempt = open_attempt(context, request, log, retention);
  if (!attempt) return attempt.error();
  Response response;
  {
    const FairSlots::Held slot(computing_slots());
    response = asked.handle(*attempt, request, arguments);
  }
  if (!log.read_once) {
    response.headers.emplace_back("Afterglow-Progress", std::to_string(log.progress()));
  }
  return response;
}

// What a client has of a log that does not change is as good as a new answer; so is what another
// client was given. The tag tells log, request and program.
Response final_answer(const ApiContext& context, const Request& request, const AppRoute& asked,
                      const PathArguments& arguments, const LogRow& log,
                      const Retention& retention) {
  const std::string accept = request.header("accept");
  std::string about = context.program_tag + log.log_id;
  for (const std::string* part : {&log.fingerprint, &log.database, &request.target, &accept}) {
    about.append(1, '\0').append(*part);
  }
  const std::string tag = "\"" + std::to_string(fnv1a(about)) + "\"";
  Response response;
  if (is_known_to_client(request, tag)) {
    response.headers.emplace_back("ETag", tag);
    return response;
  }
  if (auto kept = context.answers.find(about)) return *std::move(kept);
  response = make_answer(context, request, asked, arguments, log, retention);
  if (response.status == 200) {
    response.headers.emplace_back("ETag", tag);
    context.answers.keep(about, response);
  }
  return response;
}

std::optional<Response> run_app_route(const ApiContext& context, const Request& request,
                                      std::span<const AppRoute> routes, const std::string& app_id,
                                      const std::string& attempt_id, Segments rest,
                                      const Retention& retention) {
  for (const AppRoute& candidate : routes) {
    PathArguments arguments;
    const Match matched = match(candidate.pattern, rest, arguments);
    if (matched == Match::no) continue;
    if (matched == Match::number_too_large) return html_error(404, "Not Found");
    auto log = find_attempt(context, request, app_id, attempt_id);
    if (!log) return log.error();
    return log->is_final() ? final_answer(context, request, candidate, arguments, *log, retention)
                           : make_answer(context, request, candidate, arguments, *log, retention);
  }
  return {};
}

// Which answer Spark's server gives to a path below an application that no route matches: its
// stages resource is asked for the rest of the path, the others are not found at all.
Response no_such_path(const Request& request, Segments rest) {
  if (!rest.empty() && rest[0] == "stages") return html_error(404, "Not Found");
  return text_response(404, request.path);
}

bool starts_app_route(std::span<const AppRoute> routes, std::string_view segment) {
  return std::ranges::any_of(routes, [&](const AppRoute& candidate) {
    return candidate.pattern.substr(0, candidate.pattern.find('/')) == segment;
  });
}

// "storage" alone is no resource.
bool is_attempt_too(Segments segments) {
  return segments.size() == 2 && segments[1] == "storage";
}

// What Spark's web server takes for an attempt to leave its paths.
bool is_ambiguous(const std::string& segment) {
  return segment.find('\0') != std::string::npos || segment == ".." || segment.starts_with("../") ||
         segment.ends_with("/..") || segment.find("/../") != std::string::npos;
}

Response v1_application(const ApiContext& context, const Request& request, Segments segments) {
  const std::string& app_id = segments[0];
  if (segments.size() == 1) return v1_one_application(context, request, app_id);
  const auto routes = v1_app_routes();
  // The second part is a resource of an application without attempts, or an attempt.
  const bool is_resource =
      (starts_app_route(routes, segments[1]) && !is_attempt_too(segments)) || segments[1] == "logs";
  if (segments.size() == 2 && !is_resource) {
    return v1_one_attempt(context, request, app_id, segments[1]);
  }
  const std::string attempt_id = is_resource ? std::string() : segments[1];
  const Segments rest = segments.subspan(is_resource ? 1 : 2);
  if (rest.size() == 1 && rest[0] == "logs") return v1_logs(context, app_id, attempt_id);
  if (auto answer =
          run_app_route(context, request, routes, app_id, attempt_id, rest, context.retention)) {
    return *std::move(answer);
  }
  return no_such_path(request, rest);
}

Response v1(const ApiContext& context, const Request& request, Segments segments) {
  if (segments.size() == 1 && segments[0] == "version") return v1_version();
  if (segments.size() == 1 && segments[0] == "openapi.json") return static_file(request);
  if (segments.empty() || segments[0] != "applications") return html_error(404, "Not Found");
  if (segments.size() == 1) return v1_applications(context, request);
  return v1_application(context, request, segments.subspan(1));
}

Response not_allowed(const Request& request, std::string_view allowed) {
  Response response = text_response(405, request.method + " is not allowed here.");
  response.headers.emplace_back("Allow", allowed);
  return response;
}

const FileRoute* find_file_route(std::string_view name) {
  const auto routes = dashboard_file_routes();
  const auto found = std::ranges::find(routes, name, &FileRoute::name);
  return found == routes.end() ? nullptr : &*found;
}

// The database is opened first, so that one that is missing is made again.
Response run_file_route(const ApiContext& context, const Request& request, const FileRoute& asked,
                        const std::string& app_id, const std::string& attempt_id) {
  const auto log = find_attempt(context, request, app_id, attempt_id);
  if (!log) return log.error();
  if (auto attempt = open_attempt(context, request, *log, {}); !attempt) return attempt.error();
  return asked.handle(context, request, *log);
}

bool is_read(const Request& request) {
  return request.method == "GET" || request.method == "HEAD";
}

Response dashboard(const ApiContext& context, const Request& request, Segments segments) {
  if (!is_read(request) && segments.size() < 3) return not_allowed(request, "GET, HEAD");
  for (const FleetRoute& candidate : dashboard_fleet_routes()) {
    PathArguments arguments;
    if (match(candidate.pattern, segments, arguments) != Match::yes) continue;
    return candidate.handle(context, request, arguments);
  }
  if (segments.size() == 1 && segments[0] == "compare") return dashboard_compare(context, request);
  if (segments.size() == 2 && segments[0] == "compare" && segments[1] == "plan") {
    return dashboard_compare_plan(context, request);
  }
  if (segments.size() == 1 && segments[0] == "openapi.json") return static_file(request);
  if (segments.empty() || segments[0] != "applications") return text_response(404, request.path);
  if (segments.size() == 1) return dashboard_applications(context, request);
  const auto routes = dashboard_app_routes();
  const std::string& app_id = segments[1];
  const bool has_attempt = segments.size() > 2 && !find_file_route(segments[2]) &&
                           !starts_app_route(routes, segments[2]);
  const std::string attempt_id = has_attempt ? segments[2] : std::string();
  const Segments rest = segments.subspan(has_attempt ? 3 : 2);
  const FileRoute* const file = rest.size() == 1 ? find_file_route(rest[0]) : nullptr;
  if (file && (file->method == request.method || (file->method == "GET" && is_read(request)))) {
    return run_file_route(context, request, *file, app_id, attempt_id);
  }
  if (file) return not_allowed(request, file->method);
  if (!is_read(request)) return not_allowed(request, "GET, HEAD");
  if (rest.empty()) return dashboard_application(context, app_id, attempt_id);
  auto answer = run_app_route(context, request, routes, app_id, attempt_id, rest, {});
  return answer ? *std::move(answer) : text_response(404, request.path);
}

Response answer(const ApiContext& context, const Request& request) {
  if (std::ranges::any_of(request.segments, is_ambiguous)) return html_error(400, "Bad Request");
  const Segments segments(request.segments);
  const bool is_api = !segments.empty() && segments[0] == "api";
  const bool is_dashboard = is_api && segments.size() > 1 && segments[1] == "dashboard";
  if (segments.size() == 1 && segments[0] == "mcp") {
    return answer_mcp(request, [&](const Request& inner) { return answer(context, inner); });
  }
  if (!is_read(request) && !is_dashboard) return not_allowed(request, "GET, HEAD");
  if (is_api) {
    if (segments.size() == 1) return redirect(301, "/api/");
    if (segments[1] == "v1") return v1(context, request, segments.subspan(2));
    if (is_dashboard) return dashboard(context, request, segments.subspan(2));
    return html_error(404, "Not Found");
  }
  if (segments.size() == 1 && segments[0] == "metrics") return server_metrics(context);
  if (!segments.empty() && segments[0] == "history") return redirect_to_dashboard(request);
  return static_file(request);
}

}  // namespace

Response route(const ApiContext& context, const Request& request) {
  Request inner = request;
  remove_base_path(context.proxy, inner);
  Response response = answer(context, inner);
  address_to_client(context.proxy, inner, response);
  return response;
}

}  // namespace afterglow::history
