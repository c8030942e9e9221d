#include "historyserver/api/v1/task_json.h"

#include <algorithm>

#include "historyserver/api/v1/spark_json.h"

namespace afterglow::history {
namespace {

using enum TaskMetric;

void write_shuffle_read(JsonWriter& json, const TaskMetricValues& metrics) {
  json.key("shuffleReadMetrics")
      .begin_object()
      .field("remoteBlocksFetched", metrics[shuffle_remote_blocks_fetched])
      .field("localBlocksFetched", metrics[shuffle_local_blocks_fetched])
      .field("fetchWaitTime", metrics[shuffle_fetch_wait_time])
      .field("remoteBytesRead", metrics[shuffle_remote_bytes_read])
      .field("remoteBytesReadToDisk", metrics[shuffle_remote_bytes_read_to_disk])
      .field("localBytesRead", metrics[shuffle_local_bytes_read])
      .field("recordsRead", metrics[shuffle_records_read])
      .field("remoteReqsDuration", metrics[shuffle_remote_reqs_duration])
      .key("shufflePushReadMetrics")
      .begin_object()
      .field("corruptMergedBlockChunks", metrics[shuffle_corrupt_merged_block_chunks])
      .field("mergedFetchFallbackCount", metrics[shuffle_merged_fetch_fallback_count])
      .field("remoteMergedBlocksFetched", metrics[shuffle_merged_remote_blocks_fetched])
      .field("localMergedBlocksFetched", metrics[shuffle_merged_local_blocks_fetched])
      .field("remoteMergedChunksFetched", metrics[shuffle_merged_remote_chunks_fetched])
      .field("localMergedChunksFetched", metrics[shuffle_merged_local_chunks_fetched])
      .field("remoteMergedBytesRead", metrics[shuffle_merged_remote_bytes_read])
      .field("localMergedBytesRead", metrics[shuffle_merged_local_bytes_read])
      .field("remoteMergedReqsDuration", metrics[shuffle_merged_remote_reqs_duration])
      .end_object()
      .end_object();
}

void write_metrics(JsonWriter& json, const TaskMetricValues& metrics) {
  json.key("taskMetrics")
      .begin_object()
      .field("executorDeserializeTime", metrics[executor_deserialize_time])
      .field("executorDeserializeCpuTime", metrics[executor_deserialize_cpu_time])
      .field("executorRunTime", metrics[executor_run_time])
      .field("executorCpuTime", metrics[executor_cpu_time])
      .field("resultSize", metrics[result_size])
      .field("jvmGcTime", metrics[jvm_gc_time])
      .field("resultSerializationTime", metrics[result_serialization_time])
      .field("memoryBytesSpilled", metrics[memory_bytes_spilled])
      .field("diskBytesSpilled", metrics[disk_bytes_spilled])
      .field("peakExecutionMemory", metrics[peak_execution_memory]);
  json.key("inputMetrics")
      .begin_object()
      .field("bytesRead", metrics[input_bytes])
      .field("recordsRead", metrics[input_records])
      .end_object();
  json.key("outputMetrics")
      .begin_object()
      .field("bytesWritten", metrics[output_bytes])
      .field("recordsWritten", metrics[output_records])
      .end_object();
  write_shuffle_read(json, metrics);
  json.key("shuffleWriteMetrics")
      .begin_object()
      .field("bytesWritten", metrics[shuffle_bytes_written])
      .field("writeTime", metrics[shuffle_write_time])
      .field("recordsWritten", metrics[shuffle_records_written])
      .end_object();
  json.end_object();
}

}  // namespace

std::int64_t getting_result_time(const TaskRow& task, std::int64_t now) {
  if (task.result_fetch_start <= 0) return 0;
  const std::int64_t duration = task.duration.value_or(now - task.launch_time);
  if (duration > 0) return task.launch_time + duration - task.result_fetch_start;
  return now - task.result_fetch_start;
}

std::int64_t scheduler_delay(const TaskRow& task) {
  if (!task.has_metrics || task.duration.value_or(0) <= 0) return 0;
  return std::max<std::int64_t>(0, *task.duration - task.metrics[executor_run_time] -
                                       task.metrics[executor_deserialize_time] -
                                       task.metrics[result_serialization_time] -
                                       getting_result_time(task, 0));
}

void write_task(JsonWriter& json, const TaskRow& task, const ExecutorLogs& logs, std::int64_t now) {
  json.begin_object()
      .field("taskId", task.id)
      .field("index", task.index)
      .field("attempt", task.attempt)
      .field("partitionId", task.partition_id)
      .date_field("launchTime", task.launch_time);
  if (task.result_fetch_start > 0) json.date_field("resultFetchStart", task.result_fetch_start);
  const std::int64_t duration = task.duration.value_or(now - task.launch_time);
  if (duration > 0) json.field("duration", duration);
  json.field("executorId", task.executor_id)
      .field("host", task.host)
      .field("status", task.status)
      .field("taskLocality", task.locality)
      .field("speculative", task.speculative);
  write_field(json, "accumulatorUpdates", task.accumulables);
  json.field("errorMessage", task.error);
  if (task.has_metrics) write_metrics(json, task.metrics);
  const auto executor = logs.find(task.executor_id);
  write_field(json, "executorLogs", executor == logs.end() ? StringMap() : executor->second);
  json.field("schedulerDelay", scheduler_delay(task))
      .field("gettingResultTime", getting_result_time(task, now))
      .end_object();
}

}  // namespace afterglow::history
