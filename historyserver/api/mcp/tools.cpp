#include "historyserver/api/mcp/tools.h"

#include <algorithm>
#include <array>

namespace afterglow::history {
namespace {

using Type = McpArgument::Type;

constexpr McpArgument kApplication{"application", Type::text, true,
                                   "The application's id, or ID/ATTEMPT where it has attempts."};
constexpr McpArgument kLimit{"limit", Type::integer, false, "How many at most."};

constexpr std::array kListArguments = {
    McpArgument{"search", Type::text, false,
                "Words that are in the name, id, user or Spark version."},
    McpArgument{"status", Type::text, false, "running, completed, failed or lost."},
    McpArgument{"user", Type::text, false, "Whose applications."},
    McpArgument{"sort", Type::text, false,
                "startTime, duration, coreTime, inputBytes, spillBytes, failedTasks, ...; with - "
                "before it the largest first (the default is -startTime)."},
    kLimit,
};
constexpr std::array kOneArgument = {kApplication};
constexpr std::array kCompareArguments = {
    McpArgument{"a", Type::text, true, "The run to compare with: ID or ID/ATTEMPT."},
    McpArgument{"b", Type::text, true, "The run whose change is to be explained."},
};
constexpr std::array kSlowestArguments = {kApplication, kLimit};
constexpr std::array kSqlArguments = {
    kApplication,
    McpArgument{"sql", Type::text, true,
                "One SELECT in SQLite's language over the tables application, job, stage, task, "
                "executor, sql_execution, finding, wall_time, ... SELECT sql FROM sqlite_master "
                "tells their columns."},
    kLimit,
};

Request get(const std::string& target) {
  Request request;
  request.method = "GET";
  request.target = target;
  parse_target(target, request);
  return request;
}

Result<std::string> text(const Json& arguments, const char* name) {
  auto value = arguments.text_of(name);
  if (value && !value->empty()) return *std::move(value);
  return fail(ErrorKind::invalid_argument, std::string("the argument ") + name + " is missing");
}

// "applications/ID[/ATTEMPT]"
Result<std::string> application_path(const Json& arguments) {
  const auto name = text(arguments, "application");
  if (!name) return std::unexpected(name.error());
  const auto slash = name->find('/');
  std::string path = "/api/dashboard/applications/" + percent_encode(name->substr(0, slash));
  if (slash != std::string::npos) path += "/" + percent_encode(name->substr(slash + 1));
  return path;
}

std::string limit(const Json& arguments, std::int64_t usual, std::int64_t most) {
  const std::int64_t wanted = arguments.integer_of("limit").value_or(usual);
  return std::to_string(std::clamp<std::int64_t>(wanted, 1, most));
}

Result<Request> list_applications(const Json& arguments) {
  std::string target =
      "/api/dashboard/applications?shape=false&length=" + limit(arguments, 20, 200);
  for (const auto& [argument, parameter] : {std::pair{"search", "search"},
                                            {"status", "status"},
                                            {"user", "user"},
                                            {"sort", "sortBy"}}) {
    const auto value = arguments.text_of(argument);
    if (value) target += std::string("&") + parameter + "=" + percent_encode(*value);
  }
  return get(target);
}

Result<Request> below_application(const Json& arguments, const std::string& rest) {
  const auto path = application_path(arguments);
  if (!path) return std::unexpected(path.error());
  return get(*path + rest);
}

Result<Request> get_application(const Json& arguments) {
  return below_application(arguments, "");
}

Result<Request> findings(const Json& arguments) {
  return below_application(arguments, "/insights");
}

Result<Request> slowest(const Json& arguments) {
  return below_application(arguments, "/overview?limit=" + limit(arguments, 10, 100));
}

Result<Request> compare(const Json& arguments) {
  const auto a = text(arguments, "a");
  if (!a) return std::unexpected(a.error());
  const auto b = text(arguments, "b");
  if (!b) return std::unexpected(b.error());
  return get("/api/dashboard/compare?a=" + percent_encode(*a) + "&b=" + percent_encode(*b));
}

Result<Request> sql(const Json& arguments) {
  const auto path = application_path(arguments);
  if (!path) return std::unexpected(path.error());
  auto query = text(arguments, "sql");
  if (!query) return std::unexpected(query.error());
  Request request = get(*path + "/query?limit=" + limit(arguments, 100, 1000));
  request.method = "POST";
  request.headers["content-type"] = "application/sql";
  request.body = *std::move(query);
  return request;
}

constexpr std::array kTools = std::to_array<McpTool>({
    {"list_applications", "List applications",
     "Spark applications that this history server knows, with their state, times, core-hours, "
     "input, shuffle, spill and failed tasks.",
     kListArguments, list_applications},
    {"get_application", "One application", "Its state, times and totals.", kOneArgument,
     get_application},
    {"findings", "Why it was slow",
     "The verdict, findings with evidence and advice ranked by what they would save, where the "
     "wall "
     "time went, the critical path, and what other numbers of executors would change.",
     kOneArgument, findings},
    {"compare", "Compare two runs",
     "How run b differs from run a in numbers, settings, queries, stages and plans, and what most "
     "likely made the difference.",
     kCompareArguments, compare},
    {"slowest", "The slowest parts",
     "The longest queries, jobs and stages of an application, and what failed.", kSlowestArguments,
     slowest},
    {"sql", "Ask in SQL", "A query that only reads the database of one application.", kSqlArguments,
     sql},
});

}  // namespace

std::span<const McpTool> mcp_tools() {
  return kTools;
}

Json input_schema(const McpTool& tool) {
  Json properties = Json::object();
  Json required = Json::array();
  for (const McpArgument& argument : tool.arguments) {
    Json property = Json::object();
    property.set("type", argument.type == Type::text ? "string" : "integer")
        .set("description", argument.description);
    properties.set(argument.name, std::move(property));
    if (argument.required) required.push(argument.name);
  }
  Json schema = Json::object();
  schema.set("type", "object")
      .set("properties", std::move(properties))
      .set("required", std::move(required))
      .set("additionalProperties", false);
  return schema;
}

}  // namespace afterglow::history
