#include "historyserver/model/sql_metric_text.h"

#include "historyserver/model/quantity_text.h"

namespace afterglow::history {
namespace {

constexpr std::string_view kCustomPrefix = "v2Custom_";
constexpr std::string_view kLegend = "(min, med, max (stageId: taskId))";

// "-1,234,567"
std::string grouped(std::int64_t number) {
  std::string digits = std::to_string(number);
  const std::size_t sign = number < 0 ? 1 : 0;
  for (std::size_t at = digits.size(); at > sign + 3;) digits.insert(at -= 3, 1, ',');
  return digits;
}

std::string duration_text(std::int64_t ms) {
  constexpr std::int64_t kSecond = 1000;
  constexpr std::int64_t kMinute = 60 * kSecond;
  constexpr std::int64_t kHour = 60 * kMinute;
  if (ms < kSecond) return std::to_string(ms) + " ms";
  // Spark divides in single precision here.
  const auto over = [&](std::int64_t unit) {
    return static_cast<double>(static_cast<float>(ms) / static_cast<float>(unit));
  };
  if (ms < kMinute) return rounded(over(kSecond), 1) + " s";
  if (ms < kHour) return rounded(over(kMinute), 1) + " m";
  return rounded(over(kHour), 2) + " h";
}

// Averages are kept ten times as large.
std::string average_text(std::int64_t tenths) {
  const std::int64_t digit = tenths % 10;
  return grouped(tenths / 10) + (digit == 0 ? "" : "." + std::to_string(digit));
}

std::string value_text(std::string_view type, std::int64_t value) {
  constexpr std::int64_t kNanosPerMilli = 1'000'000;
  if (type == "size") return size_text(value);
  if (type == "timing") return duration_text(value);
  if (type == "nsTiming") return duration_text(value / kNanosPerMilli);
  if (type == "average") return average_text(value);
  return "[unknown] " + grouped(value);
}

std::string place_text(const std::optional<SqlMetricAggregate::Task>& task) {
  if (!task) return "(driver)";
  return "(stage " + std::to_string(task->stage.stage_id) + "." +
         std::to_string(task->stage.attempt) + ": task " + std::to_string(task->task_id) + ")";
}

}  // namespace

SqlMetricFilter sql_metric_filter(std::string_view metric_type) {
  if (metric_type == "average") return SqlMetricFilter::positive;
  if (metric_type == kPythonSqlMetric) return SqlMetricFilter::not_negative;
  if (metric_type == "sum" || metric_type.starts_with(kCustomPrefix)) return SqlMetricFilter::all;
  return SqlMetricFilter::not_negative;
}

std::string metric_text(std::string_view metric_type, const SqlMetricAggregate& values) {
  if (metric_type == "sum") return grouped(values.sum);
  if (metric_type == kPythonSqlMetric) {
    SqlMetricAggregate of_driver = values;
    of_driver.max_task.reset();
    return metric_text("size", of_driver);
  }
  if (metric_type.starts_with(kCustomPrefix)) return "N/A";
  const auto text = [&](std::int64_t value) { return value_text(metric_type, value); };
  if (values.count <= 1) return text(values.sum);
  const std::string range = "(" + text(values.min) + ", " + text(values.median) + ", " +
                            text(values.max) + " " + place_text(values.max_task) + ")";
  if (metric_type == "average") return std::string(kLegend) + ":\n" + range;
  return "total " + std::string(kLegend) + "\n" + text(values.sum) + " " + range;
}

}  // namespace afterglow::history
