#include "historyserver/ingest/log_ingest.h"

#include "tests/unit/historyserver/dump_database.h"
#include "tests/unit/historyserver/ingest/log_lines.h"
#include "tests/unit/historyserver/support.h"

namespace afterglow::history {
namespace {

using State = LogIngest::State;

class LogIngestTest : public testing::Test {
 protected:
  void start(LogIngest::Start how = LogIngest::Start::anew) {
    ingest_.reset();
    LogRow row;
    row.log_id = "log";
    row.database = "app.db";
    row.problem = "of the last time";
    ingest_ = value_of(LogIngest::start(store_.path(), row, how));
  }
  State advance(std::uint64_t limit = 1'000'000) {
    if (!ingest_) start();
    return value_of(ingest_->advance(value_of(list_logs(logs_.path())).at(0), limit));
  }
  std::int64_t completed_tasks() {
    const auto database = value_of(ApplicationDatabase::open_read_only(store_.path("app.db")));
    return value_of(database->tasks.count({.stage_id = 0, .statuses = {"SUCCESS"}}));
  }

  TemporaryFolder store_;
  TemporaryFolder logs_;
  std::unique_ptr<LogIngest> ingest_;
};

TEST_F(LogIngestTest, StoresAWholeLog) {
  logs_.write("a", application_log(3));
  EXPECT_EQ(advance(), State::caught_up);
  const LogRow& row = ingest_->row();
  EXPECT_EQ(row.app_id, "app-1");
  EXPECT_EQ(row.name, "name");
  EXPECT_EQ(row.spark_version, "4.3.0");
  EXPECT_EQ(row.end_time, 9000);
  EXPECT_EQ(row.problem, std::nullopt);
  EXPECT_TRUE(row.read_once);
  EXPECT_EQ(row.bytes_read, row.size);
  EXPECT_EQ(row.totals.tasks_complete, 3);
  EXPECT_EQ(row.core_time, 0) << "no executor was added";
  EXPECT_EQ(row.complete, true);
  EXPECT_EQ(completed_tasks(), 3);
}

TEST_F(LogIngestTest, StoresWhatIsThereAfterEachSlice) {
  logs_.write("a", application_log(15000));
  int slices = 1;
  while (advance(100'000) == State::more) {
    ++slices;
    EXPECT_FALSE(ingest_->row().read_once);
    EXPECT_LT(ingest_->row().progress(), 1);
  }
  EXPECT_GT(slices, 1);
  EXPECT_EQ(completed_tasks(), 15000);
}

TEST_F(LogIngestTest, StoresASmallLogThatHasEndedAtOnce) {
  logs_.write("a", application_log(3));
  advance();
  const std::string usual = dump_database(store_.path("app.db"));
  SmallDatabases small;
  LogRow row;
  row.database = "small.db";
  row.end_time = 9000;  // as the listing has found
  for (int again = 0; again < 2; ++again) {
    ingest_ = value_of(LogIngest::start(store_.path(), row, LogIngest::Start::anew, {}, &small));
    EXPECT_TRUE(ingest_->is_in_memory());
    EXPECT_EQ(advance(), State::caught_up);
    expect_done(ingest_->keep());
    EXPECT_EQ(dump_database(store_.path("small.db")), usual);
  }
  row.end_time.reset();
  ingest_ = value_of(LogIngest::start(store_.path(), row, LogIngest::Start::anew, {}, &small));
  EXPECT_FALSE(ingest_->is_in_memory()) << "others must see what is there of one that runs";
}

TEST_F(LogIngestTest, TellsOfATornEndOnlyWhereNothingMoreIsExpected) {
  logs_.write("a.inprogress", log_start() + application_start() + "{\"Event\":\"torn");
  advance();
  EXPECT_EQ(ingest_->row().problem, std::nullopt);
  logs_.rename("a.inprogress", "a");
  advance();
  EXPECT_EQ(ingest_->row().problem, "the log ends in the middle of a line");
}

TEST_F(LogIngestTest, FollowsALogThatIsCutInsideAnObject) {
  const std::string log = application_log(2);
  const auto inner = log.find("\"Result\":\"JobSucceeded\"}") + 24;
  ASSERT_EQ(log[inner], '}');
  logs_.write("a.inprogress", log.substr(0, inner));
  EXPECT_EQ(advance(), State::caught_up);
  EXPECT_EQ(ingest_->row().totals.jobs_running, 1);
  logs_.append("a.inprogress", log.substr(inner));
  EXPECT_EQ(advance(), State::caught_up);
  EXPECT_EQ(ingest_->row().problem, std::nullopt);
  EXPECT_EQ(ingest_->row().totals.jobs_succeeded, 1);
}

TEST_F(LogIngestTest, SkipsBadLinesAndTellsOfTheFirst) {
  logs_.write("a", log_start() + application_start() + "{\"Event\":\"torn\nno JSON\n" +
                       stage_with_tasks(2) + application_end());
  advance();
  // simdjson words what stands between these two, differently in each version.
  const std::string problem = ingest_->row().problem.value_or("");
  EXPECT_TRUE(problem.starts_with("a, line 3: not valid JSON: ")) << problem;
  EXPECT_TRUE(problem.ends_with(" (2 lines skipped)")) << problem;
  EXPECT_EQ(ingest_->row().end_time, 9000);
  EXPECT_EQ(completed_tasks(), 2);
}

TEST_F(LogIngestTest, ATornLastLineIsNoProblem) {
  logs_.write("a.inprogress", application_log(2) + "{\"Event\":\"SparkListenerJobSta");
  advance();
  EXPECT_EQ(ingest_->row().problem, std::nullopt);
}

TEST_F(LogIngestTest, GoesOnAfterDamageAndTellsOfIt) {
  logs_.write("a.zstd", zstd_frame(log_start() + application_start()) + "garbage" +
                            zstd_frame(application_end()));
  EXPECT_EQ(advance(), State::caught_up);
  EXPECT_EQ(ingest_->row().app_id, "app-1");
  EXPECT_EQ(ingest_->row().end_time, 9000);
  const std::string problem = ingest_->row().problem.value_or("");
  EXPECT_TRUE(problem.starts_with("a.zstd, byte ")) << problem;
  EXPECT_TRUE(problem.ends_with("(1 damaged spot skipped)")) << problem;
  EXPECT_EQ(advance(), State::caught_up);
}

TEST_F(LogIngestTest, TellsOfAMissingFile) {
  logs_.write("eventlog_v2_a/appstatus_a", "");
  logs_.write("eventlog_v2_a/events_1_a", log_start() + application_start());
  logs_.write("eventlog_v2_a/events_3_a", application_end());
  advance();
  EXPECT_EQ(ingest_->row().problem, "file 2 of the rolling log is missing");
  EXPECT_EQ(ingest_->row().end_time, 9000);
}

TEST_F(LogIngestTest, SaysThatTheLogWasReplaced) {
  logs_.write("a", application_log(3));
  advance();
  logs_.write(".b", application_log(1));
  logs_.rename(".b", "a");
  EXPECT_EQ(advance(), State::replaced);
}

TEST_F(LogIngestTest, StartsAnewOverAnOldDatabase) {
  logs_.write("a", application_log(3));
  advance();
  logs_.write("a", application_log(1));
  start(LogIngest::Start::anew);
  advance();
  EXPECT_EQ(completed_tasks(), 1);
}

// Whatever was committed when the process ended, the next one goes on from there; the end is that
// of an undisturbed run, in every table.
TEST_F(LogIngestTest, GoesOnFromEveryCheckpoint) {
  const std::string log =
      log_start() + application_start() + stage_with_tasks(5) + "no JSON\n" + application_end();
  logs_.write("a", log);
  advance();
  const std::string undisturbed = dump_database(store_.path("app.db"));
  EXPECT_NE(undisturbed.find("== running_task\n=="), std::string::npos);
  for (std::size_t cut = 50; cut < log.size() + 97; cut += 97) {
    logs_.write("a", log.substr(0, cut));
    start(cut == 50 ? LogIngest::Start::anew : LogIngest::Start::resume);
    ASSERT_EQ(advance(), State::caught_up) << cut;
  }
  EXPECT_EQ(dump_database(store_.path("app.db")), undisturbed);
  EXPECT_EQ(ingest_->row().problem->substr(0, 10), "a, line 17");
}

TEST_F(LogIngestTest, GoesOnWithALogThatGrewMeanwhile) {
  const std::string log = application_log(4);
  for (const std::size_t cut : {log.size() / 4, log.size() / 2, log.size() - 2}) {
    logs_.write("a.inprogress", log.substr(0, cut));
    start(LogIngest::Start::anew);
    advance();
    logs_.append("a.inprogress", log.substr(cut));
    start(LogIngest::Start::resume);
    EXPECT_EQ(advance(), State::caught_up);
    EXPECT_EQ(ingest_->row().totals.tasks_complete, 4);
    EXPECT_EQ(ingest_->row().end_time, 9000);
    EXPECT_EQ(completed_tasks(), 4);
  }
}

TEST_F(LogIngestTest, AnOtherLogUnderTheSameNameIsNoticedAfterARestart) {
  logs_.write("a", application_log(3));
  advance();
  logs_.write("a", application_log(5, "app-2"));
  start(LogIngest::Start::resume);
  EXPECT_EQ(advance(), State::replaced);
}

TEST_F(LogIngestTest, ADamagedCheckpointMeansToStartAnew) {
  logs_.write("a", application_log(3));
  advance();
  {
    auto database = value_of(ApplicationDatabase::open_for_writing(store_.path("app.db")));
    expect_done(database->put_checkpoint("\x05"));
  }
  start(LogIngest::Start::resume);
  EXPECT_EQ(ingest_->row().bytes_read, 0);
  EXPECT_EQ(advance(), State::caught_up);
  EXPECT_EQ(completed_tasks(), 3);
}

TEST(Fingerprint, ChangesWithWhatMayBeRead) {
  LogListing listing;
  listing.files = {{"/logs/a", "", 10, 7}};
  const std::string before = fingerprint(listing);
  listing.modified = 99;
  EXPECT_EQ(fingerprint(listing), before);
  LogListing renamed = listing;
  renamed.in_progress = true;
  renamed.files[0].path += ".inprogress";
  EXPECT_EQ(fingerprint(renamed), before);
  LogListing grown = listing;
  grown.files[0].size = 11;
  LogListing replaced = listing;
  replaced.files[0].inode = 8;
  LogListing rolled = listing;
  rolled.files.push_back({"/logs/b", "", 1, 1});
  for (const LogListing& other : {grown, replaced, rolled}) {
    EXPECT_NE(fingerprint(other), before);
  }
}

}  // namespace
}  // namespace afterglow::history
