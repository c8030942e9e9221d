#include <algorithm>
#include <limits>
#include <map>

#include "common/base/clock.h"
#include "historyserver/api/json_writer.h"
#include "historyserver/api/v1/routes.h"

namespace afterglow::history {
namespace {

// What Spark writes where no time is known: one millisecond before 1970.
constexpr std::int64_t kNoTime = -1;

void write_attempt(JsonWriter& json, const LogRow& log) {
  const std::int64_t end = log.end_time.value_or(kNoTime);
  json.begin_object()
      .field("attemptId", log.attempt_id)
      .date_field("startTime", log.start_time)
      .date_field("endTime", end)
      .date_field("lastUpdated", log.last_updated)
      .field("duration", log.end_time ? *log.end_time - log.start_time : std::int64_t{0})
      .field("sparkUser", log.user)
      .field("completed", log.end_time.has_value())
      .field("appSparkVersion", log.spark_version)
      .field("exitCode", log.exit_code)
      .field("logSourceName", "file://" + log.directory)
      .field("logSourceFullPath", "file://" + log.directory)
      .field("startTimeEpoch", log.start_time)
      .field("endTimeEpoch", end)
      .field("lastUpdatedEpoch", log.last_updated)
      .end_object();
}

// An application and its attempts, newest first.
using Application = std::vector<LogRow>;

void write_application(JsonWriter& json, const Application& attempts) {
  json.begin_object()
      .field("id", *attempts.front().app_id)
      .field("name", attempts.front().name)
      .key("attempts")
      .begin_array();
  for (const LogRow& attempt : attempts) write_attempt(json, attempt);
  json.end_array().end_object();
}

// Newest end first, then highest id; those that have not ended come last.
bool listed_before(const Application& a, const Application& b) {
  const std::int64_t end_a = a.front().end_time.value_or(kNoTime);
  const std::int64_t end_b = b.front().end_time.value_or(kNoTime);
  return end_a != end_b ? end_a > end_b : *a.front().app_id > *b.front().app_id;
}

struct Filter {
  std::vector<std::string> statuses;
  std::int64_t min_date;
  std::int64_t max_date;
  std::int64_t min_end_date;
  std::int64_t max_end_date;
  std::int64_t now;

  bool accepts(const Application& attempts) const {
    const bool running = !attempts.front().end_time;
    const char* status = running ? "RUNNING" : "COMPLETED";
    if (!statuses.empty() && std::ranges::find(statuses, status) == statuses.end()) return false;
    return std::ranges::any_of(attempts, [&](const LogRow& attempt) {
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
  return filter;
}

std::vector<Application> group_by_application(std::vector<LogRow> logs) {
  std::map<std::string, Application> by_id;
  for (LogRow& log : logs) {
    if (log.app_id) by_id[*log.app_id].push_back(std::move(log));
  }
  std::vector<Application> applications;
  for (auto& [id, attempts] : by_id) applications.push_back(newest_attempts(std::move(attempts)));
  std::ranges::sort(applications, listed_before);
  return applications;
}

}  // namespace

Response v1_applications(const ApiContext& context, const Request& request) {
  const auto filter = parse_filter(request);
  if (!filter) return filter.error();
  const auto limit = int_parameter(request, "limit", std::numeric_limits<std::int32_t>::max());
  if (!limit) return limit.error();
  auto logs = context.catalog.all();
  if (!logs) return internal_error(logs.error());
  JsonWriter json;
  json.begin_array();
  std::int64_t written = 0;
  for (const Application& application : group_by_application(*std::move(logs))) {
    if (written >= *limit) break;
    if (!filter->accepts(application)) continue;
    write_application(json, application);
    ++written;
  }
  json.end_array();
  return json_response(json);
}

Response v1_one_application(const ApiContext& context, const std::string& app_id) {
  const auto attempts = context.catalog.attempts(app_id);
  if (!attempts) return internal_error(attempts.error());
  if (attempts->empty()) return text_response(404, "unknown app: " + app_id);
  JsonWriter json;
  write_application(json, *attempts);
  return json_response(json);
}

Response v1_one_attempt(const ApiContext& context, const std::string& app_id,
                        const std::string& attempt_id) {
  const auto attempts = context.catalog.attempts(app_id);
  if (!attempts) return internal_error(attempts.error());
  const auto found = std::ranges::find(*attempts, attempt_id, &LogRow::attempt_id);
  if (found == attempts->end()) {
    return text_response(404, "unknown app " + app_id + ", attempt " + attempt_id);
  }
  JsonWriter json;
  write_attempt(json, *found);
  return json_response(json);
}

}  // namespace afterglow::history
