#include "historyserver/insights/rules/table.h"
#include "tests/unit/historyserver/insights/facts_builder.h"

namespace afterglow::history {
namespace {

StageFacts& waiting_stage(FactsBuilder& builder, std::int64_t wait) {
  StageFacts& stage = builder.stage(1000, 100, 10'000);
  stage.query_id = 0;
  stage.row.metrics[TaskMetric::shuffle_fetch_wait_time] = wait;
  stage.row.metrics[TaskMetric::shuffle_remote_bytes_read] = 1 << 30;
  stage.row.metrics[TaskMetric::shuffle_remote_blocks_fetched] = 1000;
  stage.wall[WallPart::shuffle_wait] = 4000;
  return stage;
}

TEST(FetchWait, IsMuchOfTheRunTime) {
  FactsBuilder builder;
  waiting_stage(builder, 40'000);
  const auto findings = builder.run(kFetchWait);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_NEAR(findings[0].recoverable_ms, 3500, 1);
  EXPECT_EQ(findings[0].advice[0].setting, "spark.reducer.maxSizeInFlight");
}

TEST(FetchWait, IsNotALittle) {
  FactsBuilder builder;
  waiting_stage(builder, 9000);
  EXPECT_TRUE(builder.run(kFetchWait).empty());
}

TEST(FetchWait, OfSmallBlocksIsMendedByFewerPartitions) {
  FactsBuilder builder;
  waiting_stage(builder, 40'000).row.metrics[TaskMetric::shuffle_remote_blocks_fetched] = 1'000'000;
  builder.set("spark.sql.shuffle.partitions", "1000");
  const auto findings = builder.run(kFetchWait);
  EXPECT_EQ(findings[0].advice[0].setting, "spark.sql.shuffle.partitions");
  EXPECT_EQ(findings[0].advice[0].value, "20");
}

}  // namespace
}  // namespace afterglow::history
