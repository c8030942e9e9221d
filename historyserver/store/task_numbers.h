#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "common/base/result.h"
#include "historyserver/model/stage_key.h"
#include "historyserver/model/task_metric.h"
#include "historyserver/store/database.h"
#include "historyserver/store/task_chunk_reader.h"
#include "historyserver/store/task_cut.h"

namespace afterglow::history {

// One number of every task: a metric, the sum of two, or what follows from times.
struct TaskNumber {
  enum class Kind { metric, duration, getting_result_time, scheduler_delay };
  Kind kind = Kind::metric;
  TaskMetric metric = TaskMetric::executor_run_time;
  std::optional<TaskMetric> plus;
};

enum class TaskSet {
  all,        // running ones too: their durations reach up to `now`, all else is 0
  ended,      // whatever became of them
  succeeded,  // only those
};

// The numbers of one stage attempt's tasks, for distributions.
class TaskNumbers {
 public:
  // Without the tasks before `cut`.
  static Result<TaskNumbers> open(Database& database, const StageKey& stage, std::int64_t now,
                                  const std::optional<TaskCut>& cut = {});

  std::int64_t succeeded() const { return succeeded_; }
  // Replaces what `values` has, in no particular order. Its memory serves the next list, too.
  Result<void> list(const TaskNumber& number, TaskSet set, std::vector<std::int64_t>& values);

 private:
  TaskNumbers(TaskChunkReader chunk, const StageKey& stage, const std::optional<TaskCut>& cut)
      : chunk_(std::move(chunk)), stage_(stage), cut_(cut) {}

  TaskChunkReader chunk_;
  StageKey stage_;
  std::optional<TaskCut> cut_;
  std::int64_t succeeded_ = 0;
  std::size_t stored_ = 0;  // tasks that are not running
  std::vector<std::int64_t> running_durations_;
};

}  // namespace afterglow::history
