#include "historyserver/insights/rules/table.h"
#include "tests/unit/historyserver/insights/facts_builder.h"

namespace afterglow::history {
namespace {

TEST(HugePartitions, AreARisk) {
  FactsBuilder builder;
  StageFacts& stage = builder.stage(200, 10'000, 10'000);
  stage.query_id = 0;
  FactsBuilder::spread(stage.tasks.shuffle_bytes, 200, 6 * kGibibyte);
  stage.row.metrics[TaskMetric::shuffle_remote_bytes_read] = 1200 * kGibibyte;
  const auto findings = builder.run(kHugePartitions);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].severity, Severity::warning);
  EXPECT_EQ(findings[0].advice[0].setting, "spark.sql.shuffle.partitions");
  EXPECT_EQ(findings[0].advice[0].value, "4800");
}

TEST(HugePartitions, AreNotSmallerOnesNorThoseThatOthersTell) {
  FactsBuilder small;
  FactsBuilder::spread(small.stage(200, 10'000, 10'000).tasks.input_bytes, 200, 4 * kGibibyte);
  EXPECT_TRUE(small.run(kHugePartitions).empty());
  FactsBuilder skewed;
  StageFacts& stage = skewed.stage(200, 1000, 10'000);
  FactsBuilder::spread(stage.tasks.shuffle_bytes, 200, kGibibyte / 8);
  FactsBuilder::long_task(stage, 40'000, 6 * kGibibyte);
  EXPECT_TRUE(skewed.run(kHugePartitions).empty());
  FactsBuilder single;
  FactsBuilder::spread(single.stage(1, 10'000, 1000).tasks.input_bytes, 1, 6 * kGibibyte);
  EXPECT_TRUE(single.run(kHugePartitions).empty());
}

}  // namespace
}  // namespace afterglow::history
