#include "tests/unit/historyserver/ingest/projector_fixture.h"

namespace afterglow::history {
namespace {

using ProjectorJobs = ProjectorTest;
using Integers = std::vector<std::int64_t>;

TEST_F(ProjectorJobs, StartsWithItsStagesPending) {
  JobStart start = job_start(3, {stage_info(7, 2), stage_info(9, 3), stage_info(8, 4)});
  start.stages[2].completion_time = 5;  // its output is still there: not planned
  start.description = "d";
  start.group = "g";
  start.tags = {"a", "b"};
  start.sql_execution_id = 12;
  on(std::move(start));
  const JobRow row = job(3);
  EXPECT_EQ(row.status, "RUNNING");
  EXPECT_EQ(row.name, "stage 9");
  EXPECT_EQ(row.stage_ids, (Integers{7, 9, 8}));
  EXPECT_EQ(row.task_count, 5);
  EXPECT_EQ(row.submission_time, 903);
  EXPECT_EQ(row.completion_time, std::nullopt);
  EXPECT_EQ(row.description, "d");
  EXPECT_EQ(row.group, "g");
  EXPECT_EQ(row.tags, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(row.sql_execution_id, 12);
  EXPECT_EQ(stage(7).status, "PENDING");
  EXPECT_EQ(stage(7).job_ids, Integers{3});
}

TEST_F(ProjectorJobs, RunsFromStartToEnd) {
  on(job_start(0, {stage_info(0, 1)}), stage_submitted(0, 1));
  EXPECT_EQ(stage(0).status, "ACTIVE");
  EXPECT_EQ(job(0).active_stages, 1);
  on(task_start({0, 0}, task_info(0, 0)), task_end({0, 0}, task_info(0, 0)));
  on(stage_completed(0, 1), JobEnd{0, 3000, true});
  const JobRow row = job(0);
  EXPECT_EQ(row.status, "SUCCEEDED");
  EXPECT_EQ(row.completion_time, 3000);
  EXPECT_EQ(row.active_stages, 0);
  EXPECT_EQ(row.completed_stages, 1);
  EXPECT_EQ(row.completed_tasks, 1);
  EXPECT_EQ(row.completed_indices, 1);
  EXPECT_EQ(stage(0).status, "COMPLETE");
  EXPECT_EQ(stage(0).submission_time, 1000);
  EXPECT_EQ(stage(0).completion_time, 2000);
}

TEST_F(ProjectorJobs, SkipsStagesThatNeverRan) {
  on(job_start(0, {stage_info(0, 4), stage_info(1, 2)}), stage_submitted(1, 2));
  on(stage_completed(1, 2), JobEnd{0, 3000, true});
  EXPECT_EQ(stage(0).status, "SKIPPED");
  EXPECT_EQ(job(0).skipped_stages, 1);
  EXPECT_EQ(job(0).skipped_tasks, 4);
  EXPECT_EQ(job(0).completed_stages, 1);
}

// Spark before 2.2 submitted no event for them.
TEST_F(ProjectorJobs, SkipsAStageThatCompletesWithoutSubmission) {
  on(job_start(0, {stage_info(0, 4)}), StageCompleted{stage_info(0, 4)});
  EXPECT_EQ(stage(0).status, "SKIPPED");
  EXPECT_EQ(job(0).skipped_stages, 1);
  EXPECT_EQ(job(0).skipped_tasks, 4);
}

TEST_F(ProjectorJobs, CountsEveryAttemptOfAStage) {
  on(job_start(0, {stage_info(0, 2)}), stage_submitted(0, 2));
  on(stage_completed(0, 2, "fetch failed"), stage_submitted(0, 1, 1));
  EXPECT_EQ(stage(0, 0).status, "FAILED");
  EXPECT_EQ(stage(0, 0).failure_reason, "fetch failed");
  EXPECT_EQ(stage(0, 1).status, "ACTIVE");
  on(stage_completed(0, 1, {}, 1), JobEnd{0, 3000, true});
  const JobRow row = job(0);
  EXPECT_EQ(row.failed_stages, 1);
  EXPECT_EQ(row.completed_stages, 1);
  EXPECT_EQ(row.active_stages, 0);
}

// A stage that runs again after it completed is counted once.
TEST_F(ProjectorJobs, TakesAResubmittedStageBack) {
  on(job_start(0, {stage_info(0, 2)}), stage_submitted(0, 2), stage_completed(0, 2));
  EXPECT_EQ(job(0).completed_stages, 1);
  on(stage_submitted(0, 1, 1));
  EXPECT_EQ(job(0).completed_stages, 0);
  on(stage_completed(0, 1, {}, 1));
  EXPECT_EQ(job(0).completed_stages, 1);
}

TEST_F(ProjectorJobs, AStageBelongsToAllRunningJobsThatNeedIt) {
  on(job_start(0, {stage_info(0, 1)}), job_start(1, {stage_info(0, 1), stage_info(1, 1)}));
  on(stage_submitted(0, 1));
  EXPECT_EQ(stage(0).job_ids, (Integers{0, 1}));
  on(task_start({0, 0}, task_info(0, 0)));
  EXPECT_EQ(job(0).active_tasks, 1);
  EXPECT_EQ(job(1).active_tasks, 1);
}

TEST_F(ProjectorJobs, AJobWhoseEndIsUnknownIsNoError) {
  on(JobEnd{7, 10, true}, stage_completed(3, 1), JobEnd{7, 10, false});
  EXPECT_EQ(totals().jobs_succeeded, 0);
}

TEST_F(ProjectorJobs, TakesPoolAndDescriptionOfAStage) {
  StageSubmitted submitted = stage_submitted(0, 1);
  submitted.pool = "p";
  submitted.description = "d";
  on(std::move(submitted), stage_submitted(1, 1));
  EXPECT_EQ(stage(0).scheduling_pool, "p");
  EXPECT_EQ(stage(0).description, "d");
  EXPECT_EQ(stage(1).scheduling_pool, "default");
}

// Tasks of a cancelled job go on until they notice.
TEST_F(ProjectorJobs, CountsTasksThatEndAfterStageAndJob) {
  on(job_start(0, {stage_info(0, 2)}), stage_submitted(0, 2));
  on(task_start({0, 0}, task_info(0, 0)), task_start({0, 0}, task_info(1, 1)));
  on(stage_completed(0, 2, "cancelled"), JobEnd{0, 3000, false});
  EXPECT_EQ(stage(0).active_tasks, 2);
  on(task_end({0, 0}, task_info(0, 0), TaskOutcome::killed, "cancelled"),
     task_end({0, 0}, task_info(1, 1), TaskOutcome::killed, "cancelled"));
  EXPECT_EQ(stage(0).active_tasks, 0);
  EXPECT_EQ(stage(0).killed_tasks, 2);
  EXPECT_EQ(job(0).status, "FAILED");
  EXPECT_EQ(job(0).killed_tasks, 2);
  EXPECT_EQ(job(0).killed_tasks_summary, (CountMap{{"cancelled", 2}}));
}

}  // namespace
}  // namespace afterglow::history
