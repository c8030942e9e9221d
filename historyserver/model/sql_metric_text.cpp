#include "historyserver/model/sql_metric_text.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace afterglow::history {
namespace {

constexpr std::string_view kCustomPrefix = "v2Custom_";
// The one data source metric whose class the history server has itself.
constexpr std::string_view kPythonMetric =
    "v2Custom_org.apache.spark.sql.execution.datasources.v2.python.PythonCustomMetric";
constexpr std::string_view kLegend = "(min, med, max (stageId: taskId))";

// "-1,234,567"
std::string grouped(std::int64_t number) {
  std::string digits = std::to_string(number);
  const std::size_t sign = number < 0 ? 1 : 0;
  for (std::size_t at = digits.size(); at > sign + 3;) digits.insert(at -= 3, 1, ',');
  return digits;
}

// "1234.5" for 1.2345e+03: the shortest digits that tell the number, zeros around them.
std::string shortest(double number) {
  std::array<char, 32> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number,
                                 std::chars_format::scientific)
                       .ptr;
  std::string digits(buffer.data(), end);
  const std::size_t e = digits.find('e');
  const int exponent = std::stoi(digits.substr(e + 1));
  digits.resize(e);
  std::erase(digits, '.');
  if (exponent < 0)
    return "0." + std::string(static_cast<std::size_t>(-exponent - 1), '0') + digits;
  const std::size_t whole = static_cast<std::size_t>(exponent) + 1;
  digits.resize(std::max(digits.size(), whole + 1), '0');
  return digits.insert(whole, 1, '.');
}

// As Java's Formatter: the shortest form of `number`, half rounded up.
std::string rounded(double number, std::size_t decimals) {
  if (number < 0) return "-" + rounded(-number, decimals);
  std::string text = shortest(number);
  const std::size_t last = text.find('.') + decimals;
  text.resize(std::max(text.size(), last + 2), '0');
  const bool up = text[last + 1] >= '5';
  text.resize(last + 1);
  if (!up) return text;
  for (std::size_t at = text.size(); at-- > 0;) {
    if (text[at] == '.') continue;
    if (text[at] != '9') {
      ++text[at];
      return text;
    }
    text[at] = '0';
  }
  return "1" + text;
}

std::string size_text(std::int64_t bytes) {
  constexpr std::array<std::string_view, 7> kUnits = {"EiB", "PiB", "TiB", "GiB",
                                                      "MiB", "KiB", "B"};
  std::size_t unit = 0;
  std::int64_t size = std::int64_t{1} << 60;
  // A unit is used from twice its size on.
  for (; size > 1 && bytes < 2 * size; size >>= 10) ++unit;
  return rounded(static_cast<double>(bytes) / static_cast<double>(size), 1) + " " +
         std::string(kUnits[unit]);
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
  if (metric_type == kPythonMetric) return SqlMetricFilter::not_negative;
  if (metric_type == "sum" || metric_type.starts_with(kCustomPrefix)) return SqlMetricFilter::all;
  return SqlMetricFilter::not_negative;
}

std::string metric_text(std::string_view metric_type, const SqlMetricAggregate& values) {
  if (metric_type == "sum") return grouped(values.sum);
  if (metric_type == kPythonMetric) {
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
