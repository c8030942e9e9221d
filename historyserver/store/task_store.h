#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "common/base/result.h"
#include "historyserver/store/database.h"
#include "historyserver/store/task_conditions.h"
#include "historyserver/store/task_cut.h"
#include "historyserver/store/task_row.h"

namespace afterglow::history {

// What tasks can be ordered by: a column or a value made of several.
enum class TaskOrder : std::uint8_t {
  id,
  index,
  attempt,
  partition_id,
  status,
  locality,
  executor_id,
  host,
  launch_time,
  duration,
  run_time,
  cpu_time,
  gc_time,
  scheduler_delay,
  deserialize_time,
  serialization_time,
  getting_result_time,
  peak_memory,
  input_bytes,
  input_records,
  output_bytes,
  output_records,
  shuffle_read_bytes,
  shuffle_read_records,
  fetch_wait_time,
  shuffle_write_bytes,
  shuffle_write_records,
  memory_spilled,
  disk_spilled,
  speculative,
  error,
  shuffle_remote_bytes_read,
  shuffle_write_time,
  accumulables,  // name and value of the first
  result_size,
  deserialize_cpu_time,
  remote_blocks_fetched,
  local_blocks_fetched,
  local_bytes_read,
  remote_bytes_read_to_disk,
  remote_requests_duration,
  corrupt_merged_block_chunks,
  merged_fetch_fallback_count,
  merged_remote_blocks_fetched,
  merged_local_blocks_fetched,
  merged_remote_chunks_fetched,
  merged_local_chunks_fetched,
  merged_remote_bytes_read,
  merged_local_bytes_read,
  merged_remote_requests_duration,
  peak_on_heap_memory,
  peak_off_heap_memory,
  last = peak_off_heap_memory,
};

// Whether it is an amount of something, which can be compared with another and drawn.
bool is_amount(TaskOrder order);

enum class MetricOrder : std::uint8_t {
  plain,
  // As Spark's lists: the metrics of tasks that did not succeed are negative numbers, before all
  // others.
  spark,
};

struct TaskQuery {
  std::int64_t stage_id = 0;
  std::int64_t stage_attempt = 0;
  std::vector<std::string> statuses;  // only these, all when empty
  TaskOrder order = TaskOrder::id;    // equal ones by id
  MetricOrder metric_order = MetricOrder::plain;
  bool descending = false;  // the exact reverse
  std::int64_t offset = 0;
  std::int64_t limit = -1;          // all
  std::optional<TaskCut> cut = {};  // leaves out the tasks before it
  TaskConditions conditions = {};

  StageKey stage() const { return {stage_id, stage_attempt}; }
};

// Which tasks of a query are wanted besides.
struct TaskSearch {
  std::function<bool(const TaskRow&)> matches;
  std::int64_t among = -1;  // only the first so many, in the wanted order, are looked at; < 0: all
};

// What a task reported of one SQL metric.
struct SqlMetricValue {
  std::int64_t task_id = 0;
  std::int64_t task_index = 0;
  bool succeeded = false;
  std::int64_t value = 0;
};

// Reads tasks: the running ones and those in chunks.
// When a task ran, and where; ms since 1970.
struct TaskRun {
  StageKey stage;
  std::string_view executor_id;  // valid until the next one
  std::int64_t launch = 0;
  std::int64_t end = 0;
};

class TaskStore {
 public:
  explicit TaskStore(Database& database) : database_(database) {}

  // Hands over the tasks one by one until `take` answers false; holds 24 bytes for each that may be
  // in the page, a few chunks and some thousand tasks. No statement is open while `take` runs: it
  // may end the read transaction and begin another, for tasks stay where they are.
  Result<void> each(const TaskQuery& query, const std::function<bool(const TaskRow&)>& take);
  Result<std::int64_t> count(const TaskQuery& query);
  // As each(), of those that match, and tells how many do. Reads every task, one at a time, in no
  // order that matters; holds 24 bytes more for each task of which `among` speaks.
  Result<std::int64_t> search(const TaskQuery& query, const TaskSearch& search,
                              const std::function<bool(const TaskRow&)>& take);

  // When and where each task of all stages ran, stage by stage; running ones, which come last, run
  // up to `now`. Times are as logged: they may be any numbers.
  Result<void> each_run(std::int64_t now, const std::function<void(const TaskRun&)>& take);
  // Only the running ones.
  Result<void> each_running(std::int64_t now, const std::function<void(const TaskRun&)>& take);

  // The accumulators of SQL metrics that the stage's tasks reported, ascending.
  Result<std::vector<std::int64_t>> sql_metric_ids(std::int64_t stage_id,
                                                   std::int64_t stage_attempt);
  // What the tasks that reported it say of one, in the order in which they ended.
  Result<std::vector<SqlMetricValue>> sql_metric_values(std::int64_t stage_id,
                                                        std::int64_t stage_attempt,
                                                        std::int64_t accumulator_id);

 private:
  Database& database_;
};

}  // namespace afterglow::history
