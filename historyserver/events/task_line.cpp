#include "historyserver/events/task_line.h"

#include <array>

#include "historyserver/events/line_cursor.h"

namespace afterglow::history {
namespace {

using enum TaskMetric;

// One of Spark's accumulators: {"ID":1,"Name":"..","Update":2,"Value":3,"Internal":true,"Count
// Failed Values":true,"Metadata":"sql"}. Values of SQL metrics stand in quotes; those of task
// metrics, which the event tells again below, do not, and have no metadata.
bool read_accumulable(LineCursor& line, SqlMetricUpdates& updates) {
  std::int64_t id = 0;
  std::string_view name;
  if (!line.skip("{\"ID\":") || !line.integer(id) || !line.skip(",\"Name\":\"") ||
      !line.rest_of_string(name)) {
    return false;
  }
  if (name.starts_with("internal.metrics.")) {
    std::int64_t number = 0;
    return (!line.skip(",\"Update\":") || line.integer(number)) &&
           (!line.skip(",\"Value\":") || line.integer(number)) &&
           line.skip(",\"Internal\":true,\"Count Failed Values\":true}");
  }
  std::int64_t update = 0;
  const bool updated = line.skip(",\"Update\":\"");
  if (updated && (!line.integer(update) || !line.skip("\""))) return false;
  std::string_view value;
  if (line.skip(",\"Value\":\"") && !line.rest_of_string(value)) return false;
  if (!line.skip(",\"Internal\":true,\"Count Failed Values\":true,\"Metadata\":\"sql\"}") &&
      !line.skip(",\"Internal\":false,\"Count Failed Values\":true,\"Metadata\":\"sql\"}")) {
    return false;
  }
  if (updated) updates.push_back({id, update});
  return true;
}

bool read_accumulables(LineCursor& line, SqlMetricUpdates& updates) {
  if (!line.skip(",\"Accumulables\":[")) return false;
  if (line.skip("]")) return true;
  do {
    if (!read_accumulable(line, updates)) return false;
  } while (line.skip(","));
  return line.skip("]");
}

bool read_task_info(LineCursor& line, TaskInfo& task) {
  return line.skip("{\"Task ID\":") && line.integer(task.id) &&  //
         line.skip(",\"Index\":") && line.integer(task.index) && line.skip(",\"Attempt\":") &&
         line.integer(task.attempt) &&
         (!line.skip(",\"Partition ID\":") || line.integer(task.partition_id)) &&
         line.skip(",\"Launch Time\":") && line.integer(task.launch_time) &&
         line.skip(",\"Executor ID\":\"") && line.rest_of_string(task.executor_id) &&
         line.skip(",\"Host\":\"") && line.rest_of_string(task.host) &&
         line.skip(",\"Locality\":\"") && line.rest_of_string(task.locality) &&
         line.skip(",\"Speculative\":") && line.boolean(task.speculative) &&
         line.skip(",\"Getting Result Time\":") && line.integer(task.getting_result_time) &&
         line.skip(",\"Finish Time\":") && line.integer(task.finish_time) &&
         line.skip(",\"Failed\":") && line.boolean(task.failed) && line.skip(",\"Killed\":") &&
         line.boolean(task.killed) && read_accumulables(line, task.sql_metrics) && line.skip("}");
}

bool read_executor_metrics(LineCursor& line, ExecutorMetricValues& metrics) {
  if (!line.skip("{")) return false;
  if (line.skip("}")) return true;
  bool first = true;
  for (std::size_t i = 0; i < kExecutorMetricCount; ++i) {
    LineCursor ahead = line;
    if (!(first ? ahead.skip("\"") : ahead.skip(",\"")) || !ahead.skip(kExecutorMetricNames[i]) ||
        !ahead.skip("\":")) {
      continue;
    }
    if (!ahead.integer(metrics[i])) return false;
    line = ahead;
    first = false;
  }
  return line.skip("}");
}

// The fields up to and with "Merged Remote Requests Duration", all of them or none.
bool read_push_based_shuffle(LineCursor& line, TaskMetricValues& metrics) {
  if (!line.skip(",\"Push Based Shuffle\":{")) return true;
  return line.skip("\"Corrupt Merged Block Chunks\":") &&
         line.integer(metrics[shuffle_corrupt_merged_block_chunks]) &&
         line.skip(",\"Merged Fetch Fallback Count\":") &&
         line.integer(metrics[shuffle_merged_fetch_fallback_count]) &&
         line.skip(",\"Merged Remote Blocks Fetched\":") &&
         line.integer(metrics[shuffle_merged_remote_blocks_fetched]) &&
         line.skip(",\"Merged Local Blocks Fetched\":") &&
         line.integer(metrics[shuffle_merged_local_blocks_fetched]) &&
         line.skip(",\"Merged Remote Chunks Fetched\":") &&
         line.integer(metrics[shuffle_merged_remote_chunks_fetched]) &&
         line.skip(",\"Merged Local Chunks Fetched\":") &&
         line.integer(metrics[shuffle_merged_local_chunks_fetched]) &&
         line.skip(",\"Merged Remote Bytes Read\":") &&
         line.integer(metrics[shuffle_merged_remote_bytes_read]) &&
         line.skip(",\"Merged Local Bytes Read\":") &&
         line.integer(metrics[shuffle_merged_local_bytes_read]) &&
         line.skip(",\"Merged Remote Requests Duration\":") &&
         line.integer(metrics[shuffle_merged_remote_reqs_duration]) && line.skip("}");
}

bool read_shuffle_read(LineCursor& line, TaskMetricValues& metrics) {
  return line.skip(",\"Shuffle Read Metrics\":{\"Remote Blocks Fetched\":") &&
         line.integer(metrics[shuffle_remote_blocks_fetched]) &&
         line.skip(",\"Local Blocks Fetched\":") &&
         line.integer(metrics[shuffle_local_blocks_fetched]) &&
         line.skip(",\"Fetch Wait Time\":") && line.integer(metrics[shuffle_fetch_wait_time]) &&
         line.skip(",\"Remote Bytes Read\":") && line.integer(metrics[shuffle_remote_bytes_read]) &&
         (!line.skip(",\"Remote Bytes Read To Disk\":") ||
          line.integer(metrics[shuffle_remote_bytes_read_to_disk])) &&
         line.skip(",\"Local Bytes Read\":") && line.integer(metrics[shuffle_local_bytes_read]) &&
         line.skip(",\"Total Records Read\":") && line.integer(metrics[shuffle_records_read]) &&
         (!line.skip(",\"Remote Requests Duration\":") ||
          line.integer(metrics[shuffle_remote_reqs_duration])) &&
         read_push_based_shuffle(line, metrics) && line.skip("}");
}

bool read_task_metrics(LineCursor& line, TaskMetricValues& metrics) {
  return line.skip("{\"Executor Deserialize Time\":") &&
         line.integer(metrics[executor_deserialize_time]) &&
         line.skip(",\"Executor Deserialize CPU Time\":") &&
         line.integer(metrics[executor_deserialize_cpu_time]) &&
         line.skip(",\"Executor Run Time\":") && line.integer(metrics[executor_run_time]) &&
         line.skip(",\"Executor CPU Time\":") && line.integer(metrics[executor_cpu_time]) &&
         (!line.skip(",\"Peak Execution Memory\":") ||
          line.integer(metrics[peak_execution_memory])) &&
         (!line.skip(",\"Peak On Heap Execution Memory\":") ||
          line.integer(metrics[peak_on_heap_execution_memory])) &&
         (!line.skip(",\"Peak Off Heap Execution Memory\":") ||
          line.integer(metrics[peak_off_heap_execution_memory])) &&
         line.skip(",\"Result Size\":") && line.integer(metrics[result_size]) &&
         line.skip(",\"JVM GC Time\":") && line.integer(metrics[jvm_gc_time]) &&
         line.skip(",\"Result Serialization Time\":") &&
         line.integer(metrics[result_serialization_time]) &&
         line.skip(",\"Memory Bytes Spilled\":") && line.integer(metrics[memory_bytes_spilled]) &&
         line.skip(",\"Disk Bytes Spilled\":") && line.integer(metrics[disk_bytes_spilled]) &&
         read_shuffle_read(line, metrics) &&
         line.skip(",\"Shuffle Write Metrics\":{\"Shuffle Bytes Written\":") &&
         line.integer(metrics[shuffle_bytes_written]) && line.skip(",\"Shuffle Write Time\":") &&
         line.integer(metrics[shuffle_write_time]) && line.skip(",\"Shuffle Records Written\":") &&
         line.integer(metrics[shuffle_records_written]) &&
         line.skip("},\"Input Metrics\":{\"Bytes Read\":") && line.integer(metrics[input_bytes]) &&
         line.skip(",\"Records Read\":") && line.integer(metrics[input_records]) &&
         line.skip("},\"Output Metrics\":{\"Bytes Written\":") &&
         line.integer(metrics[output_bytes]) && line.skip(",\"Records Written\":") &&
         line.integer(metrics[output_records]) && line.skip("},\"Updated Blocks\":[]}");
}

bool read_stage(LineCursor& line, StageKey& stage) {
  return line.skip(",\"Stage ID\":") && line.integer(stage.stage_id) &&
         line.skip(",\"Stage Attempt ID\":") && line.integer(stage.attempt);
}

}  // namespace

bool read_task_start_line(std::string_view text, TaskStart& event) {
  LineCursor line(text);
  return line.skip("{\"Event\":\"SparkListenerTaskStart\"") && read_stage(line, event.stage) &&
         line.skip(",\"Task Info\":") && read_task_info(line, event.info) && line.skip("}") &&
         line.at_end();
}

bool read_task_end_line(std::string_view text, TaskEnd& event) {
  LineCursor line(text);
  std::string_view type;
  if (!line.skip("{\"Event\":\"SparkListenerTaskEnd\"") || !read_stage(line, event.stage) ||
      !line.skip(",\"Task Type\":\"") || !line.rest_of_string(type) ||
      !line.skip(",\"Task End Reason\":{\"Reason\":\"Success\"}") ||
      !line.skip(",\"Task Info\":") || !read_task_info(line, event.info)) {
    return false;
  }
  event.outcome = TaskOutcome::success;
  if (line.skip(",\"Task Executor Metrics\":") &&
      !read_executor_metrics(line, event.executor_metrics)) {
    return false;
  }
  return line.skip(",\"Task Metrics\":") && read_task_metrics(line, event.metrics) &&
         line.skip("}") && line.at_end();
}

}  // namespace afterglow::history
