#include "historyserver/insights/rules/table.h"
#include "tests/unit/historyserver/insights/facts_builder.h"

namespace afterglow::history {
namespace {

// On 10 cores.
StageFacts& narrow_stage(FactsBuilder& builder, std::int64_t tasks,
                         std::int64_t duration = 20'000) {
  StageFacts& stage = builder.stage(tasks, duration, 8000);
  stage.wall[WallPart::idle] = 12'000;
  return stage;
}

TEST(TooFewPartitions, LeaveCoresIdle) {
  FactsBuilder builder;
  narrow_stage(builder, 4);
  const auto findings = builder.run(kTooFewPartitions);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].recoverable_ms, 12'000);
  EXPECT_TRUE(findings[0].text.starts_with("With 4 tasks for 10 cores, stage 0 left 6 cores"))
      << findings[0].text;
}

TEST(TooFewPartitions, AreNotShortTasksOneTaskOrABarrier) {
  FactsBuilder brief;
  narrow_stage(brief, 4, 900);
  EXPECT_TRUE(brief.run(kTooFewPartitions).empty());
  FactsBuilder one;
  narrow_stage(one, 1);
  EXPECT_TRUE(one.run(kTooFewPartitions).empty());
  FactsBuilder enough;
  narrow_stage(enough, 30).wall[WallPart::stragglers] = 12'000;
  EXPECT_TRUE(enough.run(kTooFewPartitions).empty());
  FactsBuilder barrier;
  narrow_stage(barrier, 4).is_barrier = true;
  EXPECT_TRUE(barrier.run(kTooFewPartitions).empty());
}

TEST(TooFewPartitions, AreNotBlamedForALongTask) {
  FactsBuilder builder;
  FactsBuilder::long_task(narrow_stage(builder, 4), 80'000, 0);
  const auto findings = builder.run(kTooFewPartitions, {{"tooFewPartitions.share", 0.1}});
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].recoverable_ms, 3000);
}

TEST(TooFewPartitions, LeaveALastRound) {
  FactsBuilder builder;
  narrow_stage(builder, 12).wall[WallPart::stragglers] = 12'000;
  const auto findings = builder.run(kTooFewPartitions);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_NEAR(findings[0].recoverable_ms, 8000, 1);
  EXPECT_TRUE(findings[0].text.contains("a last round of tasks")) << findings[0].text;
}

TEST(TooFewPartitions, AreUnknownWhereSomeCoresAreForOtherStages) {
  FactsBuilder builder;
  narrow_stage(builder, 4);
  narrow_stage(builder, 4).row.resource_profile_id = 1;
  EXPECT_TRUE(builder.run(kTooFewPartitions).empty());
}

}  // namespace
}  // namespace afterglow::history
