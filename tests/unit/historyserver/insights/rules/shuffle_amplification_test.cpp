#include "historyserver/insights/rules/table.h"
#include "tests/unit/historyserver/insights/facts_builder.h"

namespace afterglow::history {
namespace {

// It reads 100 MiB, writes `written` and is read by another stage.
void exploding_stage(FactsBuilder& builder, std::int64_t written) {
  StageFacts& stage = builder.stage(100, 1000, 10'000);
  stage.row.metrics[TaskMetric::input_bytes] = 100 * kMebibyte;
  stage.row.metrics[TaskMetric::shuffle_bytes_written] = written;
  stage.row.metrics[TaskMetric::executor_run_time] = 200'000;
  stage.row.metrics[TaskMetric::shuffle_write_time] = 50'000LL * 1'000'000;
  stage.wall[WallPart::io] = 10'000;
  StageFacts& reader = builder.stage(100, 1000, 10'000);
  reader.row.parent_ids = {0};
  reader.row.metrics[TaskMetric::shuffle_remote_bytes_read] = 2 * written;
  reader.wall[WallPart::shuffle_wait] = 4000;
}

TEST(ShuffleAmplification, IsFarMoreThanWasRead) {
  FactsBuilder builder;
  exploding_stage(builder, 1000 * kMebibyte);
  const auto findings = builder.run(kShuffleAmplification);
  ASSERT_EQ(findings.size(), 1U);
  // 1000 / 64 of 100 s of CPU time of both, half of the waiting, and half of the reader's; of that
  // the half that is more than 5 times the input.
  EXPECT_NEAR(findings[0].recoverable_ms, (2 * 1562.5 + 5000 + 2000) / 2, 1);
  EXPECT_TRUE(findings[0].text.starts_with("Stage 0 read 100 MiB")) << findings[0].text;
}

TEST(ShuffleAmplification, IsNotALittleOrWhatStagesMakeThemselves) {
  FactsBuilder usual;
  exploding_stage(usual, 400 * kMebibyte);
  EXPECT_TRUE(usual.run(kShuffleAmplification).empty());
  FactsBuilder small;
  exploding_stage(small, 1000 * kMebibyte);
  EXPECT_TRUE(small.run(kShuffleAmplification, {{"shuffleAmplification.bytes", 2000.0 * kMebibyte}})
                  .empty());
  small.facts.stages[0].row.metrics[TaskMetric::input_bytes] = 0;
  EXPECT_TRUE(small.run(kShuffleAmplification).empty());
}

}  // namespace
}  // namespace afterglow::history
