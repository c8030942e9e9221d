#include "historyserver/insights/rules/table.h"
#include "tests/unit/historyserver/insights/facts_builder.h"

namespace afterglow::history {
namespace {

struct Explosion {
  std::int64_t left = 1'000'000;
  std::int64_t right = 500'000;
  std::int64_t out = 50'000'000;
  std::int64_t after = 100;  // rows of the aggregation behind it
};

std::vector<Finding> findings_of_explosion(const Explosion& join) {
  FactsBuilder builder;
  builder.stage(100, 1000, 10'000);
  PlanBuilder plan;
  const auto left = plan.node("Scan csv ", "", {{"number of output rows", join.left}});
  const auto right = plan.node("Scan csv ", "", {{"number of output rows", join.right}});
  const auto sorted = plan.node("Sort", "", {}, {right});
  const auto id = plan.node("SortMergeJoin", "SortMergeJoin [a#1], [a#2], Inner",
                            {{"number of output rows", join.out}}, {left, sorted});
  const auto project = plan.node("Project", "", {}, {id});
  plan.node("HashAggregate", "", {{"number of output rows", join.after}}, {project});
  builder.query(plan.graph, plan.values);
  return builder.run(kExplodingJoin);
}

TEST(ExplodingJoin, MakesFarMoreRowsThanItGets) {
  const auto findings = findings_of_explosion({});
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].numbers[0].value, 50);
  EXPECT_NEAR(findings[0].recoverable_ms, 9800, 1);
}

TEST(ExplodingJoin, CountsHalfWhereTheRowsAreKept) {
  EXPECT_NEAR(findings_of_explosion({.after = 40'000'000})[0].recoverable_ms, 4900, 1);
}

TEST(ExplodingJoin, IsNoOther) {
  EXPECT_TRUE(findings_of_explosion({.out = 5'000'000}).empty());
  EXPECT_TRUE(findings_of_explosion({.left = 1000, .right = 1000, .out = 500'000}).empty());
  EXPECT_TRUE(findings_of_explosion({.left = 0, .right = 0}).empty());
}

}  // namespace
}  // namespace afterglow::history
