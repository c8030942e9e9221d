#include "historyserver/api/v1/task_search.h"

#include <array>
#include <charconv>
#include <ctime>

#include "historyserver/api/v1/task_json.h"
#include "historyserver/model/quantity_text.h"

namespace afterglow::history {
namespace {

using enum TaskMetric;

constexpr std::array kDurations = {executor_deserialize_time, executor_run_time, jvm_gc_time,
                                   result_serialization_time, shuffle_fetch_wait_time};
constexpr std::array kSizes = {memory_bytes_spilled, disk_bytes_spilled, peak_execution_memory,
                               input_bytes,          output_bytes,       shuffle_remote_bytes_read,
                               shuffle_bytes_written};
constexpr std::array kNumbers = {input_records, output_records, shuffle_records_read,
                                 shuffle_records_written};
// What Spark's server searches in place of a text that is absent.
constexpr std::string_view kAbsent = "d";
constexpr std::int64_t kNanosPerMilli = 1'000'000;

std::string local_time(std::int64_t ms, const char* format) {
  const std::time_t seconds = (ms - (ms % 1000 + 1000) % 1000) / 1000;
  std::tm parts{};
  localtime_r(&seconds, &parts);
  std::array<char, 64> text{};
  return std::string(text.data(), std::strftime(text.data(), text.size(), format, &parts));
}

}  // namespace

TaskTextSearch::TaskTextSearch(std::string_view wanted)
    : wanted_(wanted),
      may_be_in_number_(wanted_.consists_of("-0123456789")),
      may_be_in_duration_(wanted_.consists_of("-0123456789. himns")),
      may_be_in_size_(wanted_.consists_of("-0123456789. begikmpt")),
      may_be_in_time_(wanted_.consists_of("-0123456789/: ")),
      is_in_no_duration_(wanted_.is_in(page_duration_text(0))),
      is_in_no_size_(wanted_.is_in(size_text(0))) {}

bool TaskTextSearch::is_in_number(std::int64_t number) const {
  if (!may_be_in_number_) return false;
  std::array<char, 24> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
  return wanted_.is_in(std::string_view(text.data(), end));
}

bool TaskTextSearch::is_in_duration(std::int64_t ms) const {
  if (ms == 0) return is_in_no_duration_;
  return may_be_in_duration_ && wanted_.is_in(page_duration_text(ms));
}

bool TaskTextSearch::is_in_size(std::int64_t bytes) const {
  if (bytes == 0) return is_in_no_size_;
  return may_be_in_size_ && wanted_.is_in(size_text(bytes));
}

bool TaskTextSearch::is_in_launch_time(std::int64_t time) const {
  return may_be_in_time_ && wanted_.is_in(local_time(time, "%Y/%m/%d %H:%M:%S"));
}

bool TaskTextSearch::is_in_fetch_start(std::int64_t time) const {
  return wanted_.is_in(time > 0 ? local_time(time, "%a %b %d %H:%M:%S %Z %Y") : kAbsent);
}

bool TaskTextSearch::is_in_metrics(const TaskMetricValues& metrics) const {
  for (const TaskMetric metric : kDurations) {
    if (is_in_duration(metrics[metric])) return true;
  }
  for (const TaskMetric metric : kSizes) {
    if (is_in_size(metrics[metric])) return true;
  }
  for (const TaskMetric metric : kNumbers) {
    if (is_in_number(metrics[metric])) return true;
  }
  return is_in_size(metrics.shuffle_bytes_read()) ||
         is_in_duration(metrics[shuffle_write_time] / kNanosPerMilli);
}

bool TaskTextSearch::is_in(const TaskRow& task, std::int64_t now) const {
  return is_in_number(task.id) || is_in_number(task.index) || is_in_number(task.attempt) ||
         wanted_.is_in(task.executor_id) || wanted_.is_in(task.host) ||
         wanted_.is_in(task.status) || wanted_.is_in(task.locality) ||
         wanted_.is_in(task.speculative ? "true" : "false") ||
         wanted_.is_in(task.error ? std::string_view(*task.error) : kAbsent) ||
         is_in_fetch_start(task.result_fetch_start) ||
         (task.has_metrics && is_in_metrics(task.metrics)) ||
         is_in_duration(scheduler_delay(task)) || is_in_duration(getting_result_time(task, now)) ||
         is_in_launch_time(task.launch_time);
}

}  // namespace afterglow::history
