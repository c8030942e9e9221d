#include "historyserver/insights/rules/table.h"
#include "tests/unit/historyserver/insights/facts_builder.h"

namespace afterglow::history {
namespace {

// An hour, with a job in the first ten minutes and one in the last ten.
FactsBuilder with_a_pause() {
  FactsBuilder builder;
  Facts& facts = builder.facts;
  facts.end = facts.start + 3'600'000;
  facts.core_time = 10 * 3'600'000.0;
  facts.jobs[0].end = facts.start + 600'000;
  builder.stage(1200, 10'000, 1'200'000);  // on all of them
  JobFacts& last = facts.jobs.emplace_back(facts.jobs[0]);
  last.row.id = 1;
  last.start = facts.end - 600'000;
  last.end = facts.end;
  facts.cores[WallPart::driver_only] = 10 * 2'400'000.0;
  facts.cores[WallPart::compute] = 10 * 1'200'000.0;
  return builder;
}

TEST(IdleCores, CanBeGivenBackInAPause) {
  const auto findings = with_a_pause().run(kIdleCores);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].recoverable_ms, 0);
  EXPECT_EQ(findings[0].recoverable_core_ms, 10 * (2'400'000 - 60'000));
  EXPECT_EQ(findings[0].advice[0].setting, "spark.dynamicAllocation.enabled");
}

TEST(IdleCores, AreKeptByWhatDynamicAllocationIsTold) {
  FactsBuilder builder = with_a_pause();
  builder.set("spark.dynamicAllocation.enabled", "true");
  builder.set("spark.dynamicAllocation.minExecutors", "5");
  builder.set("spark.dynamicAllocation.executorIdleTimeout", "1h");
  const auto findings = builder.run(kIdleCores);
  ASSERT_EQ(findings.size(), 1U);
  ASSERT_EQ(findings[0].advice.size(), 2U);
  EXPECT_EQ(findings[0].advice[0].setting, "spark.dynamicAllocation.minExecutors");
  EXPECT_EQ(findings[0].advice[1].value, "60s");
}

// One task after the other on ten cores.
TEST(IdleCores, AreTooManyForNarrowStages) {
  FactsBuilder builder;
  StageFacts& stage = builder.stage(1, 100'000, 100'000);
  stage.row.job_ids = {0};
  stage.end = builder.facts.end;
  builder.facts.busy_time = 100'000;
  builder.facts.cores[WallPart::idle] = 900'000;
  builder.facts.cores[WallPart::compute] = 100'000;
  builder.set("spark.executor.instances", "5");
  const auto findings = builder.run(kIdleCores);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].recoverable_core_ms, 500'000);
  EXPECT_EQ(findings[0].advice[0].setting, "spark.executor.instances");
  EXPECT_EQ(findings[0].advice[0].value, "3");
}

TEST(IdleCores, AreNoneWhereNothingCouldBeGivenBack) {
  FactsBuilder busy = with_a_pause();
  busy.facts.cores[WallPart::driver_only] = 10 * 100'000.0;
  EXPECT_TRUE(busy.run(kIdleCores).empty());
  FactsBuilder local = with_a_pause();
  local.facts.is_local = true;
  EXPECT_TRUE(local.run(kIdleCores).empty());
  FactsBuilder dynamic = with_a_pause();
  dynamic.set("spark.dynamicAllocation.enabled", "true");
  EXPECT_TRUE(dynamic.run(kIdleCores).empty());
}

}  // namespace
}  // namespace afterglow::history
