#include "historyserver/insights/plan_cases.h"

#include "tests/unit/historyserver/insights/facts_builder.h"

namespace afterglow::history {
namespace {

TEST(PlanCases, StagesOfNodesWithoutMetricsAreThoseAround) {
  FactsBuilder builder;
  builder.stage(10, 1000, 1000);
  builder.stage(10, 1000, 1000);
  PlanBuilder plan;
  const auto scan = plan.node("Scan csv ", "", {{"number of output rows", 5, "sum", 0}});
  const auto below = plan.node("Project", "", {}, {scan});
  const auto exchange = plan.node(
      "Exchange", "", {{"data size", 5, "size", 0}, {"records read", 5, "sum", 1}}, {below});
  const auto above = plan.node("BatchEvalPython", "", {}, {exchange});
  plan.node("HashAggregate", "", {{"number of output rows", 1, "sum", 1}}, {above});
  const QueryFacts& query = builder.query(plan.graph, plan.values);
  EXPECT_EQ(stage_around(builder.facts, query, below), &builder.facts.stages[0]);
  EXPECT_EQ(stage_around(builder.facts, query, above), &builder.facts.stages[1]);
  EXPECT_EQ(stage_of(builder.facts, query, exchange, "data size"), &builder.facts.stages[0]);
  EXPECT_EQ(stage_of(builder.facts, query, exchange, "records read"), &builder.facts.stages[1]);
}

TEST(PlanCases, TimeWithoutJobs) {
  FactsBuilder builder;
  const QueryFacts& query = builder.query({}, {});
  EXPECT_EQ(driver_time(builder.facts, query), 0);
  builder.facts.jobs[0].end -= 30'000;
  EXPECT_EQ(driver_time(builder.facts, query), 30'000);
}

TEST(PlanCases, NoStageGivesMoreThanItsShare) {
  FactsBuilder builder;
  const StageFacts& stage = builder.stage(10, 1000, 4000);
  PlanBuilder plan;
  plan.node("Range", "", {});
  const QueryFacts& query = builder.query(plan.graph, plan.values);
  PlanCases cases(builder.facts);
  for (int i = 0; i < 2; ++i) {
    cases.add({.query = &query,
               .node = query.plan.node(0),
               .note = "",
               .stages = {{&stage, 3000}},
               .driver_ms = 5000});
  }
  EXPECT_EQ(cases.finding().recoverable_ms, 4000);
  EXPECT_EQ(cases.finding().recoverable_core_ms, 40'000);
  EXPECT_EQ(cases.others_words(), " (and 1 other place)");
}

}  // namespace
}  // namespace afterglow::history
