#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "historyserver/model/stage_key.h"

// How Spark's history server words the value of an SQL metric (util/MetricUtils.scala).
namespace afterglow::history {

// The one data source metric whose class Spark's history server has itself: a size.
inline constexpr std::string_view kPythonSqlMetric =
    "v2Custom_org.apache.spark.sql.execution.datasources.v2.python.PythonCustomMetric";

// Which values of a metric count, by its type.
enum class SqlMetricFilter : std::uint8_t {
  all,           // sum, and metrics of data sources (v2Custom_<class>)
  positive,      // average: 0 stands for "not measured"
  not_negative,  // all others: -1 stands for "not measured"
};
SqlMetricFilter sql_metric_filter(std::string_view metric_type);
constexpr bool passes(SqlMetricFilter filter, std::int64_t value) {
  return filter == SqlMetricFilter::all || value > 0 ||
         (value == 0 && filter == SqlMetricFilter::not_negative);
}

// What is kept of all values of one metric in one execution: those that count. `sum` wraps around
// like Java's; the others are 0 when nothing counts.
struct SqlMetricAggregate {
  struct Task {
    StageKey stage;
    std::int64_t task_id = 0;
    bool operator==(const Task&) const = default;
  };
  std::int64_t count = 0;
  std::int64_t sum = 0;
  std::int64_t min = 0;
  std::int64_t median = 0;  // the upper one of two
  std::int64_t max = 0;
  std::optional<Task> max_task;  // absent: the driver reported the maximum
  bool operator==(const SqlMetricAggregate&) const = default;
};

// "1,234", "10.0 MiB", "1.5 s", or with several values of a type other than sum
// "total (min, med, max (stageId: taskId))\n10.0 MiB (1.0 MiB, 4.5 MiB, 4.5 MiB (stage 3.0: task
// 7))".
std::string metric_text(std::string_view metric_type, const SqlMetricAggregate& values);

}  // namespace afterglow::history
