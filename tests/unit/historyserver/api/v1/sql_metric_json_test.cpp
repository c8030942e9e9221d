#include "historyserver/api/v1/sql_metric_json.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace afterglow::history {
namespace {

constexpr std::optional<SqlMetricAggregate::Task> kDriver;
constexpr SqlMetricAggregate::Task kTask{{3, 1}, 7};

TEST(SqlMetricJson, GivesTheNumbersOfEveryType) {
  const struct {
    const char* type;
    SqlMetricAggregate values;
    const char* members;
  } cases[] = {
      {"sum", {1, 5, 5, 5, 5, kTask}, R"("metricType":"sum","unit":"count","total":5)"},
      {"size", {0, 0, 0, 0, 0, kDriver}, R"("metricType":"size","unit":"bytes","total":0)"},
      {"size",
       {3, 60, 10, 20, 30, kTask},
       R"("metricType":"size","unit":"bytes","total":60,"min":10,"median":20,"max":30,)"
       R"("maxStageId":3,"maxStageAttemptId":1,"maxTaskId":7)"},
      {"timing",
       {2, 3, 1, 2, 2, kDriver},
       R"("metricType":"timing","unit":"ms","total":3,"min":1,"median":2,"max":2)"},
      {"nsTiming",
       {1, 1500, 1500, 1500, 1500, kDriver},
       R"("metricType":"nsTiming","unit":"ns","total":1500)"},
      {"average",
       {1, 25, 25, 25, 25, kTask},
       R"("metricType":"average","unit":"count","total":2.5)"},
      {"average",
       {2, 35, 10, 25, 25, kDriver},
       R"("metricType":"average","unit":"count","min":1.0,"median":2.5,"max":2.5)"},
      {kPythonSqlMetric.data(),
       {1, 9, 9, 9, 9, kDriver},
       R"("metricType":"v2Custom_org.apache.spark.sql.execution.datasources.v2.python.)"
       R"(PythonCustomMetric","unit":"bytes","total":9)"},
      {"v2Custom_x.Y",
       {1, 9, 9, 9, 9, kDriver},
       R"("metricType":"v2Custom_x.Y","unit":"unknown","total":9)"},
  };
  for (const auto& c : cases) {
    JsonWriter json;
    json.begin_object();
    write_numbers(json, c.type, c.values);
    json.end_object();
    std::string text = json.take();
    std::erase_if(text, [](char letter) { return letter == ' ' || letter == '\n'; });
    EXPECT_EQ(text, "{" + std::string(c.members) + "}");
  }
}

}  // namespace
}  // namespace afterglow::history
