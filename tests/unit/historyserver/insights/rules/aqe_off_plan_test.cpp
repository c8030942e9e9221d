#include "historyserver/insights/rules/table.h"
#include "tests/unit/historyserver/insights/facts_builder.h"

namespace afterglow::history {
namespace {

struct Shuffle {
  std::int64_t tasks = 200;
  std::int64_t bytes = 20 * kMebibyte;
  std::string origin = "ENSURE_REQUIREMENTS";
  std::string top = "Sort";
};

std::vector<Finding> findings_of(const Shuffle& shuffle) {
  FactsBuilder builder;
  builder.set("spark.sql.adaptive.enabled", "false");
  StageFacts& stage = builder.stage(shuffle.tasks, 50, 5000);
  stage.row.metrics[TaskMetric::shuffle_local_bytes_read] = shuffle.bytes;
  stage.wall[WallPart::scheduling] = 4000;
  PlanBuilder plan;
  const auto exchange =
      plan.node("Exchange", "Exchange hashpartitioning(a#1, 200), " + shuffle.origin, {});
  const auto above = plan.node("HashAggregate", "", {{"number of output rows", 100}}, {exchange});
  plan.node(shuffle.top, "", {}, {above});
  builder.query(plan.graph, plan.values);
  return builder.run(kAqeOffPlan);
}

TEST(AqeOffPlan, HasManyTinyPartitions) {
  const auto findings = findings_of({});
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_NEAR(findings[0].recoverable_ms, 4000 * 0.95, 1);
  EXPECT_EQ(findings[0].advice[0].current, "false");
  EXPECT_EQ(findings[0].advice[1].value, "10");
}

TEST(AqeOffPlan, IsNoOther) {
  EXPECT_TRUE(findings_of({.tasks = 20}).empty());
  EXPECT_TRUE(findings_of({.bytes = 2000 * kMebibyte}).empty());
  EXPECT_TRUE(findings_of({.origin = "REPARTITION_BY_NUM"}).empty());
  EXPECT_TRUE(findings_of({.top = "AdaptiveSparkPlan"}).empty());
}

}  // namespace
}  // namespace afterglow::history
