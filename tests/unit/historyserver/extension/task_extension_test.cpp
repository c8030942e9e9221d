#include <sqlite3.h>

#include "historyserver/store/application_database.h"
#include "tests/unit/historyserver/support.h"

namespace afterglow::history {
namespace {

// As any program would: with SQLite alone, and the file that is built beside the programs.
class TaskExtension : public testing::Test {
 protected:
  void SetUp() override {
    const auto database = value_of(ApplicationDatabase::create(folder_.path("app.db")));
    for (std::int64_t id = 0; id < 100; ++id) {
      TaskRow task;
      task.id = id;
      task.status = id == 50 ? "FAILED" : "SUCCESS";
      task.host = "h" + std::to_string(id % 2);
      task.duration = id;
      if (id == 50) task.error = "lost";
      expect_done(database->task_writer.append(task, {{7, id}}));
    }
    expect_done(database->task_writer.flush());
  }
  ~TaskExtension() override { sqlite3_close(connection_); }

  void open(const std::string& path) {
    ASSERT_EQ(sqlite3_open_v2(path.c_str(), &connection_, SQLITE_OPEN_READONLY, nullptr),
              SQLITE_OK);
    sqlite3_db_config(connection_, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 1, nullptr);
    char* problem = nullptr;
    ASSERT_EQ(sqlite3_load_extension(connection_, AFTERGLOW_TASK_EXTENSION, nullptr, &problem),
              SQLITE_OK)
        << problem;
  }
  std::string answer(const char* sql) {
    std::string text;
    const auto add = [](void* to, int count, char** values, char**) {
      for (int i = 0; i < count; ++i) {
        *static_cast<std::string*>(to) += std::string(values[i] ? values[i] : "NULL") + "|";
      }
      return 0;
    };
    sqlite3_exec(connection_, sql, add, &text, nullptr);
    if (sqlite3_errcode(connection_) != SQLITE_OK) return sqlite3_errmsg(connection_);
    return text;
  }

  TemporaryFolder folder_;
  sqlite3* connection_ = nullptr;
};

TEST_F(TaskExtension, ReadsTasks) {
  open(folder_.path("app.db"));
  EXPECT_EQ(answer("SELECT host, count(*), sum(duration) FROM task GROUP BY 1"),
            "h0|50|2450|h1|50|2500|");
  EXPECT_EQ(answer("SELECT task_id, error FROM failure"), "50|lost|");
  EXPECT_EQ(answer("SELECT sum(value) FROM task_sql_metric WHERE accumulator_id = 7"), "4950|");
}

TEST_F(TaskExtension, RefusesOtherDatabases) {
  open(":memory:");
  EXPECT_NE(answer("SELECT * FROM task").find("no database of an application"), std::string::npos);
}

}  // namespace
}  // namespace afterglow::history
