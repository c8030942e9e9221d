#include <algorithm>
#include <array>

#include "historyserver/api/dashboard/routes.h"
#include "historyserver/api/json_writer.h"
#include "historyserver/api/v1/task_json.h"

namespace afterglow::history {
namespace {

using enum TaskMetric;

constexpr std::int64_t kMaxPage = 1000;

// The members that a page can be sorted by, in the order of TaskOrder.
constexpr std::array<std::string_view, 31> kSortKeys = {
    "taskId",
    "index",
    "attempt",
    "partitionId",
    "status",
    "locality",
    "executorId",
    "host",
    "launchTime",
    "duration",
    "runTime",
    "cpuTime",
    "gcTime",
    "schedulerDelay",
    "deserializeTime",
    "serializationTime",
    "gettingResultTime",
    "peakMemory",
    "inputBytes",
    "inputRecords",
    "outputBytes",
    "outputRecords",
    "shuffleReadBytes",
    "shuffleReadRecords",
    "fetchWaitTime",
    "shuffleWriteBytes",
    "shuffleWriteRecords",
    "memorySpilled",
    "diskSpilled",
    "speculative",
    "error",
};
static_assert(kSortKeys.size() == static_cast<std::size_t>(TaskOrder::error) + 1);

Parsed<TaskQuery> parse_query(const Request& request, const PathArguments& path) {
  TaskQuery query;
  query.stage_id = path.numbers[0];
  query.stage_attempt = path.numbers[1];
  const auto offset = int_parameter(request, "offset", 0);
  if (!offset) return std::unexpected(offset.error());
  const auto limit = int_parameter(request, "limit", 50);
  if (!limit) return std::unexpected(limit.error());
  query.offset = std::max<std::int64_t>(0, *offset);
  query.limit = std::clamp<std::int64_t>(*limit, 0, kMaxPage);
  const std::string sort = request.parameter("sort").value_or("taskId");
  const auto key = std::ranges::find(kSortKeys, sort);
  if (key == kSortKeys.end()) {
    return std::unexpected(text_response(400, "unknown sort key: " + sort));
  }
  query.order = static_cast<TaskOrder>(key - kSortKeys.begin());
  query.descending = request.parameter("order").value_or("asc") == "desc";
  auto statuses = enum_parameters(request, "status", {"RUNNING", "KILLED", "FAILED", "SUCCESS"});
  if (!statuses) return std::unexpected(text_response(400, "unknown status"));
  query.statuses = *std::move(statuses);
  return query;
}

void write_row(JsonWriter& json, const TaskRow& task, std::int64_t now) {
  const TaskMetricValues& metrics = task.metrics;
  json.begin_object()
      .field("taskId", task.id)
      .field("index", task.index)
      .field("attempt", task.attempt)
      .field("partitionId", task.partition_id)
      .field("status", task.status)
      .field("locality", task.locality)
      .field("executorId", task.executor_id)
      .field("host", task.host)
      .field("launchTime", task.launch_time)
      .field("duration", std::max<std::int64_t>(0, task.duration.value_or(now - task.launch_time)))
      .field("runTime", metrics[executor_run_time])
      .field("cpuTime", metrics[executor_cpu_time])
      .field("gcTime", metrics[jvm_gc_time])
      .field("schedulerDelay", scheduler_delay(task))
      .field("deserializeTime", metrics[executor_deserialize_time])
      .field("serializationTime", metrics[result_serialization_time])
      .field("gettingResultTime", getting_result_time(task, now))
      .field("peakMemory", metrics[peak_execution_memory])
      .field("inputBytes", metrics[input_bytes])
      .field("inputRecords", metrics[input_records])
      .field("outputBytes", metrics[output_bytes])
      .field("outputRecords", metrics[output_records])
      .field("shuffleReadBytes", metrics.shuffle_bytes_read())
      .field("shuffleReadRecords", metrics[shuffle_records_read])
      .field("fetchWaitTime", metrics[shuffle_fetch_wait_time])
      .field("shuffleWriteBytes", metrics[shuffle_bytes_written])
      .field("shuffleWriteRecords", metrics[shuffle_records_written])
      .field("memorySpilled", metrics[memory_bytes_spilled])
      .field("diskSpilled", metrics[disk_bytes_spilled])
      .field("speculative", task.speculative)
      .field("error", task.error)
      .end_object();
}

}  // namespace

Response dashboard_tasks(OpenAttempt& attempt, const Request& request, const PathArguments& path) {
  const auto query = parse_query(request, path);
  if (!query) return query.error();
  const auto total = attempt.database->tasks.count(*query);
  if (!total) return internal_error(total.error());
  const std::int64_t now = attempt.log.known_until();
  JsonWriter json;
  json.begin_object()
      .field("total", *total)
      .field("offset", query->offset)
      .key("tasks")
      .begin_array();
  auto done = attempt.database->tasks.each(*query, [&](const TaskRow& task) {
    write_row(json, task, now);
    return true;
  });
  if (!done) return internal_error(done.error());
  json.end_array().end_object();
  return json_response(json);
}

}  // namespace afterglow::history
