#include "historyserver/model/sql_metric_collector.h"

#include <algorithm>

#include "historyserver/model/selection.h"

namespace afterglow::history {

void SqlMetricCollector::add_all(std::span<const std::int64_t> values) {
  values_.reserve(values_.size() + values.size());
  std::int64_t zeros = 0;
  for (const std::int64_t value : values) {
    if (value == 0) {
      ++zeros;
    } else {
      add(value);
    }
  }
  add_zeros(zeros);
}

void SqlMetricCollector::add_zeros(std::int64_t count) {
  if (count <= 0) return;
  has_values_ = true;
  if (passes(filter_, 0)) zeros_ += count;
}

void SqlMetricCollector::add_of_driver(std::int64_t value) {
  if (highest_ && value > highest_->value) highest_.reset();
  add(value);
}

std::int64_t SqlMetricCollector::value_at(std::int64_t position) {
  if (position >= negatives_ && position < negatives_ + zeros_) return 0;
  const std::int64_t place = position < negatives_ ? position : position - zeros_;
  return select_sorted(values_, {static_cast<std::size_t>(place)}).front();
}

std::optional<SqlMetricAggregate> SqlMetricCollector::finish() {
  if (!has_values_) return {};
  SqlMetricAggregate result;
  result.count = static_cast<std::int64_t>(values_.size()) + zeros_;
  result.sum = static_cast<std::int64_t>(sum_);
  if (result.count > 0) {
    const auto [min, max] = values_.empty() ? std::ranges::min_max_result<std::int64_t>{}
                                            : std::ranges::minmax(values_);
    result.min = zeros_ > 0 ? std::min<std::int64_t>(min, 0) : min;
    result.max = zeros_ > 0 ? std::max<std::int64_t>(max, 0) : max;
    result.median = result.min == result.max ? result.min : value_at(result.count / 2);
  }
  if (highest_) result.max_task = highest_->task;
  return result;
}

}  // namespace afterglow::history
