#include "historyserver/insights/rules/table.h"
#include "tests/unit/historyserver/insights/facts_builder.h"

namespace afterglow::history {
namespace {

struct Join {
  std::string type = "Inner";
  std::int64_t left = 1000 * kMebibyte;
  std::int64_t right = 2 * kMebibyte;
  std::string name = "SortMergeJoin";
};

std::vector<Finding> findings_of_join(const Join& join) {
  FactsBuilder builder;
  builder.stage(100, 1000, 10'000);
  StageFacts& stage = builder.stage(100, 1000, 10'000);
  stage.row.metrics[TaskMetric::shuffle_local_bytes_read] = 500 * kMebibyte;
  PlanBuilder plan;
  const auto side = [&](std::int64_t bytes) {
    const auto exchange = plan.node("Exchange", "Exchange hashpartitioning(k#1L, 200)",
                                    {{"data size", bytes, "size"},
                                     {"shuffle records written", bytes / 100},
                                     {"shuffle bytes written", bytes / 2, "size"},
                                     {"shuffle write time", 10'000'000'000, "nsTiming"}});
    const auto read = plan.node("AQEShuffleRead", "AQEShuffleRead coalesced", {}, {exchange});
    return plan.node("Sort", "Sort [k#1L ASC NULLS FIRST], false, 0", {}, {read});
  };
  const auto left = side(join.left);
  const auto right = side(join.right);
  plan.node(join.name, join.name + " [k#1L], [k#4L], " + join.type,
            {{"number of output rows", 1000 * kMebibyte / 100, "sum", 1}}, {left, right});
  builder.query(plan.graph, plan.values);
  return builder.run(kMissedBroadcast);
}

TEST(MissedBroadcast, OfASmallSide) {
  const auto findings = findings_of_join({});
  ASSERT_EQ(findings.size(), 1U);
  // Half of the stage that joins, and a tenth of the one that wrote the shuffle.
  EXPECT_NEAR(findings[0].recoverable_ms, 5000 + 1000, 1);
  EXPECT_EQ(findings[0].advice[1].setting, "spark.sql.autoBroadcastJoinThreshold");
  EXPECT_EQ(findings[0].advice[1].value, "10485760");
}

TEST(MissedBroadcast, OnlyWhereASmallSideCanBeSent) {
  struct Case {
    Join join;
    std::size_t findings;
  };
  const Case cases[] = {
      {{.type = "LeftOuter"}, 1},
      {{.type = "RightOuter"}, 0},
      {{.type = "FullOuter"}, 0},
      {{.type = "LeftOuter", .left = 2 * kMebibyte, .right = 1000 * kMebibyte}, 0},
      {{.type = "RightOuter", .left = 2 * kMebibyte, .right = 1000 * kMebibyte}, 1},
      {{.right = 50 * kMebibyte}, 0},
      {{.left = 20 * kGibibyte, .right = 50 * kMebibyte}, 1},
      {{.left = 4 * kMebibyte}, 0},  // there is little to be shuffled
      {{.name = "ShuffledHashJoin"}, 1},
      {{.name = "BroadcastHashJoin"}, 0},
  };
  for (const Case& one : cases) {
    EXPECT_EQ(findings_of_join(one.join).size(), one.findings)
        << one.join.name << " " << one.join.type << " " << one.join.left << " " << one.join.right;
  }
}

}  // namespace
}  // namespace afterglow::history
