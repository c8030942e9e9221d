// What is the same whether a projector was started again in the middle or not.

#include "tests/unit/historyserver/ingest/projector_fixture.h"

namespace afterglow::history {
namespace {

constexpr StageKey kResumedStage{0, 0};

class ProjectorCheckpoint : public ProjectorTest {
 protected:
  void SetUp() override {
    ProjectorTest::SetUp();
    on(executor_added("1"), job_start(0, {stage_info(0, 3)}), stage_submitted(0, 3));
  }
};

TEST_F(ProjectorCheckpoint, KeepsWhatTasksChangeAfterTheirJob) {
  for (std::int64_t id = 0; id < 3; ++id) on(task_start(kResumedStage, task_info(id, id)));
  on(stage_completed(0, 3), JobEnd{0, 9, true});
  on(task_end(kResumedStage, task_info(0, 0)));
  start_again();
  on(task_end(kResumedStage, task_info(1, 1), TaskOutcome::killed, "why"));
  start_again();
  on(task_end(kResumedStage, task_info(2, 2)));
  EXPECT_EQ(job(0).active_tasks, 0);
  EXPECT_EQ(job(0).completed_tasks, 2);
  EXPECT_EQ(job(0).completed_indices, 2);
  EXPECT_EQ(job(0).killed_tasks_summary, (CountMap{{"why", 1}}));
}

// A later job needs the stage once more, and skips it.
TEST_F(ProjectorCheckpoint, BeginsAStageAnewThatIsAnnouncedOnceMore) {
  on(task_start(kResumedStage, task_info(0, 0)), task_end(kResumedStage, task_info(0, 0)));
  on(stage_completed(0, 3), JobEnd{0, 9, true});
  on(job_start(1, {stage_info(0, 3)}));
  start_again();
  on(task_start(kResumedStage, task_info(1, 1)), task_end(kResumedStage, task_info(1, 1)));
  EXPECT_EQ(summary(0, "1")->completed_tasks, 1);
}

TEST_F(ProjectorCheckpoint, ATaskThatStartsTwiceEndsOnce) {
  on(task_start(kResumedStage, task_info(0, 0)));
  start_again();
  on(task_start(kResumedStage, task_info(0, 0)), task_end(kResumedStage, task_info(0, 0)));
  EXPECT_EQ(tasks(0).size(), 1u);
}

TEST_F(ProjectorCheckpoint, OfTwoJobsOfOneNumberTheLaterCounts) {
  on(JobEnd{0, 9, true}, job_start(0, {}));
  for (std::int64_t id = 0; id < 2; ++id) {
    on(task_start(kResumedStage, task_info(id, id)), task_end(kResumedStage, task_info(id, id)));
    EXPECT_EQ(job(0).completed_tasks, 0);
    start_again();
  }
}

TEST_F(ProjectorCheckpoint, OfTwoApplicationsTheLaterCounts) {
  on(ApplicationStart{"first", "app-9", {}, 1, "user", {}, {}});
  start_again();
  on(ApplicationStart{"second", "app-1", {}, 1, "user", {}, {}});
  start_again();
  EXPECT_EQ(projector_->application()->name, "second");
  EXPECT_EQ(value_of(database_->applications.get())->name, "second");
}

TEST_F(ProjectorCheckpoint, OfTwoExecutorsOfOneNameTheLaterCounts) {
  on(ExecutorRemoved{5000, "1", "lost"}, executor_added("1", "elsewhere"));
  start_again();
  on(stage_completed(0, 3));
  EXPECT_EQ(executor("1").host, "elsewhere");
  EXPECT_TRUE(executor("1").is_active);
}

}  // namespace
}  // namespace afterglow::history
