#include "historyserver/insights/rules/table.h"
#include "tests/unit/historyserver/insights/facts_builder.h"

namespace afterglow::history {
namespace {

std::vector<Finding> filter_of(std::size_t length, double wall) {
  FactsBuilder builder;
  builder.stage(100, 1000, wall);
  PlanBuilder plan;
  const auto scan = plan.node("Scan csv ", "", {{"number of output rows", 100}});
  plan.node("Filter", "Filter " + std::string(length, 'x'), {{"number of output rows", 5}}, {scan});
  builder.query(plan.graph, plan.values);
  return builder.run(kLongFilter);
}

TEST(LongFilter, WhereItsStageMatters) {
  const auto findings = filter_of(1001, 20'000);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].numbers[0].value, 1001);
  EXPECT_EQ(findings[0].recoverable_ms, 0);
  EXPECT_TRUE(filter_of(1001, 5000).empty());
}

TEST(LongFilter, IsNoShortOne) {
  EXPECT_TRUE(filter_of(1000, 20'000).empty());
}

}  // namespace
}  // namespace afterglow::history
