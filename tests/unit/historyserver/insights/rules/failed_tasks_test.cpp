#include "historyserver/insights/rules/table.h"
#include "tests/unit/historyserver/insights/facts_builder.h"

namespace afterglow::history {
namespace {

StageFacts& failing_stage(FactsBuilder& builder, std::int64_t failed, double time) {
  StageFacts& stage = builder.stage(30, 1000, 10'000);
  stage.row.failed_tasks = failed;
  stage.tasks.failed_time = time;
  stage.tasks.failure = "java.lang.RuntimeException: bad";
  return stage;
}

TEST(FailedTasks, AreWorkThrownAway) {
  FactsBuilder builder;
  failing_stage(builder, 10, 10'000);
  const auto findings = builder.run(kFailedTasks);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].severity, Severity::warning);
  EXPECT_NEAR(findings[0].recoverable_ms, 2500, 1);
  EXPECT_EQ(findings[0].recoverable_core_ms, 10'000);
  EXPECT_TRUE(findings[0].text.ends_with("with: java.lang.RuntimeException: bad"));
}

TEST(FailedTasks, AreOnlyNotedWhereTheyAreFew) {
  FactsBuilder builder;
  failing_stage(builder, 1, 1000);
  EXPECT_EQ(builder.run(kFailedTasks)[0].severity, Severity::note);
  FactsBuilder instant;
  failing_stage(instant, 1, 0);
  EXPECT_TRUE(instant.run(kFailedTasks).empty());
}

TEST(FailedTasks, EndAJob) {
  FactsBuilder builder;
  builder.facts.jobs[0].row.status = "FAILED";
  StageFacts& stage = failing_stage(builder, 4, 0);
  stage.row.status = "FAILED";
  const auto of_one_job = builder.run(kFailedTasks);
  ASSERT_EQ(of_one_job.size(), 1U);
  EXPECT_EQ(of_one_job[0].severity, Severity::warning);
  EXPECT_TRUE(of_one_job[0].text.starts_with("Job 0 failed because tasks of stage 0 did"));
  EXPECT_EQ(of_one_job[0].links[0].kind, LinkKind::job);
  builder.facts.has_failed = true;
  EXPECT_EQ(builder.run(kFailedTasks)[0].severity, Severity::critical);
}

TEST(FailedTasks, AreNoFetchFailures) {
  FactsBuilder builder;
  failing_stage(builder, 4, 10'000).row.failure_reason = "FetchFailed(BlockManagerId(1, host, 1))";
  EXPECT_TRUE(builder.run(kFailedTasks).empty());
}

}  // namespace
}  // namespace afterglow::history
