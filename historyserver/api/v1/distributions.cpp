#include "historyserver/api/v1/distributions.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "historyserver/api/v1/spark_json.h"
#include "historyserver/model/selection.h"

namespace afterglow::history {
namespace {

using enum TaskMetric;

std::int64_t java_long(double number) {
  if (std::isnan(number)) return 0;
  constexpr double limit = 0x1p63;
  if (number >= limit) return std::numeric_limits<std::int64_t>::max();
  if (number < -limit) return std::numeric_limits<std::int64_t>::min();
  return static_cast<std::int64_t>(number);
}

// Writes one list after the other, for the same tasks and quantiles.
class DistributionWriter {
 public:
  DistributionWriter(JsonWriter& json, TaskNumbers& tasks, const std::vector<double>& quantiles)
      : json_(json), tasks_(tasks), quantiles_(quantiles) {}

  void metric(std::string_view name, TaskMetric which) {
    numbers(name, {.metric = which, .plus = {}}, TaskSet::succeeded);
  }
  void sum(std::string_view name, TaskMetric first, TaskMetric second) {
    numbers(name, {.metric = first, .plus = second}, TaskSet::succeeded);
  }
  void times(std::string_view name, TaskNumber::Kind kind, TaskSet set) {
    numbers(name, {.kind = kind, .plus = {}}, set);
  }
  // The first read that failed.
  const Result<void>& result() const { return result_; }

 private:
  void numbers(std::string_view name, const TaskNumber& number, TaskSet set) {
    if (auto done = tasks_.list(number, set, values_); !done) {
      result_ = std::move(done);
      return;
    }
    write_field(json_, name, pick_quantiles(values_, tasks_.succeeded(), quantiles_));
  }

  JsonWriter& json_;
  TaskNumbers& tasks_;
  const std::vector<double>& quantiles_;
  std::vector<std::int64_t> values_;
  Result<void> result_;
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
  constexpr std::size_t kNone = SIZE_MAX;
  // Spark walks an iterator forward; where the index does not rise, it repeats the last value. How
  // far it walks wraps as Java's numbers do: from -Infinity there is a way to 0 that never ends,
  // but none to 1.
  std::vector<std::size_t> positions;
  std::vector<std::size_t> choices;  // into positions
  std::size_t last = kNone;
  std::int64_t current = -1;
  std::int64_t next = 0;  // what the iterator would give
  for (const double quantile : quantiles) {
    const std::int64_t index =
        std::min(java_long(quantile * static_cast<double>(count)), count - 1);
    if (index == current) {
      choices.push_back(last);
      continue;
    }
    const auto skipped = static_cast<std::int64_t>(static_cast<std::uint64_t>(index) -
                                                   static_cast<std::uint64_t>(current) - 1);
    current = index;
    const auto size = static_cast<std::int64_t>(values.size());
    if (skipped > 0) next = skipped < size - next ? next + skipped : size;
    if (next >= size) {
      choices.push_back(kNone);
      continue;
    }
    last = positions.size();
    choices.push_back(last);
    positions.push_back(static_cast<std::size_t>(next++));
  }
  const auto selected = select_sorted(values, positions);
  std::vector<double> picked;
  for (const std::size_t choice : choices) {
    picked.push_back(choice == kNone ? std::numeric_limits<double>::quiet_NaN()
                                     : static_cast<double>(selected[choice]));
  }
  return picked;
}

Result<void> write_task_distributions(JsonWriter& json, TaskNumbers& tasks,
                                      const std::vector<double>& quantiles, TimesOf times) {
  const bool as_spark = times == TimesOf::all_as_spark;
  const TaskSet ended = as_spark ? TaskSet::ended : TaskSet::succeeded;
  DistributionWriter write(json, tasks, quantiles);
  json.begin_object();
  write_field(json, "quantiles", quantiles);
  write.times("duration", TaskNumber::Kind::duration, as_spark ? TaskSet::all : TaskSet::succeeded);
  write.metric("executorDeserializeTime", executor_deserialize_time);
  write.metric("executorDeserializeCpuTime", executor_deserialize_cpu_time);
  write.metric("executorRunTime", executor_run_time);
  write.metric("executorCpuTime", executor_cpu_time);
  write.metric("resultSize", result_size);
  write.metric("jvmGcTime", jvm_gc_time);
  write.metric("resultSerializationTime", result_serialization_time);
  write.times("gettingResultTime", TaskNumber::Kind::getting_result_time, ended);
  write.times("schedulerDelay", TaskNumber::Kind::scheduler_delay, ended);
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
  return write.result();
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
