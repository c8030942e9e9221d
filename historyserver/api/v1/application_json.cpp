#include "historyserver/api/v1/application_json.h"

namespace afterglow::history {

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

void write_application(JsonWriter& json, std::span<const LogRow> attempts) {
  json.begin_object()
      .field("id", *attempts.front().app_id)
      .field("name", attempts.front().name)
      .key("attempts")
      .begin_array();
  for (const LogRow& attempt : attempts) write_attempt(json, attempt);
  json.end_array().end_object();
}

}  // namespace afterglow::history
