#include "historyserver/api/dashboard/routes.h"
#include "tests/unit/historyserver/api/v1/attempt_fixture.h"

namespace afterglow::history {
namespace {

// An application from 1000 to 2000: executor 2 on host a is there from its start, executor 10 on
// host b from 1500 to 1800.
class DashboardExecutors : public AttemptFixture {
 protected:
  void SetUp() override {
    AttemptFixture::SetUp();
    attempt_.log.start_time = 1000;
    attempt_.log.end_time = 2000;
    executor("driver", "a", 0, 1000, {});
    executor("2", "a", 4, 1000, {});
    executor("10", "b", 2, 1500, 1800);
  }

  void executor(const std::string& id, const std::string& host, std::int64_t cores,
                std::int64_t added, std::optional<std::int64_t> removed) {
    ExecutorRow row;
    row.id = id;
    row.host = host;
    row.total_cores = cores;
    row.add_time = added;
    row.remove_time = removed;
    expect_done(database().executors.put(row));
  }

  void task(std::int64_t stage, const std::string& executor_id, std::int64_t launch,
            std::int64_t duration) {
    TaskRow row;
    row.stage_id = stage;
    row.id = ++last_task_;
    row.executor_id = executor_id;
    row.status = "SUCCESS";
    row.launch_time = launch;
    row.duration = duration;
    expect_done(database().task_writer.append(row, {}));
  }

  void flush() { expect_done(database().task_writer.flush()); }

  std::int64_t last_task_ = 0;
};

TEST_F(DashboardExecutors, CoresAreAllocatedAndBusy) {
  task(0, "2", 1000, 500);
  task(0, "2", 1250, 250);
  task(0, "10", 1500, 300);
  task(0, "gone", 1000, 1000);  // of an executor that the log does not tell of
  flush();
  const Response cores = get(dashboard_cores, "bins=4");
  EXPECT_EQ(members(cores, "from"), Strings{"1000"});
  EXPECT_EQ(members(cores, "to"), Strings{"2000"});
  EXPECT_EQ(members(cores, "allocated"), Strings{"[ 4.0, 4.0, 6.0, 4.4 ]"});
  EXPECT_EQ(members(cores, "busy"), Strings{"[ 1.0, 2.0, 1.0, 0.2 ]"});
  EXPECT_EQ(members(cores, "executors"), Strings{"[ 1.0, 1.0, 2.0, 1.2 ]"});
  EXPECT_EQ(members(cores, "added"), Strings{"[ 1, 0, 1, 0 ]"});
  EXPECT_EQ(members(cores, "removed"), Strings{"[ 0, 0, 0, 1 ]"});
}

TEST_F(DashboardExecutors, MoreTasksThanCoresAreAllOfThem) {
  for (int i = 0; i < 9; ++i) task(0, "2", 1000, 500);
  task(0, "10", 1600, 400);  // longer than its executor was there
  flush();
  const Response cores = get(dashboard_cores, "bins=2");
  EXPECT_EQ(members(cores, "allocated"), Strings{"[ 4.0, 5.2 ]"});
  EXPECT_EQ(members(cores, "busy"), Strings{"[ 4.0, 0.8 ]"});
  const Response map = get(dashboard_executor_heatmap, "bins=2");
  EXPECT_EQ(members(map, "busy"), (Strings{"0.5", "0.67"}));
  EXPECT_EQ(members(map, "cells"), (Strings{"[ 100, 0 ]", "[ -1, 67 ]"}));
}

TEST_F(DashboardExecutors, ATaskTakesTheCoresOfItsProfile) {
  ResourceProfileRow usual{.id = 0, .executor_resources = {}, .task_resources = {}};
  usual.task_resources["cpus"] = {"cpus", 2};
  ResourceProfileRow small{.id = 1, .executor_resources = {}, .task_resources = {}};
  small.task_resources["cpus"] = {"cpus", 0.5};
  expect_done(database().environment.put(usual));
  expect_done(database().environment.put(small));
  StageRow stage;
  stage.stage_id = 7;
  stage.status = "COMPLETE";
  stage.resource_profile_id = 1;
  expect_done(database().stages.put(stage));
  task(0, "2", 1000, 500);
  task(7, "2", 1500, 500);
  flush();
  EXPECT_EQ(members(get(dashboard_cores, "bins=2"), "busy"), Strings{"[ 2.0, 0.5 ]"});
}

TEST_F(DashboardExecutors, AnyPartOfTheTimeMayBeAskedFor) {
  task(0, "2", 1000, 500);
  flush();
  const Response part = get(dashboard_cores, "from=1400&to=1600&bins=2");
  EXPECT_EQ(members(part, "busy"), Strings{"[ 1.0, 0.0 ]"});
  EXPECT_EQ(members(part, "allocated"), Strings{"[ 4.0, 6.0 ]"});
  const struct {
    const char* query;
    const char* bins;
  } cases[] = {{"from=1400&to=1410&bins=100", "10"},
               {"bins=99999", "1000"},
               {"bins=0", "1"},
               {"from=5000&to=10", "1"}};
  for (const auto& c : cases) {
    EXPECT_EQ(members(get(dashboard_cores, c.query), "bins"), Strings{c.bins}) << c.query;
  }
  EXPECT_EQ(get(dashboard_cores, "from=x").status, 400);
}

TEST_F(DashboardExecutors, WithoutAnEndTheLatestMomentIsWhatTheLogTells) {
  attempt_.log.end_time.reset();
  attempt_.log.last_updated = 9'000'000;
  attempt_.log.last_event = 3000;
  EXPECT_EQ(members(get(dashboard_cores, ""), "to"), Strings{"3000"});
}

TEST_F(DashboardExecutors, TimesThatCannotBeDoNoHarm) {
  attempt_.log.start_time = INT64_MIN;
  attempt_.log.end_time = INT64_MAX;
  task(0, "2", INT64_MAX, INT64_MAX);
  task(0, "2", INT64_MIN, 5);
  flush();
  EXPECT_EQ(members(get(dashboard_cores, "bins=1"), "bins"), Strings{"1"});
}

TEST_F(DashboardExecutors, HeatmapTellsWhoWasBusyWhen) {
  task(0, "2", 1000, 500);
  task(0, "2", 1000, 500);
  task(0, "10", 1500, 250);
  flush();
  const Response map = get(dashboard_executor_heatmap, "bins=4");
  EXPECT_EQ(members(map, "total"), Strings{"2"});
  EXPECT_EQ(members(map, "id"), (Strings{R"("2")", R"("10")"}));
  EXPECT_EQ(members(map, "cells"), (Strings{"[ 50, 50, 0, 0 ]", "[ -1, -1, 50, 0 ]"}));
  EXPECT_EQ(members(map, "busy"), (Strings{"0.25", "0.42"}));
  EXPECT_EQ(members(map, "removeTime"), Strings{"1800"});
}

TEST_F(DashboardExecutors, HeatmapIsSortedPagedAndGrouped) {
  executor("3", "b", 1, 1000, {});
  task(0, "10", 1500, 300);
  flush();
  const struct {
    const char* query;
    Strings ids;
  } cases[] = {
      {"", {R"("2")", R"("3")", R"("10")"}},
      {"order=desc", {R"("10")", R"("3")", R"("2")"}},
      {"sort=busy&order=desc", {R"("10")", R"("3")", R"("2")"}},
      {"sort=added", {R"("2")", R"("3")", R"("10")"}},
      {"limit=1&offset=1", {R"("3")"}},
      {"offset=9", {}},
      {"by=host", {R"("a")", R"("b")"}},
      {"from=1900", {R"("2")", R"("3")"}},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(members(get(dashboard_executor_heatmap, c.query), "id"), c.ids) << c.query;
  }
  const Response hosts = get(dashboard_executor_heatmap, "by=host&bins=1");
  EXPECT_EQ(members(hosts, "executors"), (Strings{"1", "2"}));
  EXPECT_EQ(members(hosts, "cores"), (Strings{"4", "3"}));
  EXPECT_EQ(get(dashboard_executor_heatmap, "sort=x").status, 400);
  EXPECT_EQ(get(dashboard_executor_heatmap, "by=rack").status, 400);
}

TEST_F(DashboardExecutors, PoolsAddUpTheirStages) {
  const auto stage = [&](std::int64_t id, const std::string& pool, const std::string& status) {
    StageRow row;
    row.stage_id = id;
    row.scheduling_pool = pool;
    row.status = status;
    row.active_tasks = status == "ACTIVE" ? 3 : 0;
    row.completed_tasks = 5;
    row.submission_time = 1000 + id;
    if (status == "COMPLETE") row.completion_time = 1500 + id;
    expect_done(database().stages.put(row));
  };
  stage(1, "etl", "COMPLETE");
  stage(2, "etl", "ACTIVE");
  stage(3, "default", "FAILED");
  EXPECT_EQ(members(get(dashboard_sections, ""), "pools"), Strings{"2"});
  EnvironmentRow environment;
  environment.spark_properties["spark.scheduler.mode"] = "FAIR";
  expect_done(database().environment.replace(environment));
  const Response pools = get(dashboard_pools, "");
  EXPECT_EQ(members(pools, "mode"), Strings{R"("FAIR")"});
  EXPECT_EQ(members(pools, "name"), (Strings{R"("default")", R"("etl")"}));
  EXPECT_EQ(members(pools, "activeStages"), (Strings{"0", "1"}));
  EXPECT_EQ(members(pools, "completeStages"), (Strings{"0", "1"}));
  EXPECT_EQ(members(pools, "failedStages"), (Strings{"1", "0"}));
  EXPECT_EQ(members(pools, "activeTasks"), (Strings{"0", "3"}));
  EXPECT_EQ(members(pools, "completedTasks"), (Strings{"5", "10"}));
  EXPECT_EQ(members(pools, "firstTime"), (Strings{"1003", "1001"}));
  EXPECT_EQ(members(pools, "latestTime"), Strings{"1501"});
}

}  // namespace
}  // namespace afterglow::history
