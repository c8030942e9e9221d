#include "historyserver/store/task_store.h"

#include "historyserver/store/application_database.h"
#include "tests/unit/historyserver/support.h"

namespace afterglow::history {
namespace {

using Ids = std::vector<std::int64_t>;

class TaskStoreTest : public testing::Test {
 protected:
  void SetUp() override {
    database_ = value_of(ApplicationDatabase::create(folder_.path("app.db")));
    put(1, "SUCCESS", 50);
    put(2, "FAILED", 10);
    put(3, "SUCCESS", 50);
    put(4, "KILLED", 70);
    put(5, "SUCCESS", 20);
    put(6, "RUNNING", 0);
  }
  void put(std::int64_t id, const char* status, std::int64_t run_time) {
    TaskRow row;
    row.id = id;
    row.index = 10 - id;
    row.status = status;
    row.launch_time = 1000;
    row.has_metrics = std::string(status) != "RUNNING";
    if (row.has_metrics) row.duration = run_time + 30;
    row.metrics[TaskMetric::executor_run_time] = run_time;
    row.metrics[TaskMetric::executor_deserialize_time] = 4;
    expect_done(database_->tasks.put(row));
  }
  Ids ids(TaskQuery query) {
    Ids list;
    expect_done(database_->tasks.each(query, [&](const TaskRow& row) { list.push_back(row.id); }));
    return list;
  }

  TemporaryFolder folder_;
  std::unique_ptr<ApplicationDatabase> database_;
};

TEST_F(TaskStoreTest, SortsAndPages) {
  EXPECT_EQ(ids({}), (Ids{1, 2, 3, 4, 5, 6}));
  EXPECT_EQ(ids({.statuses = {}, .descending = true}), (Ids{6, 5, 4, 3, 2, 1}));
  EXPECT_EQ(ids({.statuses = {}, .order = TaskOrder::index}), (Ids{6, 5, 4, 3, 2, 1}));
  EXPECT_EQ(ids({.statuses = {}, .offset = 2, .limit = 2}), (Ids{3, 4}));
  EXPECT_EQ(ids({.statuses = {}, .offset = 9}), Ids{});
  EXPECT_EQ(ids({.statuses = {}, .limit = 0}), Ids{});
  EXPECT_EQ(ids({.stage_id = 1, .statuses = {}}), Ids{});
  EXPECT_EQ(ids({.stage_attempt = 1, .statuses = {}}), Ids{});
}

// Those that did not succeed come before all others, as negative numbers; descending is the exact
// reverse, equal ones too.
TEST_F(TaskStoreTest, SortsByRunTimeAsSpark) {
  EXPECT_EQ(ids({.statuses = {}, .order = TaskOrder::run_time}), (Ids{4, 2, 6, 5, 1, 3}));
  EXPECT_EQ(ids({.statuses = {}, .order = TaskOrder::run_time, .descending = true}),
            (Ids{3, 1, 5, 6, 2, 4}));
}

TEST_F(TaskStoreTest, SortsByEveryOrder) {
  for (int order = 0; order <= static_cast<int>(TaskOrder::error); ++order) {
    EXPECT_EQ(ids({.statuses = {}, .order = static_cast<TaskOrder>(order)}).size(), 6u) << order;
  }
}

TEST_F(TaskStoreTest, FiltersByStatus) {
  EXPECT_EQ(ids({.statuses = {"FAILED", "KILLED"}}), (Ids{2, 4}));
  EXPECT_EQ(ids({.statuses = {""}}), Ids{});
  EXPECT_EQ(value_of(database_->tasks.count({.statuses = {"SUCCESS"}})), 3);
  EXPECT_EQ(value_of(database_->tasks.count({})), 6);
}

TEST_F(TaskStoreTest, GivesNumbersForDistributions) {
  const auto columns = value_of(database_->tasks.columns(0, 0, 1500));
  EXPECT_EQ(columns.durations, (Ids{80, 40, 80, 100, 50, 500}));
  EXPECT_EQ(columns.succeeded, (std::vector<bool>{true, false, true, false, true}));
  EXPECT_EQ(columns.scheduler_delays, (Ids{26, 26, 26, 26, 26}));
  EXPECT_EQ(columns.metrics.size(), 5u);
  Ids durations;
  expect_done(database_->tasks.each_duration(
      0, 0, 1500, [&](auto, std::int64_t duration) { durations.push_back(duration); }));
  EXPECT_EQ(durations, columns.durations);
}

TEST_F(TaskStoreTest, AFinalRowReplacesTheRunningOne) {
  put(6, "SUCCESS", 5);
  EXPECT_EQ(value_of(database_->tasks.count({})), 6);
  EXPECT_EQ(value_of(database_->tasks.count({.statuses = {"RUNNING"}})), 0);
}

TEST_F(TaskStoreTest, EveryFieldComesBack) {
  TaskRow row;
  row.stage_id = 9;
  row.stage_attempt = 2;
  row.id = 99;
  row.partition_id = 7;
  row.result_fetch_start = 5;
  row.executor_id = "driver";
  row.host = "h";
  row.status = "FAILED";
  row.locality = "ANY";
  row.speculative = true;
  row.accumulables = {{1, "n", {}, "v"}};
  row.error = "line\nline";
  row.has_metrics = true;
  row.metrics[TaskMetric::shuffle_records_written] = 12;
  expect_done(database_->tasks.put(row));
  std::vector<TaskRow> rows;
  expect_done(database_->tasks.each({.stage_id = 9, .stage_attempt = 2, .statuses = {}},
                                    [&](const TaskRow& read) { rows.push_back(read); }));
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].partition_id, 7);
  EXPECT_EQ(rows[0].result_fetch_start, 5);
  EXPECT_EQ(rows[0].duration, std::nullopt);
  EXPECT_TRUE(rows[0].speculative);
  EXPECT_EQ(rows[0].accumulables.at(0).name, "n");
  EXPECT_EQ(rows[0].accumulables.at(0).update, std::nullopt);
  EXPECT_EQ(rows[0].error, "line\nline");
  EXPECT_EQ(rows[0].metrics, row.metrics);
}

}  // namespace
}  // namespace afterglow::history
