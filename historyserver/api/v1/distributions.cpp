#include "historyserver/api/v1/distributions.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "historyserver/api/v1/spark_json.h"

namespace afterglow::history {
namespace {

using enum TaskMetric;

std::int64_t java_long(double number) {
  if (std::isnan(number)) return 0;
  constexpr double limit = 9.2e18;
  return static_cast<std::int64_t>(std::clamp(number, -limit, limit));
}

// Writes one list after the other, for the same tasks and quantiles.
class DistributionWriter {
 public:
  DistributionWriter(JsonWriter& json, const TaskStore::Columns& columns,
                     const std::vector<double>& quantiles)
      : json_(json), columns_(columns), quantiles_(quantiles) {
    count_ = std::ranges::count(columns.succeeded, true);
  }

  void metric(std::string_view name, TaskMetric which) {
    values(name, [which](const TaskMetricValues& metrics) { return metrics[which]; });
  }
  void sum(std::string_view name, TaskMetric first, TaskMetric second) {
    values(name, [=](const TaskMetricValues& metrics) { return metrics[first] + metrics[second]; });
  }
  // Of all tasks, whatever became of them.
  void all(std::string_view name, std::vector<std::int64_t> numbers) {
    write_field(json_, name, pick_quantiles(numbers, count_, quantiles_));
  }

 private:
  // Of successful tasks only.
  template <typename Value>
  void values(std::string_view name, Value&& value) {
    std::vector<std::int64_t> numbers;
    numbers.reserve(static_cast<std::size_t>(count_));
    for (std::size_t i = 0; i < columns_.metrics.size(); ++i) {
      if (columns_.succeeded[i]) numbers.push_back(value(columns_.metrics[i]));
    }
    all(name, std::move(numbers));
  }

  JsonWriter& json_;
  const TaskStore::Columns& columns_;
  const std::vector<double>& quantiles_;
  std::int64_t count_ = 0;
};

void write_shuffle_read(JsonWriter& json, DistributionWriter& write) {
  json.key("shuffleReadMetrics").begin_object();
  write.sum("readBytes", shuffle_local_bytes_read, shuffle_remote_bytes_read);
  write.metric("readRecords", shuffle_records_read);
  write.metric("remoteBlocksFetched", shuffle_remote_blocks_fetched);
  write.metric("localBlocksFetched", shuffle_local_blocks_fetched);
  write.metric("fetchWaitTime", shuffle_fetch_wait_time);
  write.metric("remoteBytesRead", shuffle_remote_bytes_read);
  write.metric("remoteBytesReadToDisk", shuffle_remote_bytes_read_to_disk);
  write.sum("totalBlocksFetched", shuffle_local_blocks_fetched, shuffle_remote_blocks_fetched);
  write.metric("remoteReqsDuration", shuffle_remote_reqs_duration);
  json.key("shufflePushReadMetricsDist").begin_object();
  write.metric("corruptMergedBlockChunks", shuffle_corrupt_merged_block_chunks);
  write.metric("mergedFetchFallbackCount", shuffle_merged_fetch_fallback_count);
  write.metric("remoteMergedBlocksFetched", shuffle_merged_remote_blocks_fetched);
  write.metric("localMergedBlocksFetched", shuffle_merged_local_blocks_fetched);
  write.metric("remoteMergedChunksFetched", shuffle_merged_remote_chunks_fetched);
  write.metric("localMergedChunksFetched", shuffle_merged_local_chunks_fetched);
  write.metric("remoteMergedBytesRead", shuffle_merged_remote_bytes_read);
  write.metric("localMergedBytesRead", shuffle_merged_local_bytes_read);
  write.metric("remoteMergedReqsDuration", shuffle_merged_remote_reqs_duration);
  json.end_object().end_object();
}

}  // namespace

std::vector<double> pick_quantiles(std::vector<std::int64_t>& values, std::int64_t count,
                                   const std::vector<double>& quantiles) {
  std::ranges::sort(values);
  std::vector<double> picked;
  // Spark walks an iterator forward; where the index does not rise, it repeats the last value.
  double last = std::numeric_limits<double>::quiet_NaN();
  std::int64_t current = -1;
  std::int64_t next = 0;  // what the iterator would give
  for (const double quantile : quantiles) {
    const std::int64_t index =
        std::min(java_long(quantile * static_cast<double>(count)), count - 1);
    if (index != current) {
      next += std::max<std::int64_t>(0, index - current - 1);
      current = index;
      if (next < static_cast<std::int64_t>(values.size())) {
        last = static_cast<double>(values[static_cast<std::size_t>(next++)]);
        picked.push_back(last);
        continue;
      }
      picked.push_back(std::numeric_limits<double>::quiet_NaN());
      continue;
    }
    picked.push_back(last);
  }
  return picked;
}

bool write_task_distributions(JsonWriter& json, const TaskStore::Columns& columns,
                              const std::vector<double>& quantiles) {
  if (std::ranges::find(columns.succeeded, true) == columns.succeeded.end()) return false;
  DistributionWriter write(json, columns, quantiles);
  json.begin_object();
  write_field(json, "quantiles", quantiles);
  write.all("duration", columns.durations);
  write.metric("executorDeserializeTime", executor_deserialize_time);
  write.metric("executorDeserializeCpuTime", executor_deserialize_cpu_time);
  write.metric("executorRunTime", executor_run_time);
  write.metric("executorCpuTime", executor_cpu_time);
  write.metric("resultSize", result_size);
  write.metric("jvmGcTime", jvm_gc_time);
  write.metric("resultSerializationTime", result_serialization_time);
  write.all("gettingResultTime", columns.getting_result_times);
  write.all("schedulerDelay", columns.scheduler_delays);
  write.metric("peakExecutionMemory", peak_execution_memory);
  write.metric("memoryBytesSpilled", memory_bytes_spilled);
  write.metric("diskBytesSpilled", disk_bytes_spilled);
  json.key("inputMetrics").begin_object();
  write.metric("bytesRead", input_bytes);
  write.metric("recordsRead", input_records);
  json.end_object().key("outputMetrics").begin_object();
  write.metric("bytesWritten", output_bytes);
  write.metric("recordsWritten", output_records);
  json.end_object();
  write_shuffle_read(json, write);
  json.key("shuffleWriteMetrics").begin_object();
  write.metric("writeBytes", shuffle_bytes_written);
  write.metric("writeRecords", shuffle_records_written);
  write.metric("writeTime", shuffle_write_time);
  json.end_object().end_object();
  return true;
}

void write_executor_distributions(JsonWriter& json, const std::vector<ExecutorStageRow>& executors,
                                  const std::vector<double>& quantiles) {
  const auto write = [&](std::string_view name, auto&& value_of) {
    std::vector<std::int64_t> values;
    for (const ExecutorStageRow& executor : executors) values.push_back(value_of(executor));
    write_field(json, name,
                pick_quantiles(values, static_cast<std::int64_t>(values.size()), quantiles));
  };
  const auto metric = [&](std::string_view name, TaskMetric which) {
    write(name, [which](const ExecutorStageRow& row) { return row.metrics[which]; });
  };
  json.begin_object();
  write_field(json, "quantiles", quantiles);
  write("taskTime", std::mem_fn(&ExecutorStageRow::task_time));
  write("failedTasks", std::mem_fn(&ExecutorStageRow::failed_tasks));
  write("succeededTasks", std::mem_fn(&ExecutorStageRow::completed_tasks));
  write("killedTasks", std::mem_fn(&ExecutorStageRow::killed_tasks));
  metric("inputBytes", input_bytes);
  metric("inputRecords", input_records);
  metric("outputBytes", output_bytes);
  metric("outputRecords", output_records);
  write("shuffleRead",
        [](const ExecutorStageRow& row) { return row.metrics.shuffle_bytes_read(); });
  metric("shuffleReadRecords", shuffle_records_read);
  metric("shuffleWrite", shuffle_bytes_written);
  metric("shuffleWriteRecords", shuffle_records_written);
  metric("memoryBytesSpilled", memory_bytes_spilled);
  metric("diskBytesSpilled", disk_bytes_spilled);
  json.key("peakMemoryMetrics").begin_object();
  for (std::size_t i = 0; i < kExecutorMetricCount; ++i) {
    std::vector<std::int64_t> values;
    for (const ExecutorStageRow& row : executors) {
      if (row.peak_metrics.is_set()) values.push_back(row.peak_metrics[i]);
    }
    const auto count = static_cast<std::int64_t>(values.size());
    write_field(json, kExecutorMetricNames[i],
                count > 0 ? pick_quantiles(values, count, quantiles)
                          : std::vector<double>(quantiles.size()));
  }
  json.end_object().end_object();
}

}  // namespace afterglow::history
