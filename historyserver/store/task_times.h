#pragma once

// Internal to store/: what follows from several columns of a chunk of tasks.

#include <algorithm>

#include "historyserver/store/task_chunk_reader.h"

namespace afterglow::history {

class TaskTimes {
 public:
  static Result<TaskTimes> load(TaskChunkReader& chunk) {
    TaskTimes times;
    const auto take = [&](auto which, const PackedColumn*& to) -> Result<void> {
      const auto column = chunk.column(which);
      if (!column) return std::unexpected(column.error());
      to = *column;
      return {};
    };
    Result<void> done = take(TaskColumn::launch_time, times.launch_);
    if (done) done = take(TaskColumn::result_fetch_start, times.fetch_start_);
    if (done) done = take(TaskColumn::duration, times.duration_);
    if (done) done = take(TaskMetric::executor_run_time, times.run_);
    if (done) done = take(TaskMetric::executor_deserialize_time, times.deserialize_);
    if (done) done = take(TaskMetric::result_serialization_time, times.serialize_);
    if (!done) return std::unexpected(done.error());
    return times;
  }

  // How long fetching the result took, ms.
  std::int64_t getting_result_time(std::size_t task) const {
    const std::int64_t start = fetch_start_->value_at(task);
    const std::int64_t duration = duration_->value_at(task);
    return start > 0 && duration > 0 ? launch_->value_at(task) + duration - start : 0;
  }
  // The time for which nobody accounts, ms.
  std::int64_t scheduler_delay(std::size_t task) const {
    const std::int64_t duration = duration_->value_at(task);
    if (duration <= 0) return 0;
    return std::max<std::int64_t>(0, duration - run_->value_at(task) -
                                         deserialize_->value_at(task) - serialize_->value_at(task) -
                                         getting_result_time(task));
  }

 private:
  const PackedColumn* launch_ = nullptr;
  const PackedColumn* fetch_start_ = nullptr;
  const PackedColumn* duration_ = nullptr;
  const PackedColumn* run_ = nullptr;
  const PackedColumn* deserialize_ = nullptr;
  const PackedColumn* serialize_ = nullptr;
};

}  // namespace afterglow::history
