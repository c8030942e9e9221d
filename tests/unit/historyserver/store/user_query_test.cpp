#include "historyserver/store/user_query.h"

#include "historyserver/store/application_database.h"
#include "tests/unit/historyserver/store/query_rows.h"

namespace afterglow::history {
namespace {

class UserQueryTest : public testing::Test {
 protected:
  void SetUp() override {
    writer_ = value_of(ApplicationDatabase::create(folder_.path("app.db")));
    query_.emplace(value_of(UserQuery::open(folder_.path("app.db"))));
  }
  Error error_of(const std::string& sql, const UserQuery::Limits& limits = {}) {
    RowList list;
    const auto done = query_->run(sql, limits, list);
    EXPECT_FALSE(done) << sql;
    return done ? Error{} : done.error();
  }

  TemporaryFolder folder_;
  std::unique_ptr<ApplicationDatabase> writer_;
  std::optional<UserQuery> query_;
};

const std::string kEndless =
    "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n) SELECT ";

TEST_F(UserQueryTest, OnlyReads) {
  for (const char* sql : {
           "DELETE FROM job",
           "INSERT INTO text VALUES (1, 'x')",
           "UPDATE text SET text = ''",
           "WITH x AS (SELECT 1) DELETE FROM job",
           "CREATE TABLE x (a)",
           "CREATE TEMP TABLE x (a)",
           "CREATE TEMP VIEW x AS SELECT 1",
           "CREATE VIRTUAL TABLE x USING fts5(a)",
           "DROP TABLE job",
           "ALTER TABLE job ADD COLUMN x",
           "ATTACH ':memory:' AS x",
           "DETACH temp",
           "VACUUM",
           "VACUUM INTO 'copy.db'",
           "BEGIN",
           "SAVEPOINT x",
           "REINDEX",
           "ANALYZE",
           "UPDATE sqlite_master SET sql = ''",
           "PRAGMA user_version = 9",
           "PRAGMA journal_mode = DELETE",
           "PRAGMA writable_schema = ON",
           "PRAGMA wal_checkpoint",
           "SELECT * FROM pragma_database_list",
           "SELECT load_extension('x')",
           "SELECT LOAD_EXTENSION('x', 'y')",
           "SELECT fts3_tokenizer('simple')",
           "SELECT fts3_tokenizer('simple', x'4141414141414141')",
       }) {
    const Error error = error_of(sql);
    EXPECT_EQ(error.kind, ErrorKind::invalid_argument) << sql;
    EXPECT_TRUE(error.message.find("may only read") != std::string::npos ||
                error.message.find("not authorized") != std::string::npos ||
                error.message.find("may not be modified") != std::string::npos)
        << sql << ": " << error.message;
  }
}

TEST_F(UserQueryTest, ReadsInEveryForm) {
  for (const char* sql : {
           "VALUES (1)",
           " -- a comment\nSELECT 1; -- the end\n ; ",
           "WITH x AS (SELECT 1) SELECT * FROM x",
           "EXPLAIN SELECT 1",
           "EXPLAIN QUERY PLAN SELECT * FROM task",
           "SELECT name FROM sqlite_schema LIMIT 1",
           "SELECT name FROM pragma_table_info('task') LIMIT 1",
           "PRAGMA table_info(job)",
           "SELECT value FROM json_each('[1]')",
       }) {
    EXPECT_FALSE(query_rows(*query_, sql).empty()) << sql;
  }
}

TEST_F(UserQueryTest, SaysWhatIsWrongAndWhere) {
  const struct {
    const char* sql;
    const char* message;
  } cases[] = {
      {"", "SQL: there is no query"},
      {" -- nothing", "SQL: there is no query"},
      {"SELECT 1; SELECT 2", "SQL: only one query at a time"},
      {"SELECT 1; bogus", "SQL: only one query at a time"},
      {"SELECT bogus FROM task",
       "SQL: no such column: bogus, at line 1, column 8: bogus FROM task"},
      {"SELECT 1\n FROM\n  task x JOIN\ty WHER", "SQL: no such table: y"},
      {"SELECT 1,\n  wrong(2)", "SQL: no such function: wrong, at line 2, column 3: wrong(2)"},
      {"SELECT 'open", "SQL: unrecognized token: \"'open\", at line 1, column 8: 'open"},
      {"SELECT json('{')", "SQL: malformed JSON"},
  };
  for (const auto& c : cases) {
    const Error error = error_of(c.sql);
    EXPECT_EQ(error.kind, ErrorKind::invalid_argument);
    EXPECT_EQ(error.message, c.message);
  }
}

TEST_F(UserQueryTest, KnowsThePlaceOfAnError) {
  const struct {
    const char* sql;
    std::optional<SqlPlace> place;
  } cases[] = {
      {"SELECT 1", {}},
      {"SELECT bogus", SqlPlace{1, 8, 7}},
      {"SELECT 1,\n  wrong(2)", SqlPlace{2, 3, 12}},
      {"SELECT 1; SELECT", {}},
      {"DELETE FROM job", {}},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(query_->check(c.sql).has_value(), std::string(c.sql) == "SELECT 1");
    EXPECT_EQ(query_->error_place(), c.place) << c.sql;
    RowList list;
    EXPECT_EQ(query_->run(c.sql, {}, list).has_value(), std::string(c.sql) == "SELECT 1");
    EXPECT_EQ(query_->error_place(), c.place) << c.sql;
  }
}

TEST_F(UserQueryTest, StopsAtTheLimit) {
  const struct {
    std::int64_t limit;
    std::size_t rows;
    bool cut;
  } cases[] = {{2, 2, true}, {3, 3, false}, {4, 3, false}, {0, 3, false}};
  for (const auto& c : cases) {
    RowList list;
    const auto outcome =
        value_of(query_->run("VALUES (1), (2), (3)", {.rows = c.limit, .time = {}}, list));
    EXPECT_EQ(list.rows.size(), c.rows) << c.limit;
    EXPECT_EQ(outcome.rows, static_cast<std::int64_t>(c.rows)) << c.limit;
    EXPECT_EQ(outcome.cut, c.cut) << c.limit;
  }
  RowList list;
  const auto endless = value_of(query_->run(kEndless + "i FROM n", {.rows = 5, .time = {}}, list));
  EXPECT_TRUE(endless.cut);
}

TEST_F(UserQueryTest, StopsInTime) {
  const UserQuery::Limits limits{.rows = 0, .time = std::chrono::milliseconds(50)};
  const Error error = error_of(kEndless + "sum(i) FROM n", limits);
  EXPECT_EQ(error.kind, ErrorKind::unavailable);
  EXPECT_EQ(error.message, "the query took longer than 0.05 s");
  // The next one has its own time, and the one after it all the time of the world.
  EXPECT_EQ(error_of(kEndless + "sum(i) FROM n", limits).kind, ErrorKind::unavailable);
  EXPECT_EQ(query_rows(*query_, kEndless + "sum(i) FROM (SELECT i FROM n LIMIT 200000)"),
            (Rows{"20000100000"}));
}

TEST_F(UserQueryTest, ReadsWhileSomebodyWrites) {
  expect_done(writer_->begin());
  JobRow job;
  job.status = "RUNNING";
  expect_done(writer_->jobs.put(job));
  EXPECT_EQ(query_rows(*query_, "SELECT count(*) FROM job"), (Rows{"0"}));
  expect_done(writer_->commit());
  EXPECT_EQ(query_rows(*query_, "SELECT count(*) FROM job"), (Rows{"1"}));
}

// One file is the whole database, wherever it stands.
TEST_F(UserQueryTest, ACopyAnswersAlike) {
  TaskRow task;
  task.id = 4;
  task.status = "SUCCESS";
  task.duration = 5;
  expect_done(writer_->task_writer.append(task, {{3, 8}}));
  expect_done(writer_->task_writer.flush());
  expect_done(writer_->checkpoint());
  const std::string sql = "SELECT task.*, value FROM task JOIN task_sql_metric USING (task_id)";
  const Rows before = query_rows(*query_, sql);
  ASSERT_EQ(before.size(), 1u);
  TemporaryFolder other;
  const std::string copy = other.path("moved #1?.db");
  std::filesystem::copy_file(folder_.path("app.db"), copy);
  EXPECT_EQ(query_rows(*std::make_unique<UserQuery>(value_of(UserQuery::open(copy))), sql), before);
  // With its write-ahead log it is of the last moment, without one of the last checkpoint.
  task.id = 5;
  expect_done(writer_->task_writer.append(task, {}));
  expect_done(writer_->task_writer.flush());
  const std::string live = other.path("live.db");
  std::filesystem::copy_file(folder_.path("app.db"), live);
  std::filesystem::copy_file(folder_.path("app.db-wal"), live + "-wal");
  auto moved = value_of(UserQuery::open(live));
  EXPECT_EQ(query_rows(moved, "SELECT task_id FROM task"), (Rows{"4", "5"}));
}

TEST_F(UserQueryTest, ReadsAFileThatNobodyChanges) {
  expect_done(writer_->checkpoint());
  TemporaryFolder other;
  const std::string copy = other.path("100% #1?.db");
  std::filesystem::copy_file(folder_.path("app.db"), copy);
  auto database = value_of(ApplicationDatabase::connect(copy, Database::Mode::immutable));
  EXPECT_TRUE(database.prepare("SELECT * FROM task"));
  EXPECT_FALSE(std::filesystem::exists(copy + "-shm"));
}

TEST(UserQuery, TellsWhyAFileCannotBeRead) {
  TemporaryFolder folder;
  EXPECT_EQ(UserQuery::open(folder.path("none.db")).error().kind, ErrorKind::not_found);
  EXPECT_EQ(UserQuery::open(folder.write("text.db", std::string(5000, 'x'))).error().kind,
            ErrorKind::corrupt);
  EXPECT_EQ(UserQuery::open(folder.write("empty.db", "")).error().kind, ErrorKind::corrupt);
}

TEST_F(UserQueryTest, ListsTables) {
  const auto tables = value_of(query_->tables());
  const auto find = [&](const std::string& name) {
    const auto found = std::ranges::find(tables, name, &TableDescription::name);
    EXPECT_NE(found, tables.end()) << name;
    return found == tables.end() ? TableDescription{} : *found;
  };
  EXPECT_TRUE(std::ranges::is_sorted(tables, {}, &TableDescription::name));
  EXPECT_EQ(find("job").kind, "table");
  EXPECT_EQ(find("job").columns.at(0).name, "job_id");
  EXPECT_EQ(find("job").columns.at(0).type, "INTEGER");
  EXPECT_EQ(find("task").kind, "virtual table");
  EXPECT_EQ(find("task").columns.size(), 2 + 14 + kTaskMetricCount + 2);
  EXPECT_EQ(find("failure").kind, "view");
  EXPECT_EQ(select_all("a\"b"), "SELECT * FROM \"a\"\"b\"");
}

}  // namespace
}  // namespace afterglow::history
