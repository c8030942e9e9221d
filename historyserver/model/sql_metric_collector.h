#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "historyserver/model/sql_metric_text.h"

namespace afterglow::history {

// Collects the values of one metric and aggregates those that count.
class SqlMetricCollector {
 public:
  explicit SqlMetricCollector(std::string_view metric_type)
      : filter_(sql_metric_filter(metric_type)) {}

  // The value that counts for one task of a stage.
  void add(std::int64_t value) {
    if (value == 0) return add_zeros(1);
    has_values_ = true;
    if (!passes(filter_, value)) return;
    values_.push_back(value);
    sum_ += static_cast<std::uint64_t>(value);
    if (value < 0) ++negatives_;
  }
  void add_all(std::span<const std::int64_t> values);
  // Tasks of a stage that reported nothing where others did.
  void add_zeros(std::int64_t count);
  // Anything that a task reported, even if another attempt of the task counts. The first one of the
  // highest is the task of the maximum.
  bool is_highest(std::int64_t value) const { return !highest_ || value > highest_->value; }
  void reported(std::int64_t value, const SqlMetricAggregate::Task& task) {
    if (is_highest(value)) highest_ = {value, task};
  }
  // After all tasks' values.
  void add_of_driver(std::int64_t value);

  // Nothing when nothing was added.
  std::optional<SqlMetricAggregate> finish();

 private:
  // What stands at `position` of all values that count, in ascending order.
  std::int64_t value_at(std::int64_t position);

  struct Reported {
    std::int64_t value = 0;
    SqlMetricAggregate::Task task;
  };

  SqlMetricFilter filter_;
  bool has_values_ = false;
  std::vector<std::int64_t> values_;  // those that count, but for zeros_
  std::int64_t zeros_ = 0;
  std::int64_t negatives_ = 0;  // in values_
  std::uint64_t sum_ = 0;
  std::optional<Reported> highest_;
};

}  // namespace afterglow::history
