#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "historyserver/model/task_metric.h"
#include "historyserver/store/database.h"
#include "historyserver/store/json_text.h"

namespace afterglow::history {

// One attempt of a task. Times are ms since 1970, durations ms.
struct TaskRow {
  std::int64_t stage_id = 0;
  std::int64_t stage_attempt = 0;
  std::int64_t id = 0;
  std::int64_t index = 0;
  std::int64_t attempt = 0;
  std::int64_t partition_id = -1;
  std::int64_t launch_time = 0;
  std::int64_t result_fetch_start = 0;   // 0: the result came with the status
  std::optional<std::int64_t> duration;  // absent while it runs
  std::string executor_id;
  std::string host;
  std::string status;  // RUNNING, SUCCESS, FAILED, KILLED
  std::string locality;
  bool speculative = false;
  Accumulables accumulables;
  std::optional<std::string> error;
  bool has_metrics = false;
  TaskMetricValues metrics;
};

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
};

struct TaskQuery {
  std::int64_t stage_id = 0;
  std::int64_t stage_attempt = 0;
  std::vector<std::string> statuses;  // only these, all when empty
  TaskOrder order = TaskOrder::id;    // equal ones by id
  bool descending = false;            // the exact reverse
  std::int64_t offset = 0;
  std::int64_t limit = -1;  // all
};

class TaskStore {
 public:
  explicit TaskStore(Database& database) : database_(database) {}
  Result<void> put(const TaskRow& row);

  // Hands over the tasks one by one, so that no more than one is held.
  Result<void> each(const TaskQuery& query, const std::function<void(const TaskRow&)>& take);
  Result<std::int64_t> count(const TaskQuery& query);

  // Every task's numbers of one stage attempt, for distributions. All but `durations` are those of
  // ended tasks that reported metrics; `succeeded` tells which of them succeeded.
  struct Columns {
    std::vector<std::int64_t> durations;  // of all tasks of the stage, running ones up to `now`
    std::vector<bool> succeeded;
    std::vector<std::int64_t> ended_durations;  // of the same tasks as the next three
    std::vector<TaskMetricValues> metrics;
    std::vector<std::int64_t> getting_result_times;
    std::vector<std::int64_t> scheduler_delays;
  };
  Result<Columns> columns(std::int64_t stage_id, std::int64_t stage_attempt, std::int64_t now);

  // Status and duration of every task, running ones up to `now`.
  Result<void> each_duration(
      std::int64_t stage_id, std::int64_t stage_attempt, std::int64_t now,
      const std::function<void(std::string_view status, std::int64_t duration)>& take);

 private:
  Database& database_;
  std::optional<Statement> put_;
};

}  // namespace afterglow::history
