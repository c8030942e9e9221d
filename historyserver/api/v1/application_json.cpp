#include "historyserver/api/v1/application_json.h"

namespace afterglow::history {

namespace {

// None is left out.
std::optional<std::string_view> optional_text(std::string_view text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

}  // namespace

void write_attempt(JsonWriter& json, const ListedAttempt& log) {
  const std::int64_t end = log.end_time.value_or(kNoTime);
  const std::string source = "file://" + std::string(log.directory);
  json.begin_object()
      .field("attemptId", optional_text(log.attempt_id))
      .date_field("startTime", log.start_time)
      .date_field("endTime", end)
      .date_field("lastUpdated", log.last_updated)
      .field("duration", log.end_time ? *log.end_time - log.start_time : std::int64_t{0})
      .field("sparkUser", log.user)
      .field("completed", log.end_time.has_value())
      .field("appSparkVersion", log.spark_version)
      .field("exitCode", log.exit_code)
      .field("logSourceName", source)
      .field("logSourceFullPath", source)
      .field("startTimeEpoch", log.start_time)
      .field("endTimeEpoch", end)
      .field("lastUpdatedEpoch", log.last_updated)
      .end_object();
}

void write_application(JsonWriter& json, ApplicationListing::Application attempts) {
  json.begin_object()
      .field("id", attempts.front().app_id)
      .field("name", attempts.front().name)
      .key("attempts")
      .begin_array();
  for (const ListedAttempt& attempt : attempts) write_attempt(json, attempt);
  json.end_array().end_object();
}

void write_application(JsonWriter& json, const std::vector<LogRow>& attempts) {
  std::vector<ListedAttempt> listed;
  for (const LogRow& log : attempts) listed.push_back(log.listed());
  write_application(json, ApplicationListing::Application(listed));
}

}  // namespace afterglow::history
