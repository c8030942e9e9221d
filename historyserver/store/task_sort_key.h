#pragma once

// Internal to store/: the number by which tasks are ordered.

#include <optional>

#include "historyserver/store/task_store.h"
#include "historyserver/store/task_times.h"

namespace afterglow::history {

// Which column of words an order is about, if it is; texts have a TaskTextKey.
std::optional<TaskColumn> words_of(TaskOrder order);

// Of the tasks of one chunk. For an order by words, the word's number.
class TaskSortKey {
 public:
  static Result<TaskSortKey> load(TaskChunkReader& chunk, TaskOrder order,
                                  MetricOrder metric_order);
  std::int64_t at(std::size_t task) const;

 private:
  TaskOrder order_ = TaskOrder::id;
  const PackedColumn* first_ = nullptr;
  const PackedColumn* second_ = nullptr;
  const PackedColumn* statuses_ = nullptr;  // where metrics are ordered as in Spark
  std::optional<TaskTimes> times_;
};

// Of a running task; nothing is known of its metrics.
std::int64_t sort_key_of_running(const TaskRow& task, TaskOrder order, MetricOrder metric_order);

}  // namespace afterglow::history
