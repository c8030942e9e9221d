#include "tests/unit/historyserver/ingest/projector_fixture.h"

namespace afterglow::history {
namespace {

constexpr StageKey kStage{0, 0};

class ProjectorTasks : public ProjectorTest {
 protected:
  void SetUp() override {
    ProjectorTest::SetUp();
    on(executor_added("1"), job_start(0, {stage_info(0, 3)}), stage_submitted(0, 3));
  }
  void run(TaskInfo info, TaskOutcome outcome, std::optional<std::string> error = {}) {
    on(task_start(kStage, info), task_end(kStage, info, outcome, std::move(error)));
  }
};

TEST_F(ProjectorTasks, ARunningTaskHasARow) {
  on(task_start(kStage, task_info(5, 2)));
  const auto rows = tasks(0);
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].status, "RUNNING");
  EXPECT_EQ(rows[0].duration, std::nullopt);
  EXPECT_FALSE(rows[0].has_metrics);
  EXPECT_EQ(rows[0].launch_time, 1105);
  EXPECT_EQ(stage(0).active_tasks, 1);
  EXPECT_EQ(stage(0).first_task_launched_time, 1105);
  EXPECT_EQ(job(0).active_tasks, 1);
  EXPECT_EQ(executor("1").active_tasks, 1);
  EXPECT_EQ(executor("1").total_tasks, 1);
}

TEST_F(ProjectorTasks, AnEndedTaskHasStatusErrorAndMetrics) {
  const struct {
    TaskOutcome outcome;
    const char* status;
    std::int64_t completed, failed, killed;
  } cases[] = {
      {TaskOutcome::success, "SUCCESS", 1, 0, 0},
      {TaskOutcome::failed, "FAILED", 0, 1, 0},
      {TaskOutcome::killed, "KILLED", 0, 0, 1},
      {TaskOutcome::commit_denied, "FAILED", 0, 0, 1},
  };
  std::int64_t id = 0;
  for (const auto& c : cases) {
    const StageRow before = stage(0);
    const JobRow job_before = job(0);
    run(task_info(id, 0), c.outcome, "why");
    const TaskRow row = tasks(0).back();
    EXPECT_EQ(row.id, id++);
    EXPECT_EQ(row.status, c.status);
    EXPECT_EQ(row.duration, 100);
    EXPECT_EQ(row.error, "why");
    EXPECT_TRUE(row.has_metrics);
    EXPECT_EQ(row.metrics[TaskMetric::executor_run_time], 60);
    EXPECT_EQ(stage(0).completed_tasks - before.completed_tasks, c.completed) << c.status;
    EXPECT_EQ(stage(0).failed_tasks - before.failed_tasks, c.failed) << c.status;
    EXPECT_EQ(stage(0).killed_tasks - before.killed_tasks, c.killed) << c.status;
    EXPECT_EQ(job(0).completed_tasks - job_before.completed_tasks, c.completed) << c.status;
    EXPECT_EQ(job(0).failed_tasks - job_before.failed_tasks, c.failed) << c.status;
    EXPECT_EQ(job(0).killed_tasks - job_before.killed_tasks, c.killed) << c.status;
  }
  EXPECT_EQ(stage(0).active_tasks, 0);
  EXPECT_EQ(stage(0).metrics[TaskMetric::executor_run_time], 240);
}

TEST_F(ProjectorTasks, AnIndexIsCompletedOnce) {
  run(task_info(0, 1), TaskOutcome::failed, "e");
  run(task_info(1, 1), TaskOutcome::success);
  run(task_info(2, 1), TaskOutcome::success);
  run(task_info(3, 2), TaskOutcome::success);
  EXPECT_EQ(stage(0).completed_tasks, 3);
  EXPECT_EQ(stage(0).completed_indices, 2);
  EXPECT_EQ(job(0).completed_indices, 2);
}

TEST_F(ProjectorTasks, AnImpossibleIndexCostsNoMemory) {
  constexpr std::int64_t kHuge = std::numeric_limits<std::int64_t>::max();
  run(task_info(0, kHuge), TaskOutcome::success);
  run(task_info(1, kHuge), TaskOutcome::success);
  run(task_info(2, kHuge - 1), TaskOutcome::success);
  run(task_info(3, -1), TaskOutcome::success);
  EXPECT_EQ(stage(0).completed_indices, 2);
  start_again();
  run(task_info(4, kHuge), TaskOutcome::success);
  EXPECT_EQ(stage(0).completed_indices, 2);
}

// As Java's do.
TEST_F(ProjectorTasks, SumsThatAreTooLargeWrapAround) {
  using Limits = std::numeric_limits<std::int64_t>;
  for (std::int64_t id = 0; id < 2; ++id) {
    TaskInfo info = task_info(id, id);
    info.launch_time = Limits::min();
    TaskEnd end = task_end(kStage, info);
    end.metrics[TaskMetric::input_bytes] = Limits::max();
    end.info.finish_time = Limits::max();
    on(task_start(kStage, info), std::move(end));
  }
  EXPECT_EQ(stage(0).metrics[TaskMetric::input_bytes], -2);
  EXPECT_EQ(executor("1").total_duration, -2);
}

TEST_F(ProjectorTasks, CountsTheReasonsForKilling) {
  run(task_info(0, 0), TaskOutcome::killed, "a");
  run(task_info(1, 1), TaskOutcome::killed, "b");
  run(task_info(2, 2), TaskOutcome::commit_denied, "a");
  EXPECT_EQ(stage(0).killed_tasks_summary, (CountMap{{"a", 2}, {"b", 1}}));
  EXPECT_EQ(job(0).killed_tasks_summary, (CountMap{{"a", 2}, {"b", 1}}));
}

// It succeeded before its executor was lost: it is failed once more, but does not run now.
TEST_F(ProjectorTasks, AResubmittedTaskAddsNoMetrics) {
  run(task_info(0, 0), TaskOutcome::success);
  on(task_end(kStage, task_info(0, 0), TaskOutcome::resubmitted, "Resubmitted"));
  EXPECT_EQ(stage(0).active_tasks, 0);
  EXPECT_EQ(stage(0).completed_tasks, 1);
  EXPECT_EQ(stage(0).failed_tasks, 1);
  EXPECT_EQ(stage(0).metrics[TaskMetric::executor_run_time], 60);
  EXPECT_EQ(executor("1").failed_tasks, 1);
  EXPECT_EQ(executor("1").total_input_bytes, 10);
  const auto rows = tasks(0);
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].status, "SUCCESS");
}

TEST_F(ProjectorTasks, AnEndWithoutStartIsCountedWithoutRowAndMetrics) {
  on(task_end(kStage, task_info(9, 1)));
  EXPECT_TRUE(tasks(0).empty());
  EXPECT_EQ(stage(0).completed_tasks, 1);
  EXPECT_EQ(stage(0).metrics, TaskMetricValues());
  EXPECT_EQ(executor("1").completed_tasks, 1);
  EXPECT_EQ(totals().task_time, 0);
}

TEST_F(ProjectorTasks, OfAnUnknownStageStillHaveRows) {
  on(task_start({7, 0}, task_info(0, 0)), task_end({7, 0}, task_info(0, 0)));
  EXPECT_EQ(tasks(7).size(), 1u);
  EXPECT_EQ(executor("1").completed_tasks, 1);
}

TEST_F(ProjectorTasks, CountsSpeculativeOnes) {
  EXPECT_FALSE(stage(0).has_speculation);
  TaskInfo info = task_info(0, 0);
  info.speculative = true;
  on(task_start(kStage, info));
  EXPECT_TRUE(stage(0).has_speculation);
  EXPECT_EQ(stage(0).speculative_tasks, 1);
  EXPECT_EQ(stage(0).speculative_active, 1);
  on(task_end(kStage, info));
  info.id = 1;
  run(info, TaskOutcome::killed, "another attempt succeeded");
  info.id = 2;
  run(info, TaskOutcome::failed, "e");
  const StageRow row = stage(0);
  EXPECT_EQ(row.speculative_tasks, 3);
  EXPECT_EQ(row.speculative_active, 0);
  EXPECT_EQ(row.speculative_completed, 1);
  EXPECT_EQ(row.speculative_killed, 1);
  EXPECT_EQ(row.speculative_failed, 1);
}

TEST_F(ProjectorTasks, SumsUpForEachExecutor) {
  run(task_info(0, 0, "1"), TaskOutcome::success);
  run(task_info(1, 1, "1"), TaskOutcome::failed, "e");
  run(task_info(2, 2, "2"), TaskOutcome::killed, "k");
  const auto one = summary(0, "1");
  ASSERT_TRUE(one);
  EXPECT_EQ(one->task_time, 200);
  EXPECT_EQ(one->completed_tasks, 1);
  EXPECT_EQ(one->failed_tasks, 1);
  EXPECT_EQ(one->metrics[TaskMetric::input_bytes], 20);
  EXPECT_FALSE(one->peak_metrics.is_set());
  EXPECT_EQ(summary(0, "2")->killed_tasks, 1);
  const ExecutorRow row = executor("1");
  EXPECT_EQ(row.total_duration, 200);
  EXPECT_EQ(row.total_gc_time, 10);
  EXPECT_EQ(row.active_tasks, 0);
}

TEST_F(ProjectorTasks, FetchesAResultThatWasTooLargeForTheStatus) {
  TaskInfo info = task_info(0, 0);
  info.getting_result_time = 1150;
  on(task_start(kStage, info));
  EXPECT_EQ(tasks(0).at(0).status, "GET RESULT");
  on(task_end(kStage, info));
  EXPECT_EQ(tasks(0).at(0).status, "SUCCESS");
  EXPECT_EQ(tasks(0).at(0).result_fetch_start, 1150);
}

TEST_F(ProjectorTasks, KeepsItsAccumulables) {
  TaskInfo info = task_info(0, 0);
  on(task_start(kStage, info));
  info.accumulables = {{4, "n", "1", "2"}, {3, std::nullopt, std::nullopt, "5"}};
  on(task_end(kStage, info));
  const Accumulables kept = tasks(0).at(0).accumulables;
  ASSERT_EQ(kept.size(), 2u);
  EXPECT_EQ(kept[0].name, "n");
  EXPECT_EQ(kept[1].id, 3);
  EXPECT_EQ(kept[1].update, std::nullopt);
}

TEST_F(ProjectorTasks, RaiseThePeaksOfExecutorAndStage) {
  TaskEnd end = task_end(kStage, task_info(0, 0));
  end.executor_metrics[0] = 7;
  end.executor_metrics[3] = 9;
  on(task_start(kStage, task_info(0, 0)), std::move(end));
  EXPECT_EQ(executor("1").peak_metrics[3], 9);
  EXPECT_EQ(stage(0).peak_executor_metrics[0], 7);
  EXPECT_EQ(summary(0, "1")->peak_metrics[0], 7);
}

}  // namespace
}  // namespace afterglow::history
