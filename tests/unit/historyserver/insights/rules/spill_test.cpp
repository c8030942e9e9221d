#include "historyserver/insights/rules/table.h"
#include "tests/unit/historyserver/insights/facts_builder.h"

namespace afterglow::history {
namespace {

// 100 tasks that read 10 GiB of a shuffle, and spill as much to disk and twice that of memory.
StageFacts& spilling_stage(FactsBuilder& builder) {
  StageFacts& stage = builder.stage(100, 1000, 10'000);
  stage.query_id = 0;
  stage.row.metrics[TaskMetric::shuffle_local_bytes_read] = 10'240 * kMebibyte;
  stage.row.metrics[TaskMetric::disk_bytes_spilled] = 10'240 * kMebibyte;
  stage.row.metrics[TaskMetric::memory_bytes_spilled] = 20'480 * kMebibyte;
  stage.wall[WallPart::io] = 30'000;
  stage.wall[WallPart::compute] = 20'000;
  stage.row.metrics[TaskMetric::executor_cpu_time] = 1'024'000LL * 1'000'000;
  return stage;
}

TEST(Spill, CostsItsPartOfTheWaitingAndOfTheComputing) {
  FactsBuilder builder;
  spilling_stage(builder);
  const auto findings = builder.run(kSpill, {{"spill.rate", 200.0 * kMebibyte}});
  ASSERT_EQ(findings.size(), 1U);
  // Two thirds of what was moved; and a tenth of the CPU time.
  EXPECT_NEAR(findings[0].recoverable_ms, 30'000 * 2 / 3.0 + 2000, 1);
}

TEST(Spill, AdvisesSoManyPartitionsThatTheyFit) {
  FactsBuilder builder;
  spilling_stage(builder).row.task_count = 200;
  builder.set("spark.executor.memory", "1324m");  // 307.2 MiB for each of two tasks
  const auto findings = builder.run(kSpill);
  ASSERT_EQ(findings[0].advice.size(), 2U);
  EXPECT_EQ(findings[0].advice[0].setting, "spark.sql.shuffle.partitions");
  EXPECT_EQ(findings[0].advice[0].value, "420");  // 200 * (1 + 204.8 / 307.2) * 1.25
  EXPECT_EQ(findings[0].advice[1].setting, "spark.executor.memory");
  EXPECT_EQ(findings[0].advice[1].value, "2304m");
}

TEST(Spill, IsNotALittle) {
  FactsBuilder builder;
  spilling_stage(builder).row.metrics[TaskMetric::memory_bytes_spilled] = 1000 * kMebibyte;
  EXPECT_TRUE(builder.run(kSpill).empty());
  builder.facts.stages[0].row.metrics[TaskMetric::disk_bytes_spilled] = 0;
  EXPECT_TRUE(builder.run(kSpill, {{"spill.share", 0.0}}).empty());
}

TEST(Spill, OfOneLargePartitionIsSkew) {
  FactsBuilder builder;
  StageFacts& stage = spilling_stage(builder);
  FactsBuilder::spread(stage.tasks.shuffle_bytes, 100, kMebibyte);
  FactsBuilder::long_task(stage, 40'000, 5000 * kMebibyte);
  stage.tasks.longest.disk_spilled = 10'240 * kMebibyte;
  EXPECT_TRUE(builder.run(kSpill)[0].advice[0].text.contains("skew"));
}

}  // namespace
}  // namespace afterglow::history
