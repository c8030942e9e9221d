#include "historyserver/store/application_database.h"

#include <map>
#include <set>

#include "tests/unit/historyserver/support.h"

namespace afterglow::history {
namespace {

class ApplicationDatabaseTest : public testing::Test {
 protected:
  void SetUp() override { database_ = value_of(ApplicationDatabase::create(path_)); }

  TemporaryFolder folder_;
  std::string path_ = folder_.path("app.db");
  std::unique_ptr<ApplicationDatabase> database_;
};

const std::string kHostile =
    std::string("<script> '; DROP TABLE job; -- \" \\ \n \xe4\xb8\x96 ") + '\0' + "z";

TaskMetricValues all_metrics(std::int64_t first) {
  TaskMetricValues metrics;
  for (std::size_t i = 0; i < kTaskMetricCount; ++i) {
    metrics.at_index(i) = first + static_cast<std::int64_t>(i);
  }
  return metrics;
}

ExecutorMetricPeaks peaks(std::int64_t first) {
  ExecutorMetricPeaks made;
  ExecutorMetricValues values{};
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = first + static_cast<std::int64_t>(i);
  made.raise_to(values);
  return made;
}

TEST_F(ApplicationDatabaseTest, ApplicationsComeBack) {
  EXPECT_EQ(value_of(database_->applications.get()).has_value(), false);
  ApplicationRow row;
  row.id = "app-1";
  row.name = kHostile;
  row.user = "u";
  row.spark_version = "4.3.0";
  row.start_time = 1;
  row.totals.tasks_killed = 7;
  row.totals.last_job_failed = true;
  expect_done(database_->applications.put(row));
  row.attempt_id = "2";
  row.end_time = 5;
  row.exit_code = -1;
  expect_done(database_->applications.put(row));
  const auto read = value_of(database_->applications.get());
  ASSERT_TRUE(read);
  EXPECT_EQ(read->name, kHostile);
  EXPECT_EQ(read->attempt_id, "2");
  EXPECT_EQ(read->end_time, 5);
  EXPECT_EQ(read->exit_code, -1);
  EXPECT_EQ(read->totals.tasks_killed, 7);
  EXPECT_TRUE(read->totals.last_job_failed);
}

TEST_F(ApplicationDatabaseTest, JobsComeBack) {
  JobRow row;
  row.id = 3;
  row.status = "FAILED";
  row.name = kHostile;
  row.stage_ids = {9, 7};
  row.tags = {"a", kHostile};
  row.killed_tasks_summary = {{kHostile, 2}};
  row.completed_indices = 4;
  expect_done(database_->jobs.put(row));
  const auto read = value_of(database_->jobs.get(3));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->name, kHostile);
  EXPECT_EQ(read->stage_ids, row.stage_ids);
  EXPECT_EQ(read->tags, row.tags);
  EXPECT_EQ(read->killed_tasks_summary, row.killed_tasks_summary);
  EXPECT_EQ(read->completed_indices, 4);
  EXPECT_EQ(read->description, std::nullopt);
  EXPECT_EQ(read->sql_execution_id, std::nullopt);
  EXPECT_FALSE(value_of(database_->jobs.get(4)));
  row.description = "";
  row.sql_execution_id = 0;
  expect_done(database_->jobs.put(row));
  EXPECT_EQ(value_of(database_->jobs.get(3))->description, "");
  EXPECT_EQ(value_of(database_->jobs.get(3))->sql_execution_id, 0);
}

TEST_F(ApplicationDatabaseTest, JobsAreListedByStatusHighestFirst) {
  std::int64_t id = 0;
  for (const char* status : {"RUNNING", "FAILED", "SUCCEEDED", "FAILED"}) {
    JobRow row;
    row.id = id++;
    row.status = status;
    expect_done(database_->jobs.put(row));
  }
  const auto ids = [&](const std::vector<std::string>& statuses) {
    std::vector<std::int64_t> list;
    for (const JobRow& row : value_of(database_->jobs.list(statuses))) list.push_back(row.id);
    return list;
  };
  using Ids = std::vector<std::int64_t>;
  EXPECT_EQ(ids({}), (Ids{3, 2, 1, 0}));
  EXPECT_EQ(ids({"FAILED"}), (Ids{3, 1}));
  EXPECT_EQ(ids({"RUNNING", "SUCCEEDED"}), (Ids{2, 0}));
  EXPECT_EQ(ids({""}), Ids{});
}

TEST_F(ApplicationDatabaseTest, StagesComeBack) {
  StageRow row;
  row.stage_id = 5;
  row.attempt = 1;
  row.status = "COMPLETE";
  row.details = kHostile;
  row.job_ids = {1, 2};
  row.rdd_ids = {};
  row.metrics = all_metrics(100);
  row.accumulables = {{1, "n", "u", "v"}, {2, {}, {}, kHostile}};
  row.peak_executor_metrics = peaks(7);
  row.has_speculation = true;
  row.speculative_killed = 3;
  expect_done(database_->stages.put(row));
  row.attempt = 0;
  row.peak_executor_metrics = {};
  expect_done(database_->stages.put(row));
  const auto attempts = value_of(database_->stages.attempts(5));
  ASSERT_EQ(attempts.size(), 2u);
  const StageRow& read = attempts[1];
  EXPECT_EQ(read.attempt, 1);
  EXPECT_EQ(read.details, kHostile);
  EXPECT_EQ(read.job_ids, row.job_ids);
  EXPECT_EQ(read.metrics, row.metrics);
  ASSERT_EQ(read.accumulables.size(), 2u);
  EXPECT_EQ(read.accumulables[0].update, "u");
  EXPECT_EQ(read.accumulables[1].name, std::nullopt);
  EXPECT_EQ(read.accumulables[1].value, kHostile);
  EXPECT_EQ(read.peak_executor_metrics.values(), peaks(7).values());
  EXPECT_FALSE(attempts[0].peak_executor_metrics.is_set());
  EXPECT_TRUE(read.has_speculation);
  EXPECT_EQ(read.speculative_killed, 3);
  EXPECT_EQ(read.failure_reason, std::nullopt);
  const auto list = value_of(database_->stages.list({"COMPLETE"}));
  ASSERT_EQ(list.size(), 2u);
  EXPECT_EQ(list[0].attempt, 1) << "highest first";
}

TEST_F(ApplicationDatabaseTest, ExecutorsOfAStageComeBack) {
  ExecutorStageRow row;
  row.stage_id = 5;
  row.executor_id = "10";
  row.metrics = all_metrics(1);
  row.excluded = true;
  expect_done(database_->stages.put(row));
  row.executor_id = "9";
  expect_done(database_->stages.put(row));
  const auto rows = value_of(database_->stages.executors(5, 0));
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].executor_id, "10") << "by id, as text";
  EXPECT_EQ(rows[0].metrics, row.metrics);
  EXPECT_TRUE(rows[0].excluded);
  EXPECT_FALSE(rows[0].peak_metrics.is_set());
}

TEST_F(ApplicationDatabaseTest, ExecutorsComeBack) {
  ExecutorRow row;
  row.id = "1";
  row.executor_logs = {{"stdout", kHostile}};
  row.resources = {{"gpu", {"gpu", {"0", "1"}}}};
  row.excluded_in_stages = {1, 2};
  row.peak_metrics = peaks(0);
  expect_done(database_->executors.put(row));
  const auto rows = value_of(database_->executors.list());
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].executor_logs, row.executor_logs);
  EXPECT_EQ(rows[0].resources.at("gpu").name, "gpu");
  EXPECT_EQ(rows[0].resources.at("gpu").addresses, (std::vector<std::string>{"0", "1"}));
  EXPECT_EQ(rows[0].excluded_in_stages, row.excluded_in_stages);
  EXPECT_EQ(rows[0].peak_metrics.values(), row.peak_metrics.values());
  EXPECT_TRUE(rows[0].is_active);
  EXPECT_EQ(rows[0].total_on_heap, std::nullopt);
  EXPECT_EQ(rows[0].remove_time, std::nullopt);
}

TEST_F(ApplicationDatabaseTest, AReaderSeesOneMoment) {
  const auto reader = value_of(ApplicationDatabase::open_read_only(path_));
  expect_done(reader->begin_read());
  EXPECT_FALSE(value_of(reader->jobs.get(1)));
  JobRow row;
  row.id = 1;
  expect_done(database_->begin());
  expect_done(database_->jobs.put(row));
  expect_done(database_->commit());
  EXPECT_FALSE(value_of(reader->jobs.get(1)));
  expect_done(reader->commit());
  EXPECT_TRUE(value_of(reader->jobs.get(1)));
}

TEST_F(ApplicationDatabaseTest, IsOneFileAfterItsCheckpoint) {
  JobRow row;
  row.id = 1;
  expect_done(database_->jobs.put(row));
  expect_done(database_->checkpoint());
  std::filesystem::copy_file(path_, folder_.path("copy.db"));
  const auto copy = value_of(ApplicationDatabase::open_read_only(folder_.path("copy.db")));
  EXPECT_TRUE(value_of(copy->jobs.get(1)));
}

TEST_F(ApplicationDatabaseTest, IsMadeAnew) {
  JobRow row;
  row.id = 1;
  expect_done(database_->jobs.put(row));
  database_ = value_of(ApplicationDatabase::create(path_));
  EXPECT_FALSE(value_of(database_->jobs.get(1)));
}

// What every table has, whatever the order of its columns.
std::map<std::string, std::set<std::string>> columns_of(Database& database) {
  std::map<std::string, std::set<std::string>> tables;
  auto statement = value_of(
      database.prepare("SELECT m.name, c.name FROM sqlite_schema m, pragma_table_info(m.name) c "
                       "WHERE m.type = 'table' AND m.sql NOT LIKE 'CREATE VIRTUAL%'"));
  while (value_of(statement.step())) {
    tables[std::string(statement.text(0))].emplace(statement.text(1));
  }
  return tables;
}

TEST_F(ApplicationDatabaseTest, MigratesFromVersion2) {
  StageRow row;
  row.stage_id = 4;
  expect_done(database_->stages.put(row));
  expect_done(database_->put_checkpoint("of version 2"));
  database_.reset();
  auto fresh = value_of(ApplicationDatabase::create(folder_.path("fresh.db")));
  auto file = value_of(Database::open(path_, Database::Mode::read_write));
  std::string sql =
      "DROP VIEW wall_time; DROP TABLE insight; DROP TABLE finding; DROP TABLE stage_wall_time;"
      "ALTER TABLE stage DROP COLUMN parent_ids;"
      "ALTER TABLE log_completeness DROP COLUMN read_to_end; PRAGMA user_version=2;";
  for (const char* table : {"stage", "executor_stage"}) {
    for (const char* heap : {"on", "off"}) {
      sql += std::string("ALTER TABLE ") + table + " DROP COLUMN peak_" + heap +
             "_heap_execution_memory;";
    }
  }
  expect_done(file.execute(sql));
  EXPECT_FALSE(ApplicationDatabase::open_read_only(path_));
  expect_done(ApplicationDatabase::migrate(path_));
  expect_done(ApplicationDatabase::migrate(path_));
  const auto migrated = value_of(ApplicationDatabase::open_read_only(path_));
  EXPECT_TRUE(value_of(migrated->stages.get({4, 0})));
  EXPECT_EQ(value_of(migrated->checkpoint_state()), "");
  auto expected = value_of(Database::open(folder_.path("fresh.db"), Database::Mode::read_only));
  EXPECT_EQ(columns_of(file), columns_of(expected));
}

TEST_F(ApplicationDatabaseTest, MigratesWhatVersion5Found) {
  Insights insights;
  insights.verdict = "Took 2 s.";
  insights.wall[WallPart::gc] = 1500;
  insights.cores[WallPart::gc] = 6000;
  expect_done(database_->insights.replace("tag", insights));
  database_.reset();
  auto file = value_of(Database::open(path_, Database::Mode::read_write));
  std::string sql =
      "CREATE TABLE old (part TEXT PRIMARY KEY, ms REAL NOT NULL, core_ms REAL NOT NULL);"
      "INSERT INTO old SELECT * FROM wall_time; DROP VIEW wall_time;"
      "ALTER TABLE old RENAME TO wall_time; PRAGMA user_version=5;";
  for (const std::string_view part : kWallPartNames) {
    for (const char* of : {"wall_", "cores_"}) {
      sql += "ALTER TABLE insight DROP COLUMN " + (of + std::string(part)) + ";";
    }
  }
  expect_done(file.execute(sql));
  expect_done(ApplicationDatabase::migrate(path_));
  const auto migrated = value_of(ApplicationDatabase::open_read_only(path_));
  const auto got = value_of(migrated->insights.get("tag"));
  ASSERT_TRUE(got);
  EXPECT_EQ(got->verdict, insights.verdict);
  EXPECT_EQ(got->wall[WallPart::gc], 1500);
  EXPECT_EQ(got->core_time(), 6000);
}

TEST_F(ApplicationDatabaseTest, DoesNotMigrateWhatItDoesNotKnow) {
  for (const char* version : {"1", "999"}) {
    const std::string path = folder_.path("other.db");
    {
      auto other = value_of(Database::open(path, Database::Mode::read_write));
      expect_done(other.execute("PRAGMA user_version=" + std::string(version)));
    }
    const auto migrated = ApplicationDatabase::migrate(path);
    ASSERT_FALSE(migrated) << version;
    EXPECT_EQ(migrated.error().kind, ErrorKind::corrupt);
  }
}

TEST_F(ApplicationDatabaseTest, IsNotReadBeforeItIsThereOrOfAnotherVersion) {
  const auto none = ApplicationDatabase::open_read_only(folder_.path("none.db"));
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().kind, ErrorKind::not_found);
  {
    auto other = value_of(Database::open(folder_.path("other.db"), Database::Mode::read_write));
    expect_done(other.execute("PRAGMA user_version=999"));
  }
  const auto other = ApplicationDatabase::open_read_only(folder_.path("other.db"));
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().kind, ErrorKind::corrupt);
}

}  // namespace
}  // namespace afterglow::history
