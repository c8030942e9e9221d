#include "historyserver/model/sql_metric_text.h"

#include <gtest/gtest.h>

#include <limits>
#include <vector>

#include "historyserver/model/sql_metric_collector.h"

namespace afterglow::history {
namespace {

using Task = SqlMetricAggregate::Task;

constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
const std::optional<Task> kDriver;
const std::optional<Task> kTask = Task{{3, 0}, 7};
const std::optional<Task> kRetriedTask = Task{{12, 1}, 123};

SqlMetricAggregate aggregate(std::string_view type, const std::vector<std::int64_t>& values,
                             const std::optional<Task>& max_task) {
  SqlMetricCollector collector(type);
  for (const std::int64_t value : values) collector.add(value);
  SqlMetricAggregate result = collector.finish().value_or(SqlMetricAggregate());
  result.max_task = max_task;
  return result;
}

// Printed by MetricUtils.stringValue of Spark 4.3.0.
TEST(SqlMetricText, AsSparkPrints) {
  struct Case {
    std::string type;
    std::vector<std::int64_t> values;
    std::optional<Task> max_task;
    std::string text;
  };
  const std::vector<Case> cases = {
      {"sum", {}, kDriver, "0"},
      {"sum", {999}, kTask, "999"},
      {"sum", {1, 1233, -1}, kTask, "1,233"},
      {"sum", {1234567890, 1}, kDriver, "1,234,567,891"},
      {"sum", {-1}, kDriver, "-1"},
      {"sum", {kMost, 1}, kDriver, "-9,223,372,036,854,775,808"},
      {"size", {}, kDriver, "0.0 B"},
      {"size", {-1}, kTask, "0.0 B"},
      {"size", {2047}, kTask, "2047.0 B"},
      {"size", {2048}, kTask, "2.0 KiB"},
      {"size", {2304}, kDriver, "2.3 KiB"},
      {"size", {10485760}, kDriver, "10.0 MiB"},
      {"size", {2305843009213693952}, kDriver, "2.0 EiB"},
      {"size", {-1, 100}, kTask, "100.0 B"},
      {"size",
       {0, 100},
       kTask,
       "total (min, med, max (stageId: taskId))\n100.0 B (0.0 B, 100.0 B, 100.0 B (stage 3.0: task "
       "7))"},
      {"size",
       {1048576, 4718592, 4718592, 524288},
       kTask,
       "total (min, med, max (stageId: taskId))\n10.5 MiB (512.0 KiB, 4.5 MiB, 4.5 MiB (stage 3.0: "
       "task 7))"},
      {"size",
       {3, 1, 2},
       kDriver,
       "total (min, med, max (stageId: taskId))\n6.0 B (1.0 B, 2.0 B, 3.0 B (driver))"},
      {"timing", {0}, kDriver, "0 ms"},
      {"timing", {999}, kDriver, "999 ms"},
      {"timing", {1000}, kDriver, "1.0 s"},
      {"timing", {1250}, kDriver, "1.3 s"},
      {"timing", {59999}, kDriver, "60.0 s"},
      {"timing", {60000}, kDriver, "1.0 m"},
      {"timing", {3599999}, kDriver, "60.0 m"},
      {"timing", {3600000}, kDriver, "1.00 h"},
      {"timing", {4338000}, kDriver, "1.21 h"},
      {"timing",
       {12, 3, -1, 0, 45},
       kRetriedTask,
       "total (min, med, max (stageId: taskId))\n60 ms (0 ms, 12 ms, 45 ms (stage 12.1: task "
       "123))"},
      {"nsTiming", {999999}, kDriver, "0 ms"},
      {"nsTiming", {1500000000}, kDriver, "1.5 s"},
      {"nsTiming",
       {1999999, 1999999},
       kTask,
       "total (min, med, max (stageId: taskId))\n3 ms (1 ms, 1 ms, 1 ms (stage 3.0: task 7))"},
      {"average", {0}, kTask, "0"},
      {"average", {12}, kTask, "1.2"},
      {"average", {12, 0, 0}, kTask, "1.2"},
      {"average",
       {12, 22, 63, 0},
       kTask,
       "(min, med, max (stageId: taskId)):\n(1.2, 2.2, 6.3 (stage 3.0: task 7))"},
      {"average",
       {10, 12345678},
       kDriver,
       "(min, med, max (stageId: taskId)):\n(1, 1,234,567.8, 1,234,567.8 (driver))"},
      {"gauge", {1234}, kDriver, "[unknown] 1,234"},
      {"gauge",
       {1, 2000},
       kTask,
       "total (min, med, max (stageId: taskId))\n[unknown] 2,001 ([unknown] 1, [unknown] 2,000, "
       "[unknown] 2,000 (stage 3.0: task 7))"},
  };
  for (const auto& [type, values, max_task, text] : cases) {
    EXPECT_EQ(metric_text(type, aggregate(type, values, max_task)), text) << type;
  }
}

// The history server has no classes of data sources, but for Spark's own one for Python.
TEST(SqlMetricText, DataSourceMetrics) {
  EXPECT_EQ(metric_text("v2Custom_com.example.Rows", aggregate("v2Custom_x", {1, 2}, kTask)),
            "N/A");
  const std::string python =
      "v2Custom_org.apache.spark.sql.execution.datasources.v2.python.PythonCustomMetric";
  EXPECT_EQ(
      metric_text(python, aggregate(python, {1024, -1, 4096}, kTask)),
      "total (min, med, max (stageId: taskId))\n5.0 KiB (1024.0 B, 4.0 KiB, 4.0 KiB (driver))");
}

}  // namespace
}  // namespace afterglow::history
