#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "historyserver/api/dashboard/axis.h"
#include "historyserver/api/dashboard/routes.h"
#include "historyserver/api/v1/spark_json.h"

namespace afterglow::history {
namespace {

using enum TaskMetric;

struct SumColumn {
  std::string_view name;
  TaskMetric metric;
};

constexpr std::array kSums = std::to_array<SumColumn>({
    {"runTime", executor_run_time},
    {"cpuTime", executor_cpu_time},
    {"gcTime", jvm_gc_time},
    {"deserializeTime", executor_deserialize_time},
    {"serializationTime", result_serialization_time},
    {"resultSize", result_size},
    {"inputBytes", input_bytes},
    {"inputRecords", input_records},
    {"outputBytes", output_bytes},
    {"outputRecords", output_records},
    {"shuffleReadRecords", shuffle_records_read},
    {"shuffleRemoteBytes", shuffle_remote_bytes_read},
    {"fetchWaitTime", shuffle_fetch_wait_time},
    {"shuffleWriteBytes", shuffle_bytes_written},
    {"shuffleWriteRecords", shuffle_records_written},
    {"shuffleWriteTime", shuffle_write_time},
    {"memorySpilled", memory_bytes_spilled},
    {"diskSpilled", disk_bytes_spilled},
});

using Rows = std::vector<ExecutorStageRow>;
using ValueOf = std::function<std::int64_t(const ExecutorStageRow&)>;

// Most columns of most stages hold nothing: they are left out.
void write_column(JsonWriter& json, const Rows& rows, std::string_view name,
                  const ValueOf& value_of) {
  std::vector<std::int64_t> values;
  for (const ExecutorStageRow& row : rows) values.push_back(value_of(row));
  if (std::ranges::any_of(values, [](std::int64_t value) { return value != 0; })) {
    write_numbers(json, name, values);
  }
}

void write_peaks(JsonWriter& json, const Rows& rows) {
  json.key("peaks").begin_object();
  for (std::size_t i = 0; i < kExecutorMetricCount; ++i) {
    write_column(json, rows, kExecutorMetricNames[i], [i](const ExecutorStageRow& row) {
      return row.peak_metrics.is_set() ? row.peak_metrics[i] : 0;
    });
  }
  json.end_object();
}

void write_places(JsonWriter& json, const Rows& rows, const std::vector<ExecutorRow>& known) {
  std::map<std::string_view, const ExecutorRow*> by_id;
  for (const ExecutorRow& executor : known) by_id[executor.id] = &executor;
  json.key("executorId").begin_array();
  for (const ExecutorStageRow& row : rows) json.value(row.executor_id);
  json.end_array().key("address").begin_array();
  for (const ExecutorStageRow& row : rows) {
    const auto found = by_id.find(row.executor_id);
    json.value(found == by_id.end() ? std::string_view() : found->second->host_port);
  }
  json.end_array().key("logs").begin_object();
  for (const ExecutorStageRow& row : rows) {
    const auto found = by_id.find(row.executor_id);
    if (found == by_id.end() || found->second->executor_logs.empty()) continue;
    write_field(json, row.executor_id, found->second->executor_logs);
  }
  json.end_object();
}

}  // namespace

Response dashboard_stage_executors(OpenAttempt& attempt, const Request&,
                                   const PathArguments& path) {
  const auto rows = attempt.database->stages.executors(path.numbers[0], path.numbers[1]);
  if (!rows) return internal_error(rows.error());
  const auto known = attempt.executors();
  if (!known) return internal_error(known.error());
  JsonWriter json;
  json.compact().begin_object().field("total", static_cast<std::int64_t>(rows->size()));
  write_places(json, *rows, *known);
  for (const auto& [name, member] : {std::pair{"taskTime", &ExecutorStageRow::task_time},
                                     std::pair{"succeeded", &ExecutorStageRow::completed_tasks},
                                     std::pair{"failed", &ExecutorStageRow::failed_tasks},
                                     std::pair{"killed", &ExecutorStageRow::killed_tasks}}) {
    write_column(json, *rows, name, [member](const ExecutorStageRow& row) { return row.*member; });
  }
  write_column(json, *rows, "excluded",
               [](const ExecutorStageRow& row) { return std::int64_t{row.excluded}; });
  write_column(json, *rows, "shuffleReadBytes",
               [](const ExecutorStageRow& row) { return row.metrics.shuffle_bytes_read(); });
  for (const SumColumn& sum : kSums) {
    write_column(json, *rows, sum.name,
                 [&sum](const ExecutorStageRow& row) { return row.metrics[sum.metric]; });
  }
  write_peaks(json, *rows);
  json.end_object();
  return json_response(json);
}

}  // namespace afterglow::history
