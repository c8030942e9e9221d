#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "historyserver/model/task_metric.h"

// The columns of a chunk of tasks, by their number in the database. Words are numbers of the table
// `text` (0: none), flags 0 or 1.
namespace afterglow::history {

enum class TaskColumn : std::int64_t {
  task_id,
  task_index,
  attempt,
  partition_id,
  launch_time,
  result_fetch_start,
  duration,
  executor_id,  // word
  host,         // word
  status,       // index into kTaskStatuses
  locality,     // word
  speculative,  // flag
  error,        // word
  // The user's accumulators as JSON: a packed column of lengths, then the texts.
  accumulables,
  first_metric,  // kTaskMetricCount columns in the order of TaskMetric
};

// Columns from here on are SQL metrics: number - kFirstSqlMetricColumn is the accumulator's id. A
// task that did not report one has no value.
inline constexpr std::int64_t kFirstSqlMetricColumn = 1000;

constexpr std::int64_t number_of(TaskColumn column) {
  return static_cast<std::int64_t>(column);
}
constexpr std::int64_t number_of(TaskMetric metric) {
  return number_of(TaskColumn::first_metric) + static_cast<std::int64_t>(metric);
}

inline constexpr std::size_t kTaskColumnCount =
    static_cast<std::size_t>(TaskColumn::first_metric) + kTaskMetricCount;
static_assert(kTaskColumnCount < kFirstSqlMetricColumn);

inline constexpr std::array<std::string_view, 14> kTaskColumnNames = {
    "task_id",  "task_index",   "attempt", "partition_id", "launch_time", "result_fetch_start",
    "duration", "executor_id",  "host",    "status",       "locality",    "speculative",
    "error",    "accumulables",
};

inline constexpr std::size_t kChunkTasks = 4096;        // at most
inline constexpr std::size_t kInlineColumnBytes = 128;  // longer columns have rows of their own
inline constexpr std::size_t kInlineChunkTasks = 64;    // unless the chunk is this small

}  // namespace afterglow::history
