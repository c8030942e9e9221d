#pragma once

#include <cstdint>
#include <string_view>

#include "historyserver/api/text_search.h"
#include "historyserver/model/task_metric.h"
#include "historyserver/store/task_row.h"

namespace afterglow::history {

// Looks for a text in what Spark's server searches of a task: numbers and times as its pages word
// them, in the time zone of this machine.
class TaskTextSearch {
 public:
  explicit TaskTextSearch(std::string_view wanted);
  // Running tasks run until `now`.
  bool is_in(const TaskRow& task, std::int64_t now) const;

 private:
  bool is_in_number(std::int64_t number) const;
  bool is_in_duration(std::int64_t ms) const;
  bool is_in_size(std::int64_t bytes) const;
  bool is_in_launch_time(std::int64_t time) const;
  bool is_in_fetch_start(std::int64_t time) const;
  bool is_in_metrics(const TaskMetricValues& metrics) const;

  TextSearch wanted_;
  // Whether it may be in any number, duration, size or time at all, by its characters.
  bool may_be_in_number_;
  bool may_be_in_duration_;
  bool may_be_in_size_;
  bool may_be_in_time_;
  // Most metrics of most tasks are 0.
  bool is_in_no_duration_;
  bool is_in_no_size_;
};

}  // namespace afterglow::history
