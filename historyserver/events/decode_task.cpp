#include "historyserver/events/decode.h"

namespace afterglow::history {
namespace {

using enum TaskMetric;

TaskInfo decode_task_info(JsonObject object) {
  TaskInfo task;
  task.id = object.integer("Task ID");
  task.index = object.integer("Index");
  task.attempt = object.integer_or("Attempt", 1);
  task.partition_id = object.integer_or("Partition ID", -1);
  task.launch_time = object.integer("Launch Time");
  task.executor_id = object.text("Executor ID");
  task.host = object.text("Host");
  task.locality = object.text("Locality");
  task.speculative = object.boolean_or("Speculative", false);
  task.getting_result_time = object.integer("Getting Result Time");
  task.finish_time = object.integer("Finish Time");
  task.failed = object.boolean_or("Failed", false);
  task.killed = object.boolean_or("Killed", false);
  decode_task_accumulables(object, "Accumulables", task);
  return task;
}

StageKey stage_of(JsonObject& event) {
  return {event.integer("Stage ID"), event.integer_or("Stage Attempt ID", 0)};
}

TaskInfo task_info_of(JsonObject& event) {
  if (auto info = event.maybe_object("Task Info")) return decode_task_info(*info);
  event.problem().missing("Task Info");
  return {};
}

void decode_shuffle_read(JsonObject read, TaskMetricValues& metrics) {
  metrics[shuffle_remote_blocks_fetched] = read.integer("Remote Blocks Fetched");
  metrics[shuffle_local_blocks_fetched] = read.integer("Local Blocks Fetched");
  metrics[shuffle_fetch_wait_time] = read.integer("Fetch Wait Time");
  metrics[shuffle_remote_bytes_read] = read.integer("Remote Bytes Read");
  metrics[shuffle_remote_bytes_read_to_disk] = read.integer_or("Remote Bytes Read To Disk", 0);
  metrics[shuffle_local_bytes_read] = read.integer_or("Local Bytes Read", 0);
  metrics[shuffle_records_read] = read.integer_or("Total Records Read", 0);
  metrics[shuffle_remote_reqs_duration] = read.integer_or("Remote Requests Duration", 0);
  auto push = read.maybe_object("Push Based Shuffle");
  if (!push) return;
  const auto merged = [&](TaskMetric metric, std::string_view key) {
    metrics[metric] = push->integer_or(key, 0);
  };
  merged(shuffle_corrupt_merged_block_chunks, "Corrupt Merged Block Chunks");
  merged(shuffle_merged_fetch_fallback_count, "Merged Fetch Fallback Count");
  merged(shuffle_merged_remote_blocks_fetched, "Merged Remote Blocks Fetched");
  merged(shuffle_merged_local_blocks_fetched, "Merged Local Blocks Fetched");
  merged(shuffle_merged_remote_chunks_fetched, "Merged Remote Chunks Fetched");
  merged(shuffle_merged_local_chunks_fetched, "Merged Local Chunks Fetched");
  merged(shuffle_merged_remote_bytes_read, "Merged Remote Bytes Read");
  merged(shuffle_merged_local_bytes_read, "Merged Local Bytes Read");
  merged(shuffle_merged_remote_reqs_duration, "Merged Remote Requests Duration");
}

TaskMetricValues decode_task_metrics(JsonObject object) {
  TaskMetricValues metrics;
  metrics[executor_deserialize_time] = object.integer("Executor Deserialize Time");
  metrics[executor_deserialize_cpu_time] = object.integer_or("Executor Deserialize CPU Time", 0);
  metrics[executor_run_time] = object.integer("Executor Run Time");
  metrics[executor_cpu_time] = object.integer_or("Executor CPU Time", 0);
  metrics[peak_execution_memory] = object.integer_or("Peak Execution Memory", 0);
  metrics[peak_on_heap_execution_memory] = object.integer_or("Peak On Heap Execution Memory", 0);
  metrics[peak_off_heap_execution_memory] = object.integer_or("Peak Off Heap Execution Memory", 0);
  metrics[result_size] = object.integer("Result Size");
  metrics[jvm_gc_time] = object.integer("JVM GC Time");
  metrics[result_serialization_time] = object.integer("Result Serialization Time");
  metrics[memory_bytes_spilled] = object.integer("Memory Bytes Spilled");
  metrics[disk_bytes_spilled] = object.integer("Disk Bytes Spilled");
  if (auto read = object.maybe_object("Shuffle Read Metrics")) decode_shuffle_read(*read, metrics);
  if (auto write = object.maybe_object("Shuffle Write Metrics")) {
    metrics[shuffle_bytes_written] = write->integer("Shuffle Bytes Written");
    metrics[shuffle_write_time] = write->integer("Shuffle Write Time");
    metrics[shuffle_records_written] = write->integer_or("Shuffle Records Written", 0);
  }
  if (auto input = object.maybe_object("Input Metrics")) {
    metrics[input_bytes] = input->integer("Bytes Read");
    metrics[input_records] = input->integer_or("Records Read", 0);
  }
  if (auto output = object.maybe_object("Output Metrics")) {
    metrics[output_bytes] = output->integer("Bytes Written");
    metrics[output_records] = output->integer_or("Records Written", 0);
  }
  return metrics;
}

}  // namespace

void decode_task_start(JsonObject& event, EventSink& sink) {
  TaskStart start;
  start.stage = stage_of(event);
  start.info = task_info_of(event);
  emit(event, sink, std::move(start));
}

void decode_task_getting_result(JsonObject& event, EventSink& sink) {
  emit(event, sink, TaskGettingResult{task_info_of(event)});
}

void decode_task_end(JsonObject& event, EventSink& sink) {
  TaskEnd end;
  end.stage = stage_of(event);
  if (auto reason = event.maybe_object("Task End Reason")) {
    decode_task_end_reason(*reason, end);
  } else {
    event.problem().missing("Task End Reason");
  }
  end.info = task_info_of(event);
  end.executor_metrics = decode_executor_metrics(event.maybe_object("Task Executor Metrics"));
  if (auto metrics = event.maybe_object("Task Metrics")) {
    end.metrics = decode_task_metrics(*metrics);
  }
  emit(event, sink, std::move(end));
}

}  // namespace afterglow::history
