#include "historyserver/store/task_store.h"

#include <algorithm>

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
    if (!row.has_metrics) return expect_done(database_->task_writer.put_running(row));
    expect_done(database_->task_writer.remove_running(id));
    expect_done(database_->task_writer.append(row, {}));
    expect_done(database_->task_writer.flush());
  }
  Ids ids(TaskQuery query) {
    Ids list;
    expect_done(database_->tasks.each(query, [&](const TaskRow& row) {
      list.push_back(row.id);
      return true;
    }));
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

// As Spark: those that did not succeed come before all others, as negative numbers; descending is
// the exact reverse, equal ones too.
TEST_F(TaskStoreTest, SortsByMetrics) {
  using enum MetricOrder;
  const struct {
    TaskOrder order;
    MetricOrder metric_order;
    Ids ids;
  } cases[] = {
      {TaskOrder::run_time, plain, {6, 2, 5, 1, 3, 4}},
      {TaskOrder::run_time, spark, {4, 2, 6, 5, 1, 3}},
      {TaskOrder::deserialize_time, spark, {2, 4, 6, 1, 3, 5}},
      {TaskOrder::shuffle_read_bytes, spark, {2, 4, 6, 1, 3, 5}},
      {TaskOrder::shuffle_remote_bytes_read, spark, {2, 4, 6, 1, 3, 5}},
      {TaskOrder::scheduler_delay, spark, {6, 1, 2, 3, 4, 5}},
      {TaskOrder::status, spark, {2, 4, 6, 1, 3, 5}},
      {TaskOrder::status, plain, {2, 4, 6, 1, 3, 5}},
  };
  for (const auto& c : cases) {
    TaskQuery query{.statuses = {}, .order = c.order, .metric_order = c.metric_order};
    EXPECT_EQ(ids(query), c.ids) << static_cast<int>(c.order);
    query.descending = true;
    EXPECT_EQ(ids(query), Ids(c.ids.rbegin(), c.ids.rend())) << static_cast<int>(c.order);
  }
}

TEST_F(TaskStoreTest, SortsByTexts) {
  TaskRow row;
  row.stage_id = 3;
  for (const auto& [id, error, name] : {std::tuple(1, "b", "z"), std::tuple(2, "", "a"),
                                        std::tuple(3, "a", ""), std::tuple(4, "b", "a")}) {
    row.id = id;
    row.status = "FAILED";
    row.error.reset();
    row.accumulables.clear();
    if (*error) row.error = error;
    if (*name) row.accumulables = {{9, name, {}, std::to_string(-id)}, {1, "x", {}, {}}};
    expect_done(database_->task_writer.append(row, {}));
  }
  expect_done(database_->task_writer.close({3, 0}));
  row.status = "RUNNING";
  row.id = 5;
  row.error.reset();
  row.accumulables = {{9, {}, {}, {}}};
  expect_done(database_->task_writer.put_running(row));
  EXPECT_EQ(ids({.stage_id = 3, .statuses = {}, .order = TaskOrder::error}), (Ids{2, 5, 3, 1, 4}));
  EXPECT_EQ(ids({.stage_id = 3, .statuses = {}, .order = TaskOrder::accumulables}),
            (Ids{3, 2, 4, 5, 1}));
}

TEST_F(TaskStoreTest, Searches) {
  const auto is_odd = [](const TaskRow& row) { return row.id % 2 == 1; };
  const auto is_even = [](const TaskRow& row) { return row.id % 2 == 0; };
  const struct {
    TaskQuery query;
    TaskSearch search;
    Ids ids;
    std::int64_t found;
  } cases[] = {
      {{.statuses = {}}, {is_odd}, {1, 3, 5}, 3},
      {{.statuses = {}, .descending = true, .offset = 1, .limit = 1}, {is_odd}, {3}, 3},
      {{.statuses = {}, .limit = 0}, {is_even}, {}, 3},
      {{.statuses = {}}, {is_even, 6}, {2, 4, 6}, 3},
      {{.statuses = {}}, {is_even, 3}, {2}, 1},
      {{.statuses = {}, .descending = true}, {is_even, 3}, {6, 4}, 2},
      {{.statuses = {}, .order = TaskOrder::index, .offset = 1}, {is_even, 4}, {4}, 2},
      {{.statuses = {}}, {is_even, 0}, {}, 0},
      {{.statuses = {"SUCCESS"}}, {is_odd}, {1, 3, 5}, 3},
      {{.statuses = {"SUCCESS"}}, {is_even}, {}, 0},
      {{.stage_id = 1, .statuses = {}}, {is_even}, {}, 0},
  };
  for (const auto& c : cases) {
    Ids list;
    const auto found = value_of(database_->tasks.search(c.query, c.search, [&](const TaskRow& row) {
      list.push_back(row.id);
      return true;
    }));
    EXPECT_EQ(list, c.ids);
    EXPECT_EQ(found, c.found);
  }
}

TEST_F(TaskStoreTest, SortsByEveryOrder) {
  for (int order = 0; order <= static_cast<int>(TaskOrder::accumulables); ++order) {
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
  auto numbers = value_of(database_->task_numbers({0, 0}, 1500));
  EXPECT_EQ(numbers.succeeded(), 3);
  const auto list = [&](const TaskNumber& number, TaskSet set) {
    Ids values;
    expect_done(numbers.list(number, set, values));
    std::ranges::sort(values);
    return values;
  };
  const TaskNumber durations_of{.kind = TaskNumber::Kind::duration, .plus = {}};
  EXPECT_EQ(list(durations_of, TaskSet::all), (Ids{40, 50, 80, 80, 100, 500}));
  EXPECT_EQ(list(durations_of, TaskSet::ended), (Ids{40, 50, 80, 80, 100}));
  EXPECT_EQ(list(durations_of, TaskSet::succeeded), (Ids{50, 80, 80}));
  EXPECT_EQ(list({.kind = TaskNumber::Kind::scheduler_delay, .plus = {}}, TaskSet::ended),
            (Ids{26, 26, 26, 26, 26}));
  EXPECT_EQ(
      list({.metric = TaskMetric::executor_run_time, .plus = TaskMetric::executor_deserialize_time},
           TaskSet::succeeded),
      (Ids{24, 54, 54}));
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
  row.duration = -3;
  row.has_metrics = true;
  row.metrics[TaskMetric::shuffle_records_written] = 12;
  expect_done(database_->task_writer.append(row, {{31, 7}, {32, -1}}));
  expect_done(database_->task_writer.close(row.stage()));
  std::vector<TaskRow> rows;
  expect_done(database_->tasks.each({.stage_id = 9, .stage_attempt = 2, .statuses = {}},
                                    [&](const TaskRow& read) {
                                      rows.push_back(read);
                                      return true;
                                    }));
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].partition_id, 7);
  EXPECT_EQ(rows[0].result_fetch_start, 5);
  EXPECT_EQ(rows[0].duration, -3);
  EXPECT_TRUE(rows[0].speculative);
  EXPECT_EQ(rows[0].accumulables.at(0).name, "n");
  EXPECT_EQ(rows[0].accumulables.at(0).update, std::nullopt);
  EXPECT_EQ(rows[0].error, "line\nline");
  EXPECT_EQ(rows[0].metrics, row.metrics);
  EXPECT_EQ(value_of(database_->tasks.sql_metric_ids(9, 2)), (Ids{31, 32}));
  const auto values = value_of(database_->tasks.sql_metric_values(9, 2, 32));
  ASSERT_EQ(values.size(), 1u);
  EXPECT_EQ(values[0].task_id, 99);
  EXPECT_EQ(values[0].value, -1);
  EXPECT_FALSE(values[0].succeeded);
}

// Metrics stand behind a task's own columns: their numbers must not lead back among those.
TEST_F(TaskStoreTest, LeavesOutMetricsOfImpossibleNumbers) {
  TaskRow row;
  row.stage_id = 9;
  row.id = 7;
  row.status = "SUCCESS";
  expect_done(
      database_->task_writer.append(row, {{-1000, 3}, {31, 7}, {-1, 4}, {INT64_MAX, 5}, {0, 6}}));
  expect_done(database_->task_writer.flush());
  EXPECT_EQ(ids({.stage_id = 9, .statuses = {}}), Ids{7});
  EXPECT_EQ(value_of(database_->tasks.sql_metric_ids(9, 0)), (Ids{0, 31}));
}

// Chunks are full at 4,096 tasks; the last one is written with every flush, and taken up again by
// the next writer.
TEST_F(TaskStoreTest, ChunksGrowAcrossWriters) {
  TaskRow row;
  row.stage_id = 3;
  row.status = "SUCCESS";
  row.executor_id = "1";
  std::int64_t next = 0;
  const auto append = [&](TaskWriter& writer, int count) {
    for (int i = 0; i < count; ++i, ++next) {
      row.id = next;
      row.duration = next * next;
      row.host = "host-" + std::to_string(next % 3);
      row.accumulables.clear();
      if (next >= 4000) row.accumulables = {{1, "sum", {}, std::to_string(next)}};
      SqlMetricUpdates updates{{5, next}};
      if (next % 2 == 0) updates.push_back({6, -next});
      expect_done(writer.append(row, updates));
    }
    expect_done(writer.flush());
  };
  append(database_->task_writer, 30);
  append(database_->task_writer, 3000);
  auto again = value_of(ApplicationDatabase::open_for_writing(folder_.path("app.db")));
  append(again->task_writer, 2000);
  append(again->task_writer, 5000);
  std::int64_t id = 0;
  expect_done(database_->tasks.each({.stage_id = 3, .statuses = {}}, [&](const TaskRow& task) {
    EXPECT_EQ(task.id, id);
    EXPECT_EQ(task.duration, id * id);
    EXPECT_EQ(task.host, "host-" + std::to_string(id % 3));
    EXPECT_EQ(task.accumulables.size(), id >= 4000 ? 1u : 0u);
    ++id;
    return true;
  }));
  EXPECT_EQ(id, 10'030);
  const auto all = value_of(database_->tasks.sql_metric_values(3, 0, 5));
  EXPECT_EQ(all.size(), 10'030u);
  const auto even = value_of(database_->tasks.sql_metric_values(3, 0, 6));
  ASSERT_EQ(even.size(), 5'015u);
  EXPECT_EQ(even.back().value, -10'028);
}

TEST_F(TaskStoreTest, SortsByWordsOfRunningAndEndedTasks) {
  TaskRow row;
  row.stage_id = 4;
  row.status = "SUCCESS";
  for (const auto& [id, host] : {std::pair(1, "b"), {2, "c"}, {3, "a"}}) {
    row.id = id;
    row.host = host;
    expect_done(database_->task_writer.append(row, {}));
  }
  expect_done(database_->task_writer.flush());
  row.id = 4;
  row.host = "bb";
  row.status = "RUNNING";
  expect_done(database_->task_writer.put_running(row));
  EXPECT_EQ(ids({.stage_id = 4, .statuses = {}, .order = TaskOrder::host}), (Ids{3, 1, 4, 2}));
}

}  // namespace
}  // namespace afterglow::history
