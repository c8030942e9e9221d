#include "tests/unit/historyserver/events/recording_sink.h"

namespace afterglow::history {
namespace {

std::string update_with(const std::string& plan) {
  return R"({"Event":"org.apache.spark.sql.execution.ui.SparkListenerSQLAdaptiveExecutionUpdate",)"
         R"("executionId":1,"physicalPlanDescription":"","sparkPlanInfo":)" +
         plan + "}";
}

PlanInfo decode_plan(const std::string& plan) {
  return decode_one<SqlAdaptiveExecutionUpdate>(update_with(plan)).plan;
}

// A chain of operators, each the only child of the one before.
std::string chain(std::size_t levels) {
  std::string plan;
  for (std::size_t i = 0; i < levels; ++i) {
    plan += R"({"nodeName":"Project","simpleString":")" + std::to_string(i) + R"(","children":[)";
  }
  for (std::size_t i = 0; i < levels; ++i) plan += R"(],"metadata":{},"metrics":[]})";
  return plan;
}

TEST(DecodePlan, NodesStandBeforeWhatIsBelowThem) {
  const PlanInfo plan = decode_plan(
      R"({"nodeName":"Join","simpleString":"j","children":[)"
      R"({"nodeName":"Filter","simpleString":"f","children":[)"
      R"({"nodeName":"Scan","simpleString":"s","children":[],"metadata":{"Location":"x\ty"},)"
      R"("metrics":[{"name":"rows","accumulatorId":3,"metricType":"sum"},)"
      R"({"name":"time","accumulatorId":4,"metricType":"timing"}]}],"metadata":{},"metrics":[]},)"
      R"({"nodeName":"Range","simpleString":"r","children":[],"metadata":{},"metrics":[]}],)"
      R"("metadata":{},"metrics":[{"name":"rows","accumulatorId":2,"metricType":"sum"}]})");
  std::vector<std::string> names;
  for (const PlanInfo::Node& node : plan.nodes) names.push_back(node.name + node.simple_string);
  EXPECT_EQ(names, (std::vector<std::string>{"Joinj", "Filterf", "Scans", "Ranger"}));
  using Positions = std::vector<std::size_t>;
  EXPECT_EQ(plan.nodes[0].children, (Positions{1, 3}));
  EXPECT_EQ(plan.nodes[1].children, (Positions{2}));
  EXPECT_EQ(plan.nodes[2].children, Positions());
  EXPECT_EQ(plan.nodes[2].metadata, (StringMap{{"Location", "x\ty"}}));
  EXPECT_EQ(plan.nodes[2].metrics,
            (std::vector<SqlMetricInfo>{{"rows", 3, "sum"}, {"time", 4, "timing"}}));
  EXPECT_EQ(plan.nodes[0].metrics, (std::vector<SqlMetricInfo>{{"rows", 2, "sum"}}));
}

// Jackson writes fields in a fixed order, but nothing depends on it.
TEST(DecodePlan, FieldsInAnyOrderAndUnknownOnes) {
  const PlanInfo plan = decode_plan(
      R"({"metrics":[],"children":[{"metrics":null,"nodeName":"B","new":{"x":[1,{}]}}],"new":[[]],)"
      R"("nodeName":"A","simpleString":null,"metadata":null})");
  ASSERT_EQ(plan.nodes.size(), 2u);
  EXPECT_EQ(plan.nodes[0].name, "A");
  EXPECT_EQ(plan.nodes[0].simple_string, "");
  EXPECT_EQ(plan.nodes[1].name, "B");
}

TEST(DecodePlan, DeepPlans) {
  constexpr std::size_t kLevels = 5'000;
  const PlanInfo plan = decode_plan(chain(kLevels));
  ASSERT_EQ(plan.nodes.size(), kLevels);
  EXPECT_EQ(plan.nodes.back().simple_string, std::to_string(kLevels - 1));
  EXPECT_EQ(plan.nodes[kLevels - 2].children, std::vector<std::size_t>{kLevels - 1});
  EXPECT_TRUE(plan.nodes.back().children.empty());

  EXPECT_NE(refusal(update_with(chain(20'000))).find("nested too deeply"), std::string::npos);
}

TEST(DecodePlan, WrongTypesAndTornTextAreRefused) {
  for (const std::string plan :
       {R"({"nodeName":1})", R"({"simpleString":[]})", R"({"children":{}})", R"({"children":[1]})",
        R"({"metadata":[]})", R"({"metrics":{}})", R"({"metrics":[1]})",
        R"({"metrics":[{"name":"n"}]})", R"({"children":[{"nodeName":{}}]})",
        R"({"children":[{"nodeName":"x"})", R"({"nodeName":"x" "children":[]})"}) {
    EXPECT_NE(refusal(update_with(plan)), "") << plan;
  }
}

}  // namespace
}  // namespace afterglow::history
