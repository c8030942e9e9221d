#include "historyserver/insights/rules/table.h"
#include "tests/unit/historyserver/insights/facts_builder.h"

namespace afterglow::history {
namespace {

TEST(GcPressure, IsMuchOfTheRunTime) {
  FactsBuilder builder;
  StageFacts& stage = builder.stage(100, 1000, 10'000);
  stage.row.metrics[TaskMetric::jvm_gc_time] = 40'000;
  stage.wall[WallPart::gc] = 4000;
  const auto findings = builder.run(kGcPressure);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].numbers[0].value, 0.4);
  EXPECT_NEAR(findings[0].recoverable_ms, 3500, 1);
  EXPECT_EQ(findings[0].advice[0].setting, "spark.executor.memory");
  EXPECT_EQ(findings[0].advice[0].value, "2048m");
}

TEST(GcPressure, IsNotALittle) {
  FactsBuilder builder;
  builder.stage(100, 1000, 10'000).row.metrics[TaskMetric::jvm_gc_time] = 9'000;
  EXPECT_TRUE(builder.run(kGcPressure).empty());
}

}  // namespace
}  // namespace afterglow::history
