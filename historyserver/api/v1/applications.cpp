#include <algorithm>
#include <array>
#include <iterator>
#include <limits>
#include <span>

#include "common/base/clock.h"
#include "historyserver/api/json_writer.h"
#include "historyserver/api/paging.h"
#include "historyserver/api/v1/application_feed.h"
#include "historyserver/api/v1/application_json.h"
#include "historyserver/api/v1/routes.h"

namespace afterglow::history {
namespace {

struct Filter {
  std::vector<std::string> statuses;
  std::int64_t min_date;
  std::int64_t max_date;
  std::int64_t min_end_date;
  std::int64_t max_end_date;
  std::int64_t now;
  // Ours; absent or empty: any.
  std::string user;
  std::string name;
  std::string spark_version;

  bool accepts(ApplicationListing::Application attempts) const {
    const bool running = !attempts.front().end_time;
    const char* status = running ? "RUNNING" : "COMPLETED";
    if (!statuses.empty() && std::ranges::find(statuses, status) == statuses.end()) return false;
    return std::ranges::any_of(attempts, [&](const ListedAttempt& attempt) {
      if ((!user.empty() && attempt.user != user) || (!name.empty() && attempt.name != name) ||
          (!spark_version.empty() && attempt.spark_version != spark_version)) {
        return false;
      }
      const bool start_fits = attempt.start_time >= min_date && attempt.start_time <= max_date;
      const std::int64_t end = attempt.end_time.value_or(kNoTime);
      const bool end_fits =
          running ? max_end_date > now : end >= min_end_date && end <= max_end_date;
      return start_fits && end_fits;
    });
  }
};

Parsed<Filter> parse_filter(const Request& request) {
  constexpr std::int64_t kYear2010 = 1'262'304'000'000;
  constexpr std::int64_t kYear3000 = 32'503'680'000'000;
  Filter filter{};
  filter.now = now_ms();
  auto statuses = enum_parameters(request, "status", {"COMPLETED", "RUNNING"});
  if (!statuses) return std::unexpected(statuses.error());
  filter.statuses = *std::move(statuses);
  for (const auto& [name, fallback, member] :
       {std::tuple{"minDate", kYear2010, &Filter::min_date},
        std::tuple{"maxDate", kYear3000, &Filter::max_date},
        std::tuple{"minEndDate", kYear2010, &Filter::min_end_date},
        std::tuple{"maxEndDate", kYear3000, &Filter::max_end_date}}) {
    const auto date = date_parameter(request, name, fallback);
    if (!date) return std::unexpected(date.error());
    filter.*member = *date;
  }
  filter.user = request.parameter("user").value_or("");
  filter.name = request.parameter("name").value_or("");
  filter.spark_version = request.parameter("sparkVersion").value_or("");
  return filter;
}

using Listed = ApplicationListing::Application;

constexpr std::array kApplicationSortKeys = std::to_array<SortKey<Listed>>({
    {"id", [](const Listed& listed) -> SortValue { return listed.front().app_id; }},
    {"name", [](const Listed& listed) -> SortValue { return listed.front().name; }},
    {"sparkUser", [](const Listed& listed) -> SortValue { return listed.front().user; }},
    {"startTime", [](const Listed& listed) -> SortValue { return listed.front().start_time; }},
    {"endTime",
     [](const Listed& listed) -> SortValue { return listed.front().end_time.value_or(kNoTime); }},
    {"lastUpdated", [](const Listed& listed) -> SortValue { return listed.front().last_updated; }},
    {"duration",
     [](const Listed& listed) -> SortValue {
       const ListedAttempt& newest = listed.front();
       return newest.end_time ? *newest.end_time - newest.start_time : 0;
     }},
});

// Spark's `limit` and our `length` say the same, but for what is not positive.
Parsed<Page> parse_page(const Request& request) {
  auto page = page_parameters(request);
  if (!page) return page;
  const auto limit = int_parameter(request, "limit", std::numeric_limits<std::int32_t>::max());
  if (!limit) return std::unexpected(limit.error());
  if (request.parameter("limit").value_or("").empty()) return page;
  const std::int64_t most = std::max<std::int64_t>(0, *limit);
  page->length = page->length < 0 ? most : std::min(page->length, most);
  return page;
}

}  // namespace

Response v1_applications(const ApiContext& context, const Request& request) {
  if (wants_feed(request)) return application_feed(context, request, "");
  const auto filter = parse_filter(request);
  if (!filter) return filter.error();
  const auto page = parse_page(request);
  if (!page) return page.error();
  const auto listing = context.catalog.listing();
  if (!listing) return internal_error(listing.error());
  const std::string about =
      std::to_string((*listing)->number()) + std::string(1, '\0') + request.target;
  if (auto kept = context.answers.find(about)) return *std::move(kept);
  std::vector<Listed> wanted;
  std::ranges::copy_if((*listing)->applications(), std::back_inserter(wanted),
                       [&](const Listed& listed) { return filter->accepts(listed); });
  if (auto sorted = sort_rows<Listed>(wanted, request, kApplicationSortKeys); !sorted)
    return sorted.error();
  const std::int64_t total = cut_to_page(wanted, *page);
  Response response = json_response(
      selected_fields(request),
      [listing = *listing, wanted = std::move(wanted)](JsonWriter& json) -> Result<void> {
        json.begin_array();
        for (const Listed& listed : wanted) {
          write_application(json, listed);
          if (json.stopped()) break;
        }
        json.end_array();
        return {};
      });
  add_list_headers(response, request, *page, total);
  // Otherwise it depends on when it is asked whether running ones end in time.
  if (!request.parameter("maxEndDate")) context.answers.keep(about, response);
  return response;
}

Response v1_one_application(const ApiContext& context, const Request& request,
                            const std::string& app_id) {
  const auto attempts = context.catalog.attempts(app_id);
  if (!attempts) return internal_error(attempts.error());
  if (attempts->empty()) return text_response(404, "unknown app: " + app_id);
  if (wants_feed(request)) return application_feed(context, request, app_id);
  JsonWriter json(selected_fields(request));
  write_application(json, *attempts);
  return json_response(json);
}

Response v1_one_attempt(const ApiContext& context, const Request& request,
                        const std::string& app_id, const std::string& attempt_id) {
  const auto attempts = context.catalog.attempts(app_id);
  if (!attempts) return internal_error(attempts.error());
  const auto found = std::ranges::find(*attempts, attempt_id, &LogRow::attempt_id);
  if (found == attempts->end()) {
    return text_response(404, "unknown app " + app_id + ", attempt " + attempt_id);
  }
  JsonWriter json(selected_fields(request));
  write_attempt(json, found->listed());
  return json_response(json);
}

}  // namespace afterglow::history
