#include "historyserver/insights/rules/table.h"
#include "tests/unit/historyserver/insights/facts_builder.h"

namespace afterglow::history {
namespace {

StageFacts& stage_of(FactsBuilder& builder, std::int64_t tasks, std::int64_t duration) {
  StageFacts& stage = builder.stage(tasks, duration, 10'000);
  stage.row.metrics[TaskMetric::shuffle_local_bytes_read] = 1000;
  stage.query_id = 0;
  stage.wall[WallPart::scheduling] = 8000;
  return stage;
}

TEST(SmallTasks, AreManyAndShort) {
  FactsBuilder builder;
  stage_of(builder, 200, 20);
  const auto findings = builder.run(kSmallTasks);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_NEAR(findings[0].recoverable_ms, 8000 * 0.9, 1);  // 20 tasks would do
  EXPECT_EQ(findings[0].advice[0].setting, "spark.sql.shuffle.partitions");
  EXPECT_EQ(findings[0].advice[0].value, "20");
}

TEST(SmallTasks, AreNotFewOrLongOnesOrThoseOfMuchData) {
  for (const auto& [tasks, duration, bytes] :
       {std::tuple{99, 20, 1000L}, std::tuple{200, 600, 1000L}, std::tuple{200, 20, 200L << 26}}) {
    FactsBuilder builder;
    stage_of(builder, tasks, duration).row.metrics[TaskMetric::shuffle_local_bytes_read] = bytes;
    EXPECT_TRUE(builder.run(kSmallTasks).empty()) << tasks << " " << duration << " " << bytes;
  }
}

TEST(SmallTasks, AreUnknownWithoutCores) {
  FactsBuilder builder;
  stage_of(builder, 200, 20);
  builder.facts.most_cores = 0;
  EXPECT_TRUE(builder.run(kSmallTasks).empty());
}

TEST(SmallTasks, AreMergedByAdaptiveExecution) {
  FactsBuilder builder;
  builder.set("spark.sql.adaptive.enabled", "false");
  stage_of(builder, 200, 20);
  EXPECT_EQ(builder.run(kSmallTasks)[0].advice[0].setting, "spark.sql.adaptive.enabled");
}

}  // namespace
}  // namespace afterglow::history
