#include "historyserver/insights/rules/table.h"
#include "tests/unit/historyserver/insights/facts_builder.h"

namespace afterglow::history {
namespace {

constexpr std::int64_t kMiB = 1024 * 1024;

StageFacts& waiting_stage(FactsBuilder& builder) {
  StageFacts& stage = builder.stage(100, 1000, 10'000);
  FactsBuilder::spread(stage.tasks.shuffle_bytes, 100, 10 * kMiB);
  stage.wall[WallPart::stragglers] = 30'000;
  return stage;
}

TEST(PartitionSkew, IsALongTaskThatReadMuch) {
  FactsBuilder builder;
  FactsBuilder::long_task(waiting_stage(builder), 40'000, 400 * kMiB);
  const auto findings = builder.run(kPartitionSkew);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].recoverable_ms, 30'000);
  EXPECT_EQ(findings[0].recoverable_core_ms, 300'000);
  EXPECT_EQ(findings[0].links[0].id, 0);
  EXPECT_EQ(findings[0].links[1].kind, LinkKind::task);
}

TEST(PartitionSkew, IsNoTaskThatReadAsMuchAsTheOthers) {
  FactsBuilder builder;
  FactsBuilder::long_task(waiting_stage(builder), 40'000, 11 * kMiB);
  EXPECT_TRUE(builder.run(kPartitionSkew).empty());
}

TEST(PartitionSkew, IsNoShortTask) {
  FactsBuilder builder;
  FactsBuilder::long_task(waiting_stage(builder), 1900, 400 * kMiB);
  EXPECT_TRUE(builder.run(kPartitionSkew).empty());
}

TEST(PartitionSkew, HasThresholds) {
  FactsBuilder builder;
  FactsBuilder::long_task(waiting_stage(builder), 40'000, 400 * kMiB);
  EXPECT_TRUE(builder.run(kPartitionSkew, {{"partitionSkew.ratio", 50}}).empty());
}

}  // namespace
}  // namespace afterglow::history
