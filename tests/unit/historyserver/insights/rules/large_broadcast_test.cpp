#include "historyserver/insights/rules/table.h"
#include "tests/unit/historyserver/insights/facts_builder.h"

namespace afterglow::history {
namespace {

std::vector<Finding> broadcast_of(FactsBuilder& builder, std::int64_t bytes, std::int64_t ms) {
  builder.facts.jobs[0].end -= 50'000;
  PlanBuilder plan;
  plan.node("BroadcastExchange", "BroadcastExchange HashedRelationBroadcastMode(...)",
            {{"data size (bytes)", bytes, "sum", -1},
             {"time to build (ms)", ms, "sum", -1},
             {"time to broadcast (ms)", ms, "sum", -1}});
  builder.query(plan.graph, plan.values);
  return builder.run(kLargeBroadcast);
}

TEST(LargeBroadcast, TakesTheDriverLong) {
  FactsBuilder builder;
  builder.set("spark.sql.autoBroadcastJoinThreshold", "1g");
  const auto findings = broadcast_of(builder, 300 * kMebibyte, 4000);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].recoverable_ms, 8000);
  EXPECT_EQ(findings[0].severity, Severity::note);
  EXPECT_EQ(findings[0].advice[0].current, "1g");
}

TEST(LargeBroadcast, IsARiskHoweverFast) {
  FactsBuilder builder;
  const auto findings = broadcast_of(builder, 2000 * kMebibyte, 0);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].severity, Severity::warning);
}

TEST(LargeBroadcast, SavesNoMoreThanTheTimeWithoutJobs) {
  FactsBuilder builder;
  EXPECT_EQ(broadcast_of(builder, 300 * kMebibyte, 80'000)[0].recoverable_ms, 50'000);
}

TEST(LargeBroadcast, IsNoSmallOne) {
  FactsBuilder builder;
  EXPECT_TRUE(broadcast_of(builder, 90 * kMebibyte, 4000).empty());
}

}  // namespace
}  // namespace afterglow::history
