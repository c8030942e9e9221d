#include "historyserver/insights/rules/table.h"
#include "tests/unit/historyserver/insights/facts_builder.h"

namespace afterglow::history {
namespace {

// A stage of 20 s, of which tasks waited 15 s for something.
std::vector<Finding> python_of(FactsBuilder& builder, const std::string& name,
                               const std::vector<PlanBuilder::Metric>& times = {},
                               double waited = 15'000) {
  StageFacts& stage = builder.stage(100, 2000, 20'000);
  stage.wall[WallPart::io] = waited;
  stage.wall[WallPart::compute] = 20'000 - waited;
  PlanBuilder plan;
  const auto scan = plan.node("Range", "", {{"number of output rows", 100}});
  plan.node(name, name + " [f(id#0L)#1], [pythonUDF0#2]", times, {scan});
  builder.query(plan.graph, plan.values);
  return builder.run(kPythonUdf);
}

TEST(PythonUdf, RowByRowIsWhatTasksWaitFor) {
  FactsBuilder builder;
  builder.facts.spark_version = "3.3.4";
  const auto findings = python_of(builder, "BatchEvalPython");
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].recoverable_ms, 7500);
  EXPECT_TRUE(findings[0].advice[1].setting.empty());
}

TEST(PythonUdf, IsMeasuredBySpark4) {
  FactsBuilder builder;
  const auto findings = python_of(builder, "BatchEvalPython",
                                  {{"time to run Python workers", 100'000, "timing"},
                                   {"time to start Python workers", 10'000, "timing"}});
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].recoverable_ms, 5000);
  EXPECT_EQ(findings[0].advice[1].setting, "spark.sql.execution.pythonUDF.arrow.enabled");
}

TEST(PythonUdf, SaysWhereProcessesWereStartedMostOfTheTime) {
  FactsBuilder builder;
  const auto findings = python_of(builder, "BatchEvalPython",
                                  {{"time to run Python workers", 100'000, "timing"},
                                   {"time to start Python workers", 90'000, "timing"}});
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_NE(findings[0].text.find("to start Python processes"), std::string::npos);
  EXPECT_EQ(findings[0].advice.size(), 1U);
}

TEST(PythonUdf, WholeColumnsAreToldWhereTheyAreMostOfAll) {
  FactsBuilder builder;
  EXPECT_TRUE(python_of(builder, "ArrowEvalPython").empty());
  FactsBuilder other;
  other.facts.end = other.facts.start + 25'000;
  const auto findings = python_of(other, "MapInPandas");
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].recoverable_ms, 0);
}

TEST(PythonUdf, IsNoneWhereTasksDoNotWaitLong) {
  FactsBuilder builder;
  EXPECT_TRUE(python_of(builder, "BatchEvalPython", {}, 4000).empty());
  FactsBuilder other;
  EXPECT_TRUE(python_of(other, "HashAggregate").empty());
}

}  // namespace
}  // namespace afterglow::history
