#include "historyserver/insights/rules/table.h"
#include "tests/unit/historyserver/insights/facts_builder.h"

namespace afterglow::history {
namespace {

std::vector<Finding> join_of(std::int64_t left, std::int64_t right,
                             const std::string& words = "BuildRight, Inner, (a#1 < b#2)") {
  FactsBuilder builder;
  builder.stage(100, 1000, 10'000);
  PlanBuilder plan;
  const auto one = plan.node("Scan csv ", "", {{"number of output rows", left}});
  const auto other = plan.node("Range", "", {{"number of output rows", right}});
  const auto sent = plan.node("BroadcastExchange", "", {}, {other});
  plan.node("BroadcastNestedLoopJoin", "BroadcastNestedLoopJoin " + words,
            {{"number of output rows", 1000}}, {one, sent});
  builder.query(plan.graph, plan.values);
  return builder.run(kCrossJoin);
}

TEST(CrossJoin, ComparesAllWithAll) {
  const auto findings = join_of(1'000'000, 1000);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_NEAR(findings[0].recoverable_ms, 9990, 1);
  EXPECT_NE(findings[0].text.find("1 billion pairs"), std::string::npos);
}

TEST(CrossJoin, AdviceFollowsTheCondition) {
  const auto advice = [](const std::string& words) {
    return join_of(1'000'000, 1000, words)[0].advice[0].text;
  };
  EXPECT_NE(advice("BuildRight, LeftAnti, ((a#1 = b#2) OR isnull(b#2))").find("NOT EXISTS"),
            std::string::npos);
  EXPECT_NE(advice("BuildRight, Inner, ((a#1 = b#2) OR (c#1 = d#2))").find("several joins"),
            std::string::npos);
  EXPECT_NE(advice("BuildRight, Cross").find("equality"), std::string::npos);
}

TEST(CrossJoin, IsNoneWithOneRowOrFewPairs) {
  EXPECT_TRUE(join_of(1'000'000'000, 1).empty());
  EXPECT_TRUE(join_of(10'000, 1000).empty());
  EXPECT_TRUE(join_of(0, 0).empty());
}

}  // namespace
}  // namespace afterglow::history
