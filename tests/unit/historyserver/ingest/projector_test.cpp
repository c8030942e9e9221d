#include "tests/unit/historyserver/ingest/projector_fixture.h"

namespace afterglow::history {
namespace {

using ProjectorApplication = ProjectorTest;

TEST_F(ProjectorApplication, IsKnownFromItsStartToItsEnd) {
  EXPECT_FALSE(projector_->application());
  on(LogStart{"4.3.0"}, ApplicationStart{"name", "app-1", "2", 10, "user", {}, {}});
  ASSERT_TRUE(projector_->application());
  EXPECT_EQ(projector_->application()->spark_version, "4.3.0");
  EXPECT_EQ(projector_->application()->attempt_id, "2");
  EXPECT_EQ(projector_->application()->end_time, std::nullopt);
  on(ApplicationEnd{99, 3});
  expect_done(projector_->flush());
  const auto stored = value_of(database_->applications.get());
  ASSERT_TRUE(stored);
  EXPECT_EQ(stored->id, "app-1");
  EXPECT_EQ(stored->start_time, 10);
  EXPECT_EQ(stored->end_time, 99);
  EXPECT_EQ(stored->exit_code, 3);
}

TEST_F(ProjectorApplication, WithoutAnIdIsNone) {
  on(ApplicationStart{"name", std::nullopt, {}, 10, "user", {}, {}}, ApplicationEnd{99, {}});
  EXPECT_FALSE(projector_->application());
}

TEST_F(ProjectorApplication, TellsTheDriversLogs) {
  on(block_manager_added("driver"));
  on(ApplicationStart{"name", "app", {}, 10, "user", StringMap{{"stdout", "u"}}, {{"A", "b"}}});
  EXPECT_EQ(executor("driver").executor_logs, (StringMap{{"stdout", "u"}}));
  EXPECT_EQ(executor("driver").attributes, (StringMap{{"A", "b"}}));
}

TEST_F(ProjectorApplication, CountsAll) {
  on(job_start(0, {stage_info(0, 3), stage_info(1, 1)}), job_start(1, {stage_info(2, 1)}));
  on(stage_submitted(1, 1));
  for (std::int64_t id = 0; id < 4; ++id) on(task_start({1, 0}, task_info(id, id)));
  TaskEnd spilled = task_end({1, 0}, task_info(0, 0));
  spilled.metrics[TaskMetric::disk_bytes_spilled] = 7;
  spilled.metrics[TaskMetric::shuffle_bytes_written] = 8;
  spilled.metrics[TaskMetric::shuffle_remote_bytes_read] = 9;
  on(std::move(spilled), task_end({1, 0}, task_info(1, 1), TaskOutcome::failed, "e"),
     task_end({1, 0}, task_info(2, 2), TaskOutcome::killed, "k"));
  on(stage_completed(1, 1), JobEnd{0, 2000, false});
  const ApplicationTotals all = totals();
  EXPECT_EQ(all.jobs_running, 1);
  EXPECT_EQ(all.jobs_failed, 1);
  EXPECT_EQ(all.jobs_succeeded, 0);
  EXPECT_TRUE(all.last_job_failed);
  EXPECT_EQ(all.stages_active, 0);
  EXPECT_EQ(all.stages_complete, 1);
  EXPECT_EQ(all.stages_skipped, 1);
  EXPECT_EQ(all.tasks_active, 1);
  EXPECT_EQ(all.tasks_complete, 1);
  EXPECT_EQ(all.tasks_failed, 1);
  EXPECT_EQ(all.tasks_killed, 1);
  EXPECT_EQ(all.task_time, 300);
  EXPECT_EQ(all.input_bytes, 30);
  EXPECT_EQ(all.shuffle_read_bytes, 9);
  EXPECT_EQ(all.shuffle_write_bytes, 8);
  EXPECT_EQ(all.spill_bytes, 7);
}

TEST_F(ProjectorApplication, SaysThatItCouldNotWrite) {
  expect_done(database_->commit());
  auto read_only = value_of(ApplicationDatabase::open_read_only(folder_.path("app.db")));
  Projector projector(*read_only);
  projector.on(job_start(0, {}));
  EXPECT_FALSE(projector.flush());
  EXPECT_FALSE(projector.flush()) << "the first failure is kept";
}

}  // namespace
}  // namespace afterglow::history
