#include "historyserver/insights/rules/table.h"
#include "tests/unit/historyserver/insights/facts_builder.h"

namespace afterglow::history {
namespace {

// A stage after another one, that was 8 s of 18 s in scheduling.
StageFacts& delayed_stage(FactsBuilder& builder) {
  builder.stage(10, 100, 100);
  StageFacts& stage = builder.stage(100, 1000, 10'000);
  stage.start += 1000;
  stage.row.completion_time = stage.end;
  stage.wall[WallPart::scheduling] = 8000;
  return stage;
}

TEST(SchedulingDelay, IsCoresThatWaitForTasks) {
  FactsBuilder builder;
  delayed_stage(builder);
  const auto findings = builder.run(kSchedulingDelay);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_NEAR(findings[0].recoverable_ms, 8000 - 18'000 * 0.125, 1);
  EXPECT_TRUE(findings[0].text.starts_with("Cores were free")) << findings[0].text;
  EXPECT_EQ(findings[0].advice[0].setting, "spark.locality.wait");
  builder.set("spark.locality.wait", "0s");
  EXPECT_EQ(builder.run(kSchedulingDelay)[0].advice[0].setting, "");
}

TEST(SchedulingDelay, IsTasksThatAreLongOutsideOfTheirRun) {
  FactsBuilder builder;
  delayed_stage(builder).row.metrics[TaskMetric::executor_run_time] = 55'000;
  const auto findings = builder.run(kSchedulingDelay);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_TRUE(findings[0].text.contains("being shipped")) << findings[0].text;
}

TEST(SchedulingDelay, IsUnclear) {
  struct Case {
    std::string_view name;
    void (*change)(StageFacts&);
  };
  for (const Case& one : {
           Case{"a little", [](StageFacts& stage) { stage.wall[WallPart::scheduling] = 2000; }},
           Case{"small tasks", [](StageFacts& stage) { stage.tasks.duration.median = 100; }},
           Case{"retries", [](StageFacts& stage) { stage.row.failed_tasks = 1; }},
           Case{"no end", [](StageFacts& stage) { stage.row.completion_time = {}; }},
           Case{"the first", [](StageFacts& stage) { stage.start -= 1000; }},
           Case{"other cores", [](StageFacts& stage) { stage.row.resource_profile_id = 1; }},
       }) {
    FactsBuilder builder;
    one.change(delayed_stage(builder));
    EXPECT_TRUE(builder.run(kSchedulingDelay).empty()) << one.name;
  }
}

}  // namespace
}  // namespace afterglow::history
