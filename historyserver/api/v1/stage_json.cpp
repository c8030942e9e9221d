#include "historyserver/api/v1/stage_json.h"

#include "historyserver/api/v1/spark_json.h"

namespace afterglow::history {
namespace {

using enum TaskMetric;

void write_shuffle_sums(JsonWriter& json, const TaskMetricValues& sums) {
  json.field("shuffleRemoteBlocksFetched", sums[shuffle_remote_blocks_fetched])
      .field("shuffleLocalBlocksFetched", sums[shuffle_local_blocks_fetched])
      .field("shuffleFetchWaitTime", sums[shuffle_fetch_wait_time])
      .field("shuffleRemoteBytesRead", sums[shuffle_remote_bytes_read])
      .field("shuffleRemoteBytesReadToDisk", sums[shuffle_remote_bytes_read_to_disk])
      .field("shuffleLocalBytesRead", sums[shuffle_local_bytes_read])
      .field("shuffleReadBytes", sums.shuffle_bytes_read())
      .field("shuffleReadRecords", sums[shuffle_records_read])
      .field("shuffleCorruptMergedBlockChunks", sums[shuffle_corrupt_merged_block_chunks])
      .field("shuffleMergedFetchFallbackCount", sums[shuffle_merged_fetch_fallback_count])
      .field("shuffleMergedRemoteBlocksFetched", sums[shuffle_merged_remote_blocks_fetched])
      .field("shuffleMergedLocalBlocksFetched", sums[shuffle_merged_local_blocks_fetched])
      .field("shuffleMergedRemoteChunksFetched", sums[shuffle_merged_remote_chunks_fetched])
      .field("shuffleMergedLocalChunksFetched", sums[shuffle_merged_local_chunks_fetched])
      .field("shuffleMergedRemoteBytesRead", sums[shuffle_merged_remote_bytes_read])
      .field("shuffleMergedLocalBytesRead", sums[shuffle_merged_local_bytes_read])
      .field("shuffleRemoteReqsDuration", sums[shuffle_remote_reqs_duration])
      .field("shuffleMergedRemoteReqsDuration", sums[shuffle_merged_remote_reqs_duration])
      .field("shuffleWriteBytes", sums[shuffle_bytes_written])
      .field("shuffleWriteTime", sums[shuffle_write_time])
      .field("shuffleWriteRecords", sums[shuffle_records_written]);
}

void write_sums(JsonWriter& json, const TaskMetricValues& sums) {
  json.field("executorDeserializeTime", sums[executor_deserialize_time])
      .field("executorDeserializeCpuTime", sums[executor_deserialize_cpu_time])
      .field("executorRunTime", sums[executor_run_time])
      .field("executorCpuTime", sums[executor_cpu_time])
      .field("resultSize", sums[result_size])
      .field("jvmGcTime", sums[jvm_gc_time])
      .field("resultSerializationTime", sums[result_serialization_time])
      .field("memoryBytesSpilled", sums[memory_bytes_spilled])
      .field("diskBytesSpilled", sums[disk_bytes_spilled])
      .field("peakExecutionMemory", sums[peak_execution_memory])
      .field("inputBytes", sums[input_bytes])
      .field("inputRecords", sums[input_records])
      .field("outputBytes", sums[output_bytes])
      .field("outputRecords", sums[output_records]);
  write_shuffle_sums(json, sums);
}

}  // namespace

void write_stage_head(JsonWriter& json, const StageRow& stage) {
  json.field("status", stage.status)
      .field("stageId", stage.stage_id)
      .field("attemptId", stage.attempt)
      .field("numTasks", stage.task_count)
      .field("numActiveTasks", stage.active_tasks)
      .field("numCompleteTasks", stage.completed_tasks)
      .field("numFailedTasks", stage.failed_tasks)
      .field("numKilledTasks", stage.killed_tasks)
      .field("numCompletedIndices", stage.completed_indices)
      .date_field("submissionTime", stage.submission_time)
      .date_field("firstTaskLaunchedTime", stage.first_task_launched_time)
      .date_field("completionTime", stage.completion_time)
      .field("failureReason", stage.failure_reason);
  write_sums(json, stage.metrics);
  json.field("name", stage.name)
      .field("description", stage.description)
      .field("details", stage.details)
      .field("schedulingPool", stage.scheduling_pool);
  write_field(json, "rddIds", stage.rdd_ids);
  write_field(json, "accumulatorUpdates", stage.accumulables);
}

void write_executor_summaries(JsonWriter& json, const std::vector<ExecutorStageRow>& executors) {
  json.key("executorSummary").begin_object();
  for (const ExecutorStageRow& executor : executors) {
    const TaskMetricValues& sums = executor.metrics;
    json.key(executor.executor_id)
        .begin_object()
        .field("taskTime", executor.task_time)
        .field("failedTasks", executor.failed_tasks)
        .field("succeededTasks", executor.completed_tasks)
        .field("killedTasks", executor.killed_tasks)
        .field("inputBytes", sums[input_bytes])
        .field("inputRecords", sums[input_records])
        .field("outputBytes", sums[output_bytes])
        .field("outputRecords", sums[output_records])
        .field("shuffleRead", sums.shuffle_bytes_read())
        .field("shuffleReadRecords", sums[shuffle_records_read])
        .field("shuffleWrite", sums[shuffle_bytes_written])
        .field("shuffleWriteRecords", sums[shuffle_records_written])
        .field("memoryBytesSpilled", sums[memory_bytes_spilled])
        .field("diskBytesSpilled", sums[disk_bytes_spilled])
        .field("isBlacklistedForStage", executor.excluded);
    if (executor.peak_metrics.is_set()) {
      write_field(json, "peakMemoryMetrics", executor.peak_metrics);
    }
    json.field("isExcludedForStage", executor.excluded).end_object();
  }
  json.end_object();
}

void write_speculation_summary(JsonWriter& json, const StageRow& stage) {
  json.key("speculationSummary")
      .begin_object()
      .field("numTasks", stage.speculative_tasks)
      .field("numActiveTasks", stage.speculative_active)
      .field("numCompletedTasks", stage.speculative_completed)
      .field("numFailedTasks", stage.speculative_failed)
      .field("numKilledTasks", stage.speculative_killed)
      .end_object();
}

void write_stage_tail(JsonWriter& json, const StageRow& stage) {
  write_field(json, "killedTasksSummary", stage.killed_tasks_summary);
  json.field("resourceProfileId", stage.resource_profile_id);
  if (stage.peak_executor_metrics.is_set()) {
    write_field(json, "peakExecutorMetrics", stage.peak_executor_metrics);
  }
}

void write_stage_end(JsonWriter& json, const StageRow& stage) {
  json.field("isShufflePushEnabled", stage.shuffle_push_enabled)
      .field("shuffleMergersCount", stage.shuffle_mergers);
}

}  // namespace afterglow::history
