#pragma once

#include <cstdint>
#include <vector>

#include "historyserver/api/json_writer.h"
#include "historyserver/store/stage_store.h"
#include "historyserver/store/task_numbers.h"

namespace afterglow::history {

// The values at `quantiles` (ascending) as Spark picks them: the element at index
// min(floor(q * count), count - 1) of the sorted values, where `count` may be smaller than their
// number; no interpolation. An index below 0 is NaN at first. Changes the order of `values`.
std::vector<double> pick_quantiles(std::vector<std::int64_t>& values, std::int64_t count,
                                   const std::vector<double>& quantiles);

// Spark picks durations and delays from all tasks at positions counted for the successful ones, so
// that one failed task shifts them; of the successful ones, all lists are of the same tasks.
enum class TimesOf { all_as_spark, succeeded };

// TaskMetricDistributions. There must be a task that succeeded.
Result<void> write_task_distributions(JsonWriter& json, TaskNumbers& tasks,
                                      const std::vector<double>& quantiles, TimesOf times);

// ExecutorMetricsDistributions of a stage's executors, of which there must be one at least.
void write_executor_distributions(JsonWriter& json, const std::vector<ExecutorStageRow>& executors,
                                  const std::vector<double>& quantiles);

}  // namespace afterglow::history
