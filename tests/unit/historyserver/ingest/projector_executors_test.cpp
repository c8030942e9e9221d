#include "tests/unit/historyserver/ingest/projector_fixture.h"

namespace afterglow::history {
namespace {

using ProjectorExecutors = ProjectorTest;
using Integers = std::vector<std::int64_t>;

TEST_F(ProjectorExecutors, ComeFromEitherEvent) {
  on(block_manager_added("driver"), executor_added("1", "node", 4),
     block_manager_added("1", "node"));
  EXPECT_EQ(executor("driver").host_port, "host:7");
  EXPECT_EQ(executor("driver").add_time, 501);
  const ExecutorRow one = executor("1");
  EXPECT_EQ(one.add_time, 500);
  EXPECT_EQ(one.host, "node");
  EXPECT_EQ(one.host_port, "node:7");
  EXPECT_EQ(one.total_cores, 4);
  EXPECT_EQ(one.max_memory, 1000);
  EXPECT_EQ(one.total_on_heap, 900);
  EXPECT_EQ(one.total_off_heap, 100);
  EXPECT_TRUE(one.is_active);
}

TEST_F(ProjectorExecutors, OfOldSparkDoNotTellTheirKindsOfMemory) {
  BlockManagerAdded added = block_manager_added("1");
  added.max_on_heap.reset();
  added.max_off_heap.reset();
  on(std::move(added));
  EXPECT_EQ(executor("1").total_on_heap, std::nullopt);
}

TEST_F(ProjectorExecutors, RunAsManyTasksAsTheirCoresAllow) {
  EnvironmentUpdate environment;
  environment.spark_properties["spark.task.cpus"] = "2";
  on(std::move(environment), ResourceProfileAdded{5, 3}, ResourceProfileAdded{6, {}});
  const struct {
    std::int64_t profile;
    std::int64_t max_tasks;
  } cases[] = {{0, 4}, {5, 2}, {6, 4}};
  for (const auto& c : cases) {
    const std::string id = std::to_string(c.profile);
    ExecutorAdded added = executor_added(id, "h", 8);
    added.resource_profile_id = c.profile;
    on(std::move(added));
    EXPECT_EQ(executor(id).max_tasks, c.max_tasks) << c.profile;
  }
}

TEST_F(ProjectorExecutors, AreRemoved) {
  on(executor_added("1"), ExecutorRemoved{700, "1", "lost"}, ExecutorRemoved{700, "other", "lost"});
  const ExecutorRow row = executor("1");
  EXPECT_FALSE(row.is_active);
  EXPECT_EQ(row.remove_time, 700);
  EXPECT_EQ(row.remove_reason, "lost");
}

// Its tasks are told as ended only after it is gone.
TEST_F(ProjectorExecutors, AreNotChangedByTasksAfterTheirRemoval) {
  on(executor_added("1"), stage_submitted(0, 1), task_start({0, 0}, task_info(0, 0)));
  on(ExecutorRemoved{5000, "1", "lost"});
  on(task_end({0, 0}, task_info(0, 0), TaskOutcome::failed, "ExecutorLostFailure"));
  EXPECT_EQ(executor("1").failed_tasks, 0);
  EXPECT_EQ(executor("1").active_tasks, 1);
  EXPECT_EQ(stage(0).failed_tasks, 1);
}

// The report of a stage comes at the stage's end, when the executor may be gone.
TEST_F(ProjectorExecutors, GetPeaksOfAStageAfterTheirRemoval) {
  on(executor_added("1"), stage_submitted(0, 1), ExecutorRemoved{5000, "1", "lost"});
  StageExecutorMetrics report{"1", {0, 0}, {}};
  report.metrics[0] = 77;
  on(StageExecutorMetrics(report), stage_completed(0, 1));
  EXPECT_EQ(executor("1").peak_metrics[0], 77);
  EXPECT_EQ(stage(0).peak_executor_metrics[0], 77);
  report.metrics[0] = 99;
  on(StageExecutorMetrics(report));
  EXPECT_EQ(executor("1").peak_metrics[0], 77) << "no stage of its time runs any more";
}

TEST_F(ProjectorExecutors, ThatMeasuredNothingHaveNoPeaks) {
  on(executor_added("1"), stage_submitted(0, 1));
  StageExecutorMetrics report{"1", {0, 0}, {}};
  report.metrics[0] = -1;
  on(std::move(report));
  EXPECT_FALSE(executor("1").peak_metrics.is_set());
  EXPECT_FALSE(stage(0).peak_executor_metrics.is_set());
}

TEST_F(ProjectorExecutors, ReportOfTheDriverForEachStage) {
  on(block_manager_added("driver"), stage_submitted(0, 1));
  ExecutorMetricsUpdate update;
  update.executor_id = "driver";
  update.reports = {{{0, 0}, {}}, {{8, 0}, {}}};
  update.reports[0].metrics[0] = 5;
  update.reports[1].metrics[0] = 6;
  on(std::move(update));
  EXPECT_EQ(executor("driver").peak_metrics[0], 6);
  EXPECT_EQ(stage(0).peak_executor_metrics[0], 5);
}

TEST_F(ProjectorExecutors, AreExcludedOneByOne) {
  on(executor_added("1"), ExecutorExclusion{"1", true}, ExecutorExclusion{"2", true});
  EXPECT_TRUE(executor("1").is_excluded);
  on(ExecutorExclusion{"1", false});
  EXPECT_FALSE(executor("1").is_excluded);
}

TEST_F(ProjectorExecutors, AreExcludedWithTheirNodeButNeverTheDriver) {
  on(block_manager_added("driver", "node"), executor_added("1", "node"),
     block_manager_added("2", "node"), executor_added("3", "other"));
  on(NodeExclusion{"node", true});
  EXPECT_FALSE(executor("driver").is_excluded);
  EXPECT_TRUE(executor("1").is_excluded);
  EXPECT_TRUE(executor("2").is_excluded);
  EXPECT_FALSE(executor("3").is_excluded);
  on(NodeExclusion{"node", false});
  EXPECT_FALSE(executor("1").is_excluded);
}

TEST_F(ProjectorExecutors, AreExcludedForAStageUntilItEnds) {
  on(executor_added("1", "node"), executor_added("2", "node"), executor_added("3", "other"));
  on(stage_submitted(4, 1), stage_submitted(2, 1));
  on(ExecutorExclusionForStage{"1", {4, 0}}, ExecutorExclusionForStage{"1", {4, 0}},
     NodeExclusionForStage{"node", {2, 0}});
  EXPECT_EQ(executor("1").excluded_in_stages, (Integers{2, 4}));
  EXPECT_EQ(executor("2").excluded_in_stages, Integers{2});
  EXPECT_EQ(executor("3").excluded_in_stages, Integers{});
  EXPECT_TRUE(summary(4, "1")->excluded);
  on(stage_completed(4, 1));
  EXPECT_EQ(executor("1").excluded_in_stages, Integers{2});
  EXPECT_TRUE(summary(4, "1")->excluded);
}

}  // namespace
}  // namespace afterglow::history
