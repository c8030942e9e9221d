#include "historyserver/ingest/pipeline.h"

#include <map>

#include "historyserver/store/application_database.h"
#include "tests/unit/historyserver/ingest/log_lines.h"
#include "tests/unit/historyserver/support.h"

namespace afterglow::history {
namespace {

using std::chrono::milliseconds;

// Only a test that fails waits so long; with a sanitizer, on a busy machine, some need a good part.
constexpr std::chrono::minutes kPatience{2};

class PipelineTest : public testing::Test {
 protected:
  void SetUp() override { start(); }

  void start(int threads = 2, WithoutLog without_log = WithoutLog::keep) {
    pipeline_.reset();
    catalog_ = value_of(Catalog::open(store_.path("catalog.db"), {logs_.path()}));
    pipeline_ = std::make_unique<Pipeline>(*catalog_, store_.path(), threads, without_log);
  }
  void scan() { scan(logs_.path()); }
  void scan(const std::string& directory) {
    const auto scan = pipeline_->begin_scan();
    expect_done(list_logs(directory, [&](LogListing&& log) { pipeline_->offer(log); }));
    pipeline_->end_scan(directory, scan);
  }

  // The catalog's row of a log, once `ready` says that it is as expected.
  template <typename Ready>
  LogRow wait_for(const std::string& name, Ready&& ready) {
    const auto deadline = std::chrono::steady_clock::now() + kPatience;
    while (std::chrono::steady_clock::now() < deadline) {
      for (LogRow& row : value_of(catalog_->all())) {
        if (row.log_id == logs_.path(name) && ready(row)) return std::move(row);
      }
      std::this_thread::sleep_for(milliseconds(5));
    }
    ADD_FAILURE() << name << " is not read as expected";
    return {};
  }
  LogRow wait_for_tasks(const std::string& name, std::int64_t tasks) {
    return wait_for(name, [&](const LogRow& row) {
      return row.read_once && row.totals.tasks_complete == tasks;
    });
  }
  std::size_t files_in_store() const {
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(store_.path())) {
      if (!entry.path().filename().string().starts_with("catalog.db")) ++count;
    }
    return count;
  }

  TemporaryFolder store_;
  TemporaryFolder logs_;
  std::unique_ptr<Catalog> catalog_;
  std::unique_ptr<Pipeline> pipeline_;
};

TEST_F(PipelineTest, ReadsNewLogs) {
  logs_.write("a", application_log(2, "app-a"));
  logs_.write("b", application_log(3, "app-b"));
  scan();
  EXPECT_EQ(wait_for_tasks("a", 2).app_id, "app-a");
  EXPECT_EQ(wait_for_tasks("b", 3).app_id, "app-b");
}

TEST_F(PipelineTest, GoesOnWithGrownLogs) {
  const std::string log = application_log(4);
  logs_.write("a.inprogress", log.substr(0, log.size() / 2));
  scan();
  const LogRow before = wait_for("a", [](const LogRow& row) { return row.read_once; });
  EXPECT_EQ(before.end_time, std::nullopt);
  logs_.append("a.inprogress", log.substr(log.size() / 2));
  scan();
  const LogRow after = wait_for_tasks("a", 4);
  EXPECT_EQ(after.end_time, 9000);
  EXPECT_EQ(after.database, before.database);
}

TEST_F(PipelineTest, ReadsOnAfterTheEndOfTheApplication) {
  logs_.write("a", application_log(1));
  scan();
  wait_for_tasks("a", 1);
  logs_.append("a", "{\"Event\":\"SparkListenerJobStart\",\"Job ID\":7,\"Stage IDs\":[]}\n");
  scan();
  EXPECT_EQ(wait_for("a", [](const LogRow& row) { return row.totals.jobs_running == 1; }).app_id,
            "app-1");
}

TEST_F(PipelineTest, ReadsAReplacedLogFromItsStart) {
  logs_.write("a.inprogress", log_start() + application_start() + stage_with_tasks(5));
  scan();
  wait_for_tasks("a", 5);
  logs_.write(".new", application_log(2, "app-new"));
  logs_.rename(".new", "a.inprogress");
  scan();
  EXPECT_EQ(wait_for_tasks("a", 2).app_id, "app-new");
}

TEST_F(PipelineTest, KeepsWhatItReadOfALogThatDisappears) {
  logs_.write("a", application_log(2));
  logs_.write("b.inprogress", log_start() + application_start("app-b") + stage_with_tasks(3));
  scan();
  wait_for_tasks("a", 2);
  wait_for_tasks("b", 3);
  logs_.remove("a");
  logs_.remove("b.inprogress");
  for (int i = 0; i < 2; ++i) {
    scan();
    for (const char* name : {"a", "b"}) {
      const LogRow row = wait_for(name, [](const LogRow& log) { return log.log_gone; });
      EXPECT_EQ(row.problem, std::nullopt);
      EXPECT_TRUE(ApplicationDatabase::open_read_only(store_.path(row.database)));
    }
    EXPECT_EQ(value_of(catalog_->all()).size(), 2u);
    start();
  }
  logs_.write("a", application_log(4));
  scan();
  EXPECT_FALSE(wait_for_tasks("a", 4).log_gone);
}

TEST_F(PipelineTest, TellsAgainWhatTheCatalogDidNotKeepOfALogThatIsGone) {
  logs_.write("a", application_log(2));
  scan();
  wait_for_tasks("a", 2);
  logs_.remove("a");
  scan();
  LogRow row = wait_for("a", [](const LogRow& log) { return log.log_gone; });
  row.core_time.reset();
  row.complete.reset();
  pipeline_.reset();
  expect_done(catalog_->put(row));
  start();
  row = wait_for("a", [](const LogRow& log) { return log.core_time.has_value(); });
  EXPECT_EQ(row.core_time, 0);
  EXPECT_EQ(row.complete, true);
}

// Logs of other rules, or of another key of jobs, are not read again, only looked at.
TEST_F(PipelineTest, TellsAgainWhatOtherRulesFound) {
  logs_.write("there", application_log(2, "app-1"));
  logs_.write("gone", application_log(2, "app-2"));
  scan();
  EXPECT_EQ(wait_for_tasks("there", 2).job, "name");
  wait_for_tasks("gone", 2);
  logs_.remove("gone");
  scan();
  wait_for("gone", [](const LogRow& log) { return log.log_gone; });
  const RollUp other({}, value_of(JobKey::parse("user,name", "")));
  pipeline_.reset();
  pipeline_ =
      std::make_unique<Pipeline>(*catalog_, store_.path(), 1, WithoutLog::keep, Redactor(), other);
  scan();
  for (const char* name : {"there", "gone"}) {
    const LogRow row =
        wait_for(name, [&](const LogRow& log) { return log.insights_tag == other.tag(); });
    EXPECT_EQ(row.job, "user / name");
    EXPECT_EQ(row.totals.tasks_complete, 2);
  }
}

TEST_F(PipelineTest, SaysThatALogDisappearedBeforeItWasRead) {
  logs_.write("a.inprogress", application_log(2));
  scan();
  wait_for_tasks("a", 2);
  logs_.append("a.inprogress", application_log(900));
  LogListing grown = value_of(list_logs(logs_.path())).at(0);
  logs_.remove("a.inprogress");
  pipeline_->offer(grown);
  scan();
  EXPECT_EQ(wait_for("a", [](const LogRow& row) { return row.log_gone; }).problem,
            "the log disappeared before it was read to its end");
}

TEST_F(PipelineTest, ServesDatabasesFromElsewhere) {
  logs_.write("a", application_log(2));
  scan();
  const LogRow before = wait_for_tasks("a", 2);
  pipeline_.reset();
  catalog_.reset();
  for (const char* name : {"catalog.db", "catalog.db-wal", "catalog.db-shm"}) store_.remove(name);
  store_.write("strange.db", "no database");
  start();
  const auto adopted = value_of(catalog_->all());
  ASSERT_EQ(adopted.size(), 1u);
  EXPECT_TRUE(adopted[0].log_gone);
  EXPECT_EQ(adopted[0].app_id, before.app_id);
  EXPECT_EQ(adopted[0].totals.tasks_complete, 2);
  EXPECT_TRUE(pipeline_->wait_until_read(adopted[0].log_id, milliseconds(0)));
  start();
  EXPECT_EQ(value_of(catalog_->all()).size(), 1u);
  scan();
  EXPECT_FALSE(wait_for_tasks("a", 2).log_gone);
  EXPECT_EQ(value_of(catalog_->all()).size(), 1u);
}

TEST_F(PipelineTest, ForgetsRemovedLogsWithTheirDatabasesOnRequest) {
  start(2, WithoutLog::remove);
  logs_.write("a", application_log(2));
  scan();
  wait_for_tasks("a", 2);
  EXPECT_GT(files_in_store(), 0u);
  logs_.remove("a");
  const TemporaryFolder other;
  scan(other.path());
  EXPECT_EQ(value_of(catalog_->all()).size(), 1u);
  scan();
  EXPECT_TRUE(value_of(catalog_->all()).empty());
  EXPECT_EQ(files_in_store(), 0u);
}

TEST_F(PipelineTest, DoesNotReadAgainAfterARestart) {
  logs_.write("a", application_log(2));
  scan();
  const LogRow before = wait_for_tasks("a", 2);
  const auto written = std::filesystem::last_write_time(store_.path(before.database));
  start();
  scan();
  EXPECT_TRUE(pipeline_->wait_until_read(logs_.path("a"), milliseconds(0)));
  std::this_thread::sleep_for(milliseconds(50));
  EXPECT_EQ(std::filesystem::last_write_time(store_.path(before.database)), written);
}

TEST_F(PipelineTest, ReadsAgainWhenTheDatabaseIsGone) {
  logs_.write("a", application_log(2));
  scan();
  const std::string database = store_.path(wait_for_tasks("a", 2).database);
  pipeline_.reset();
  std::filesystem::remove(database);
  start();
  scan();
  for (int i = 0; i < 1000 && !std::filesystem::exists(database); ++i) {
    std::this_thread::sleep_for(milliseconds(5));
  }
  wait_for_tasks("a", 2);
}

TEST_F(PipelineTest, WaitsUntilALogIsRead) {
  logs_.write("a", application_log(500));
  scan();
  EXPECT_TRUE(pipeline_->wait_until_read(logs_.path("a"), std::chrono::minutes(1)));
  const auto rows = value_of(catalog_->all());
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].totals.tasks_complete, 500);
  EXPECT_TRUE(pipeline_->wait_until_read("unknown", std::chrono::minutes(1)));
}

// One thread reads a slice of a log of 330 MB, then the others, then the rest of it.
TEST_F(PipelineTest, AHugeLogDoesNotHoldUpTheOthers) {
  start(1);
  std::string huge = zstd_frame(log_start() + application_start("app-huge"));
  const std::string frame = zstd_frame(stage_with_tasks(20'000));
  for (int i = 0; i < 40; ++i) huge += frame;
  logs_.write("huge.zstd", huge);
  pipeline_->offer(*list_log(logs_.path(), "huge.zstd"));
  wait_for("huge.zstd", [](const LogRow& row) { return row.bytes_read > 0; });
  for (const char* name : {"a", "b", "c"}) logs_.write(name, application_log(2));
  scan();
  std::map<std::string, std::string> databases;
  for (const char* name : {"huge.zstd", "a", "b", "c"}) {
    databases[name] = wait_for(name, [](const LogRow& log) { return log.read_once; }).database;
  }
  pipeline_.reset();  // all is written
  const auto written = [&](const char* name) {
    return std::filesystem::last_write_time(store_.path(databases[name]));
  };
  for (const char* name : {"a", "b", "c"}) EXPECT_LT(written(name), written("huge.zstd")) << name;
}

// Several small logs are read at once.
TEST_F(PipelineTest, ALogThatCannotBeStoredDoesNotHoldUpTheOthers) {
  logs_.write("bad", application_log(1, "app-bad"));
  scan();
  const std::string database = store_.path(wait_for_tasks("bad", 1).database);
  pipeline_.reset();
  catalog_.reset();
  std::filesystem::remove(store_.path("catalog.db"));
  std::filesystem::remove(database);
  std::filesystem::create_directory(database);
  std::map<std::string, std::int64_t> tasks;
  for (int i = 0; i < 20; ++i) tasks[(i < 10 ? "a" : "c") + std::to_string(i)] = i + 1;
  for (const auto& [name, count] : tasks) {
    logs_.write(name, application_log(static_cast<int>(count)));
  }
  start(1);
  scan();
  for (const auto& [name, count] : tasks) {
    const LogRow row = wait_for_tasks(name, count);
    EXPECT_TRUE(std::filesystem::is_regular_file(store_.path(row.database))) << name;
    EXPECT_FALSE(row.insights_tag.empty()) << name;
  }
  std::filesystem::remove(database);
  start(1);
  scan();
  EXPECT_EQ(wait_for_tasks("bad", 1).app_id, "app-bad");
}

// Before anything of it was read, a log is listed from its ends.
TEST_F(PipelineTest, ListsALogBeforeItIsRead) {
  start(1);
  logs_.write("a", application_log(15'000));
  scan();
  const LogRow row = wait_for("a", [](const LogRow& found) { return found.app_id.has_value(); });
  EXPECT_EQ(row.app_id, "app-1");
  EXPECT_EQ(row.end_time, 9000);
  EXPECT_EQ(row.spark_version, "4.3.0");
  EXPECT_EQ(wait_for_tasks("a", 15'000).end_time, 9000);
}

TEST_F(PipelineTest, KeepsLogsOfTheSameNameApart) {
  const TemporaryFolder other;
  logs_.write("a", application_log(1));
  other.write("a", application_log(2));
  scan();
  scan(other.path());
  wait_for_tasks("a", 1);
  EXPECT_TRUE(pipeline_->wait_until_read(other.path("a"), std::chrono::minutes(1)));
  wait_for_tasks("a", 1);
}

}  // namespace
}  // namespace afterglow::history
