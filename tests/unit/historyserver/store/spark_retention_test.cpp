#include "historyserver/store/spark_retention.h"

#include "historyserver/store/application_database.h"
#include "tests/unit/historyserver/support.h"

namespace afterglow::history {
namespace {

using Ids = std::vector<std::int64_t>;

// The limits are small, and as in Spark at least one tenth of them is dropped at once.
constexpr RetentionLimits kLimits{
    .jobs = 10, .stages = 10, .tasks = 10, .dead_executors = 10, .sql_executions = 10};

class SparkRetentionTest : public testing::Test {
 protected:
  void hide() { expect_done(database_->hide_what_spark_drops(kLimits)); }

  // Ends in the order of the ids; the last `running` do not end.
  void put_jobs(std::int64_t count, std::int64_t running = 0) {
    for (std::int64_t id = 0; id < count; ++id) {
      JobRow job;
      job.id = id;
      job.status = id < count - running ? "SUCCEEDED" : "RUNNING";
      if (id < count - running) job.completion_time = 1000 + id;
      job.sql_execution_id = 1;
      expect_done(database_->jobs.put(job));
    }
  }
  Ids jobs() {
    Ids ids;
    for (const JobRow& job : value_of(database_->jobs.list({}))) ids.push_back(job.id);
    return ids;
  }
  void put_stage(std::int64_t id, const char* status, std::optional<std::int64_t> completion,
                 std::int64_t job = 0) {
    StageRow stage;
    stage.stage_id = id;
    stage.status = status;
    stage.completion_time = completion;
    stage.job_ids = {job};
    expect_done(database_->stages.put(stage));
  }
  Ids stages() {
    Ids ids;
    for (const StageRow& stage : value_of(database_->stages.list({})))
      ids.push_back(stage.stage_id);
    return ids;
  }

  TemporaryFolder folder_;
  std::unique_ptr<ApplicationDatabase> database_ =
      value_of(ApplicationDatabase::create(folder_.path("app.db")));
};

TEST_F(SparkRetentionTest, KeepsAllUpToTheLimit) {
  put_jobs(10);
  hide();
  EXPECT_EQ(jobs().size(), 10u);
}

TEST_F(SparkRetentionTest, DropsTheJobsThatEndedFirst) {
  put_jobs(13, 1);
  hide();
  EXPECT_EQ(jobs(), (Ids{12, 11, 10, 9, 8, 7, 6, 5, 4, 3}));
  EXPECT_FALSE(value_of(database_->jobs.get(2)));
  EXPECT_EQ(value_of(database_->jobs.of_sql_executions(1)).size(), 13u) << "executions know all";
}

TEST_F(SparkRetentionTest, NeverDropsWhatRuns) {
  put_jobs(15, 15);
  hide();
  EXPECT_EQ(jobs().size(), 15u);
}

// Skipped stages go first, but not before their job has ended.
TEST_F(SparkRetentionTest, DropsStagesSkippedOnesFirst) {
  put_jobs(2);
  put_stage(0, "SKIPPED", {}, 1);
  for (std::int64_t id = 1; id <= 11; ++id) put_stage(id, "COMPLETE", 900 + id);
  put_stage(12, "ACTIVE", {});
  TaskRow task;
  task.id = 1;
  task.stage_id = 1;
  task.status = "SUCCESS";
  expect_done(database_->task_writer.append(task, {}));
  task.stage_id = 9;
  expect_done(database_->task_writer.append(task, {}));
  expect_done(database_->task_writer.flush());
  hide();
  EXPECT_EQ(stages(), (Ids{12, 11, 10, 9, 8, 7, 6, 5, 4, 3}));
  EXPECT_EQ(value_of(database_->tasks.count({.stage_id = 1, .statuses = {}})), 0);
  EXPECT_EQ(value_of(database_->tasks.count({.stage_id = 9, .statuses = {}})), 1);
}

TEST_F(SparkRetentionTest, KeepsExactlySoManyExecutions) {
  for (std::int64_t id = 0; id < 25; ++id) {
    SqlExecutionRow row;
    row.id = id;
    if (id != 3) row.completion_time = 100 - id;
    expect_done(database_->sql.put(row));
  }
  hide();
  Ids ids;
  for (const auto& row : value_of(database_->sql.executions(0, -1))) ids.push_back(row.id);
  EXPECT_EQ(ids, (Ids{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}));
  EXPECT_EQ(value_of(database_->sql.count()), 10);
}

TEST_F(SparkRetentionTest, DropsDeadExecutors) {
  for (int i = 10; i < 25; ++i) {
    ExecutorRow row;
    row.id = std::to_string(i);
    row.add_time = 100;
    row.is_active = i >= 23;
    if (i < 23) row.remove_time = 200 + i;
    expect_done(database_->executors.put(row));
  }
  hide();
  std::string ids;
  for (const ExecutorRow& row : value_of(database_->executors.list())) ids += row.id + " ";
  EXPECT_EQ(ids, "13 14 15 16 17 18 19 20 21 22 23 24 ");
}

TEST_F(SparkRetentionTest, CutsTasksThatEndedFirst) {
  const struct {
    std::int64_t started;
    std::int64_t dropped;
  } cases[] = {{100'000, 0}, {100'001, 10'000}, {110'000, 10'000}, {110'001, 20'000}};
  for (const auto& c : cases) EXPECT_EQ(dropped_tasks(c.started, 100'000), c.dropped);

  TaskRow task;
  for (std::int64_t id = 0; id < 12; ++id) {
    task.id = id;
    task.status = "SUCCESS";
    task.launch_time = 1000;
    task.duration = id == 7 ? 1 : 100 + id / 2;
    expect_done(database_->task_writer.append(task, {}));
  }
  expect_done(database_->task_writer.flush());
  EXPECT_EQ(value_of(database_->task_cut({0, 0}, 12)), std::nullopt);
  const auto cut = value_of(database_->task_cut({0, 0}, 10));
  TaskQuery query{.statuses = {}, .cut = cut};
  Ids ids;
  expect_done(database_->tasks.each(query, [&](const TaskRow& row) {
    ids.push_back(row.id);
    return true;
  }));
  EXPECT_EQ(ids, (Ids{1, 2, 3, 4, 5, 6, 8, 9, 10, 11})) << "7 and 0 ended first";
  EXPECT_EQ(value_of(database_->tasks.count(query)), 10);
  const auto numbers = value_of(database_->task_numbers({0, 0}, 0, cut));
  EXPECT_EQ(numbers.succeeded(), 10);
}

}  // namespace
}  // namespace afterglow::history
