#include "historyserver/store/task_table.h"

#include "historyserver/store/application_database.h"
#include "tests/unit/historyserver/store/query_rows.h"

namespace afterglow::history {
namespace {

class TaskTableTest : public testing::Test {
 protected:
  void SetUp() override {
    database_ = value_of(ApplicationDatabase::create(folder_.path("app.db")));
    query_.emplace(value_of(UserQuery::open(folder_.path("app.db"))));
  }
  static TaskRow task(std::int64_t id, StageKey stage, const char* status) {
    TaskRow row;
    row.id = id;
    row.stage_id = stage.stage_id;
    row.stage_attempt = stage.attempt;
    row.status = status;
    row.launch_time = 1000 + id;
    row.executor_id = id % 2 == 0 ? "even" : "odd";
    row.host = "h";
    if (row.status == "RUNNING" || row.status == "GET RESULT") return row;
    row.duration = 10 * id;
    row.has_metrics = true;
    if (row.status == "FAILED") row.error = "error of " + std::to_string(id);
    return row;
  }
  void put(const TaskRow& row, const SqlMetricUpdates& updates = {}) {
    expect_done(row.duration ? database_->task_writer.append(row, updates)
                             : database_->task_writer.put_running(row));
  }
  Rows rows(const std::string& sql) {
    expect_done(database_->task_writer.flush());
    return query_rows(*query_, sql);
  }

  TemporaryFolder folder_;
  std::unique_ptr<ApplicationDatabase> database_;
  std::optional<UserQuery> query_;
};

TEST_F(TaskTableTest, HasEveryColumn) {
  TaskRow row = task(7, {3, 1}, "FAILED");
  row.index = 5;
  row.attempt = 2;
  row.partition_id = 6;
  row.locality = "ANY";
  row.speculative = true;
  row.result_fetch_start = 1007 + 60;
  row.accumulables = {{1, "n", {}, "v"}};
  for (std::size_t i = 0; i < kTaskMetricCount; ++i) {
    row.metrics.at_index(i) = 100 + static_cast<std::int64_t>(i);
  }
  row.metrics[TaskMetric::executor_run_time] = 40;
  row.metrics[TaskMetric::executor_deserialize_time] = 3;
  row.metrics[TaskMetric::result_serialization_time] = 2;
  put(row);
  EXPECT_EQ(
      rows("SELECT stage_id, stage_attempt, task_id, task_index, attempt, partition_id, "
           "launch_time, result_fetch_start, duration, executor_id, host, status, locality, "
           "speculative, error, accumulables, scheduler_delay, getting_result_time FROM task"),
      (Rows{"3|1|7|5|2|6|1007|1067|70|odd|h|FAILED|ANY|1|error of 7|"
            "[[1,\"n\",null,\"v\"]]|15|10"}));
  for (std::size_t i = 0; i < kTaskMetricCount; ++i) {
    EXPECT_EQ(rows("SELECT " + std::string(kTaskMetricColumns[i]) + " FROM task"),
              (Rows{std::to_string(row.metrics.at_index(i))}));
  }
}

TEST_F(TaskTableTest, RunningTasksHaveNoEndAndNoMetrics) {
  put(task(1, {0, 0}, "RUNNING"));
  TaskRow fetching = task(2, {0, 0}, "GET RESULT");
  fetching.result_fetch_start = 1500;
  put(fetching);
  // An end that the log tells no time of.
  TaskRow endless = task(3, {0, 0}, "RUNNING");
  endless.duration = 0;
  put(endless);
  EXPECT_EQ(rows("SELECT task_id, status, launch_time, result_fetch_start, duration, error, "
                 "accumulables, executor_run_time, scheduler_delay, getting_result_time "
                 "FROM task ORDER BY 1"),
            (Rows{"1|RUNNING|1001|NULL|NULL|NULL|[]|NULL|NULL|NULL",
                  "2|GET RESULT|1002|1500|NULL|NULL|[]|NULL|NULL|NULL",
                  "3|RUNNING|1003|NULL|NULL|NULL|[]|0|NULL|NULL"}));
}

TEST_F(TaskTableTest, ReadsOnlyWhatAQueryWants) {
  for (std::int64_t id = 0; id < 12; ++id) {
    put(task(id, {id / 4, id / 2 % 2}, id % 4 == 3 ? "FAILED" : "SUCCESS"));
  }
  put(task(12, {1, 1}, "RUNNING"));
  put(task(13, {9, 0}, "RUNNING"));
  const struct {
    const char* where;
    Rows ids;
  } cases[] = {
      {"stage_id = 1", {"4", "5", "6", "7", "12"}},
      {"stage_id = 1 AND stage_attempt = 1", {"6", "7", "12"}},
      {"stage_attempt = 1 AND task_id < 9", {"2", "3", "6", "7"}},
      {"stage_id IN (0, 2) AND stage_attempt = 0", {"0", "1", "8", "9"}},
      {"stage_id = 0 OR stage_id = 9", {"0", "1", "2", "3", "13"}},
      {"stage_id = 9 OR status = 'RUNNING'", {"12", "13"}},
      {"stage_id = '1' AND stage_attempt = 0.0", {"4", "5"}},
      {"stage_id = 1.5", {}},
      {"stage_id = NULL", {}},
      {"stage_id = 'one'", {}},
      {"stage_id = 77", {}},
      {"status = 'FAILED'", {"3", "7", "11"}},
      {"status = 'failed'", {}},
      {"status = 'failed' COLLATE NOCASE", {"3", "7", "11"}},
      {"status IN ('FAILED', 'RUNNING')", {"3", "7", "11", "12", "13"}},
      {"status = 'RUNNING' AND stage_id = 1", {"12"}},
      {"error LIKE '%of 7'", {"7"}},
      {"duration IS NULL", {"12", "13"}},
      {"task_id = 5", {"5"}},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(rows("SELECT task_id FROM task WHERE " + std::string(c.where) + " ORDER BY task_id"),
              c.ids)
        << c.where;
  }
}

TEST_F(TaskTableTest, JoinsWithItselfAndWithStages) {
  for (std::int64_t id = 0; id < 6; ++id) put(task(id, {id / 3, 0}, "SUCCESS"));
  StageRow stage;
  stage.stage_id = 1;
  stage.name = "second";
  expect_done(database_->stages.put(stage));
  EXPECT_EQ(rows("SELECT name, count(*), max(duration) FROM stage "
                 "JOIN task ON task.stage_id = stage.stage_id AND stage_attempt = stage.attempt "
                 "GROUP BY stage.stage_id"),
            (Rows{"second|3|50"}));
  EXPECT_EQ(rows("SELECT count(*) FROM task a JOIN task b ON a.stage_id = b.stage_id"),
            (Rows{"18"}));
}

TEST_F(TaskTableTest, ComesByStage) {
  for (const std::int64_t stage : {5, 1, 3}) put(task(stage, {stage, 0}, "SUCCESS"));
  put(task(10, {1, 0}, "RUNNING"));
  put(task(11, {4, 0}, "RUNNING"));
  const std::string by_stage =
      "SELECT stage_id, stage_attempt, count(*) FROM task GROUP BY stage_id, stage_attempt";
  EXPECT_EQ(rows(by_stage), (Rows{"1|0|2", "3|0|1", "4|0|1", "5|0|1"}));
  EXPECT_EQ(rows("EXPLAIN QUERY PLAN " + by_stage).size(), 1u) << "it sorts";
  EXPECT_EQ(rows("SELECT stage_id FROM task ORDER BY stage_id DESC"),
            (Rows{"5", "4", "3", "1", "1"}));
}

// More than two chunks, and columns in rows of their own.
TEST_F(TaskTableTest, ReadsSeveralChunks) {
  constexpr std::int64_t kTasks = 10'000;
  expect_done(database_->begin());
  for (std::int64_t id = 0; id < kTasks; ++id) {
    put(task(id, {0, 0}, id % 5000 == 4999 ? "FAILED" : "SUCCESS"), {{31, 2 * id}});
  }
  expect_done(database_->task_writer.flush());
  expect_done(database_->commit());
  EXPECT_EQ(rows("SELECT count(*), count(DISTINCT task_id), min(task_id), max(task_id), "
                 "sum(duration), count(DISTINCT rowid) FROM task"),
            (Rows{"10000|10000|0|9999|499950000|10000"}));
  EXPECT_EQ(rows("SELECT task_id, executor_id, error FROM task WHERE status = 'FAILED'"),
            (Rows{"4999|odd|error of 4999", "9999|odd|error of 9999"}));
  EXPECT_EQ(rows("SELECT executor_id, count(*) FROM task GROUP BY 1"),
            (Rows{"even|5000", "odd|5000"}));
  EXPECT_EQ(rows("SELECT count(*), sum(value) FROM task_sql_metric WHERE accumulator_id = 31"),
            (Rows{"10000|99990000"}));
}

TEST_F(TaskTableTest, ListsWhatTasksReportedForSql) {
  put(task(1, {0, 0}, "SUCCESS"), {{31, 7}, {32, -1}});
  put(task(2, {0, 0}, "SUCCESS"), {{31, 0}});
  put(task(3, {1, 0}, "SUCCESS"), {{40, 9}});
  put(task(4, {1, 0}, "RUNNING"));
  const struct {
    const char* where;
    Rows rows;
  } cases[] = {
      {"1", {"0|0|1|31|7", "0|0|1|32|-1", "0|0|2|31|0", "1|0|3|40|9"}},
      {"stage_id = 1", {"1|0|3|40|9"}},
      {"accumulator_id = 31", {"0|0|1|31|7", "0|0|2|31|0"}},
      {"stage_id = 0 AND stage_attempt = 0 AND accumulator_id = 32", {"0|0|1|32|-1"}},
      {"task_id = 1 OR accumulator_id = 40", {"0|0|1|31|7", "0|0|1|32|-1", "1|0|3|40|9"}},
      {"accumulator_id = 33", {}},
      {"accumulator_id = -1000", {}},
      {"accumulator_id = 9223372036854775807", {}},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(rows("SELECT * FROM task_sql_metric WHERE " + std::string(c.where) +
                   " ORDER BY task_id, accumulator_id"),
              c.rows)
        << c.where;
  }
}

TEST_F(TaskTableTest, TheViewNamesFailures) {
  put(task(1, {0, 0}, "SUCCESS"));
  put(task(2, {0, 0}, "FAILED"));
  put(task(3, {0, 0}, "KILLED"));
  EXPECT_EQ(rows("SELECT task_id, status, error FROM failure ORDER BY 1"),
            (Rows{"2|FAILED|error of 2", "3|KILLED|NULL"}));
}

TEST_F(TaskTableTest, AnEmptyDatabaseHasNoTasks) {
  EXPECT_EQ(rows("SELECT count(*), max(duration) FROM task"), (Rows{"0|NULL"}));
  EXPECT_EQ(rows("SELECT count(*) FROM task_sql_metric"), (Rows{"0"}));
}

// The server's own connections have the tables too, and writers see what they have written.
TEST(TaskTable, IsThereForEveryConnection) {
  TemporaryFolder folder;
  { value_of(ApplicationDatabase::create(folder.path("app.db"))); }
  for (const auto mode : {Database::Mode::read_only, Database::Mode::read_write}) {
    auto database = value_of(ApplicationDatabase::connect(folder.path("app.db"), mode));
    EXPECT_TRUE(database.prepare("SELECT * FROM task"));
  }
}

TEST(TaskTable, RefusesOtherDatabases) {
  TemporaryFolder folder;
  auto database = value_of(Database::open(folder.path("x.db"), Database::Mode::read_write));
  expect_done(add_task_tables(database.connection()));
  const auto statement = database.prepare("SELECT * FROM task");
  ASSERT_FALSE(statement);
  EXPECT_NE(statement.error().message.find("no database of an application"), std::string::npos)
      << statement.error().message;
}

TEST_F(TaskTableTest, TellsOfDamage) {
  for (std::int64_t id = 0; id < 3; ++id) put(task(id, {0, 0}, "SUCCESS"));
  EXPECT_EQ(rows("SELECT count(*) FROM task"), (Rows{"3"}));
  auto writer =
      value_of(ApplicationDatabase::connect(folder_.path("app.db"), Database::Mode::read_write));
  expect_done(writer.execute("UPDATE task_chunk SET columns = x'ff'"));
  RowList list;
  const auto answer = query_->run("SELECT duration FROM task", {}, list);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, ErrorKind::corrupt) << answer.error().message;
}

}  // namespace
}  // namespace afterglow::history
