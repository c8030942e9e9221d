#include "tests/unit/historyserver/insights/facts_builder.h"

namespace afterglow::history {
namespace {

TEST(PlanFacts, MetricsByTheNamesOfSpark2) {
  PlanBuilder builder;
  const auto id = builder.node("Scan parquet ", "",
                               {{"number of files", 7},
                                {"metadata time (ms)", 12},
                                {"scan time total (min, med, max)", 34, "timing"},
                                {"shuffle write time", 5'000'000, "nsTiming"},
                                {"bytes of written output", 99}});
  const PlanFacts plan(builder.graph, builder.values);
  EXPECT_EQ(plan.sum(id, "number of files read"), 7);
  EXPECT_EQ(plan.time(id, "metadata time"), 12);
  EXPECT_EQ(plan.time(id, "scan time"), 34);
  EXPECT_EQ(plan.time(id, "shuffle write time"), 5);
  EXPECT_EQ(plan.sum(id, "written output"), 99);
  EXPECT_EQ(plan.time(id, "sort time"), std::nullopt);
}

TEST(PlanFacts, NeighboursInOrder) {
  PlanBuilder builder;
  const auto left = builder.node("Range", "", {});
  const auto right = builder.node("Range", "", {});
  const auto join = builder.node("SortMergeJoin", "", {}, {right, left});
  const PlanFacts plan(builder.graph, builder.values);
  ASSERT_EQ(plan.inputs(join).size(), 2U);
  EXPECT_EQ(plan.inputs(join)[0]->id, left);
  EXPECT_EQ(plan.inputs(join)[1]->id, right);
  ASSERT_EQ(plan.consumers(left).size(), 1U);
  EXPECT_EQ(plan.consumers(left)[0]->id, join);
  EXPECT_TRUE(plan.inputs(99).empty());
}

}  // namespace
}  // namespace afterglow::history
