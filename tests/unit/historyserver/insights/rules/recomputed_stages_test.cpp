#include "historyserver/insights/rules/table.h"
#include "tests/unit/historyserver/insights/facts_builder.h"

namespace afterglow::history {
namespace {

TEST(RecomputedStages, AreDoneAgainAfterAFetchFailure) {
  FactsBuilder builder;
  builder.stage(10, 1000, 10'000);
  StageFacts& failed = builder.stage(8, 1000, 10'000);
  failed.row.status = "FAILED";
  failed.row.failure_reason = "org.apache.spark.shuffle.FetchFailedException: gone";
  failed.tasks.failed_time = 2000;
  StageFacts& again = builder.stage(10, 1000, 5000);
  again.row.stage_id = 0;
  again.row.attempt = 1;
  const auto findings = builder.run(kRecomputedStages);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_NEAR(findings[0].recoverable_ms, 5000 + 10'000 * 0.2, 1);
  EXPECT_EQ(findings[0].links[0].attempt, 1);
  EXPECT_EQ(findings[0].advice[1].setting, "spark.shuffle.service.enabled");
}

TEST(RecomputedStages, AreNoRetriesOfWhatNeverWasComplete) {
  FactsBuilder builder;
  StageFacts& failed = builder.stage(10, 1000, 10'000);
  failed.row.status = "FAILED";
  failed.row.failure_reason = "Stage cancelled";
  StageFacts& again = builder.stage(10, 1000, 10'000);
  again.row.stage_id = 0;
  again.row.attempt = 1;
  EXPECT_TRUE(builder.run(kRecomputedStages).empty());
}

}  // namespace
}  // namespace afterglow::history
