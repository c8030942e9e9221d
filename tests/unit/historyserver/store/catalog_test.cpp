#include "historyserver/store/catalog.h"

#include "tests/unit/historyserver/support.h"

namespace afterglow::history {
namespace {

class CatalogTest : public testing::Test {
 protected:
  std::unique_ptr<Catalog> open(const std::vector<std::string>& directories = {"/logs"}) {
    return value_of(Catalog::open(path_, directories));
  }

  TemporaryFolder folder_;
  std::string path_ = folder_.path("catalog.db");
};

LogRow log(const std::string& id, const std::string& app, std::optional<std::string> attempt = {},
           std::int64_t start = 0) {
  LogRow row;
  row.log_id = id;
  row.directory = "/logs";
  row.app_id = app;
  row.attempt_id = std::move(attempt);
  row.start_time = start;
  return row;
}

std::vector<std::string> ids(const std::vector<LogRow>& rows) {
  std::vector<std::string> list;
  for (const LogRow& row : rows) list.push_back(row.log_id);
  return list;
}

using Texts = std::vector<std::string>;

TEST_F(CatalogTest, RowsComeBackAfterAReopening) {
  LogRow row = log("/logs/a", "app", "1", 5);
  row.database = "a.db";
  row.fingerprint = "f";
  row.size = 10;
  row.bytes_read = 5;
  row.problem = "line 3";
  row.name = "<b>";
  row.end_time = 9;
  row.exit_code = 2;
  row.totals.jobs_failed = 4;
  row.core_time = 77;
  row.complete = false;
  row.finding = "one line is missing";
  row.queue = "prod";
  row.job = "etl *";
  row.memory_time = 1e21;
  row.waste_core_time = 5;
  row.findings = {{"partition-skew", Severity::critical, 1, 2}};
  row.severity = "critical";
  row.insights_tag = "tag";
  row.alerts_made = true;
  expect_done(open()->put(row));
  const auto rows = value_of(open()->all());
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].database, "a.db");
  EXPECT_EQ(rows[0].fingerprint, "f");
  EXPECT_EQ(rows[0].progress(), 0.5);
  EXPECT_EQ(rows[0].problem, "line 3");
  EXPECT_EQ(rows[0].name, "<b>");
  EXPECT_EQ(rows[0].end_time, 9);
  EXPECT_EQ(rows[0].exit_code, 2);
  EXPECT_EQ(rows[0].totals.jobs_failed, 4);
  EXPECT_EQ(rows[0].core_time, 77);
  EXPECT_EQ(rows[0].complete, false);
  EXPECT_EQ(rows[0].finding, "one line is missing");
  EXPECT_EQ(rows[0].queue, "prod");
  EXPECT_EQ(rows[0].job, "etl *");
  EXPECT_EQ(rows[0].memory_time, 1e21);
  EXPECT_EQ(rows[0].waste_core_time, 5);
  EXPECT_EQ(rows[0].findings, row.findings);
  EXPECT_EQ(rows[0].severity, "critical");
  EXPECT_EQ(rows[0].insights_tag, "tag");
  EXPECT_TRUE(rows[0].alerts_made);
}

TEST_F(CatalogTest, PutReplacesAndRemoveRemoves) {
  const auto catalog = open();
  LogRow row = log("/logs/a", "app");
  expect_done(catalog->put(row));
  row.read_once = true;
  expect_done(catalog->put(row));
  ASSERT_EQ(value_of(catalog->all()).size(), 1u);
  EXPECT_EQ(value_of(catalog->all())[0].progress(), 1);
  expect_done(catalog->remove("/logs/a"));
  expect_done(catalog->remove("/logs/a"));
  EXPECT_TRUE(value_of(catalog->all()).empty());
}

TEST_F(CatalogTest, AttemptsComeNewestFirstEachFromTheLogThatChangedLast) {
  const auto catalog = open();
  expect_done(catalog->put(log("/logs/1", "app", "1", 10)));
  expect_done(catalog->put(log("/logs/2", "app", "2", 20)));
  LogRow copy = log("/logs/0-copy-of-2", "app", "2", 20);
  copy.last_updated = 99;
  expect_done(catalog->put(copy));
  expect_done(catalog->put(log("/logs/other", "other")));
  EXPECT_EQ(ids(value_of(catalog->attempts("app"))), (Texts{"/logs/0-copy-of-2", "/logs/1"}));
  EXPECT_EQ(ids(value_of(catalog->attempts("no such app"))), Texts{});
}

TEST_F(CatalogTest, ListsApplicationsAsSparkDoes) {
  const auto catalog = open();
  const auto put = [&](LogRow row, std::optional<std::int64_t> end) {
    row.end_time = end;
    expect_done(catalog->put(row));
  };
  put(log("/logs/1", "two attempts", "1", 10), 15);
  put(log("/logs/2", "two attempts", "2", 20), 30);
  put(log("/logs/3", "b", {}, 5), 30);
  put(log("/logs/4", "running", {}, 50), {});
  put(log("/logs/5", "late", {}, 1), 31);
  LogRow nameless = log("/logs/6", "");
  nameless.app_id.reset();
  put(nameless, 99);
  const auto listed = [&] {
    Texts ids;
    for (const auto& application : value_of(catalog->listing())->applications()) {
      for (const ListedAttempt& attempt : application) ids.emplace_back(attempt.log_id);
    }
    return ids;
  };
  EXPECT_EQ(listed(), (Texts{"/logs/5", "/logs/2", "/logs/1", "/logs/3", "/logs/4"}));
  EXPECT_EQ(value_of(catalog->listing()), value_of(catalog->listing())) << "made once";
  expect_done(catalog->remove("/logs/5"));
  EXPECT_EQ(listed().front(), "/logs/2");
}

TEST_F(CatalogTest, LogsOfOtherDirectoriesAreInvisible) {
  LogRow row = log("/old/a", "app");
  row.directory = "/old";
  expect_done(open()->put(row));
  const auto catalog = open({"/logs", "/more \"logs\""});
  EXPECT_TRUE(value_of(catalog->all()).empty());
  EXPECT_TRUE(value_of(catalog->attempts("app")).empty());
  row = log("/more/b", "app");
  row.directory = "/more \"logs\"";
  expect_done(catalog->put(row));
  EXPECT_EQ(ids(value_of(catalog->all())), Texts{"/more/b"});
  EXPECT_EQ(ids(value_of(open({"/old"})->all())), Texts{"/old/a"}) << "still there for later";
}

TEST_F(CatalogTest, OfAnotherSchemaVersionIsMadeAnew) {
  expect_done(open()->put(log("/logs/a", "app")));
  {
    auto database = value_of(Database::open(path_, Database::Mode::read_write));
    expect_done(database.execute("PRAGMA user_version=999; DROP TABLE log; CREATE TABLE log (x)"));
  }
  EXPECT_TRUE(value_of(open()->all()).empty());
}

TEST_F(CatalogTest, TellsOfCompletedRunsOfAJobBeforeARun) {
  std::vector<LogRow> rows;
  const auto add = [&](const std::string& id, const std::string& app, std::int64_t start,
                       const std::string& attempt = "") -> LogRow& {
    LogRow& row = rows.emplace_back(log(id, app, {}, start));
    if (!attempt.empty()) row.attempt_id = attempt;
    row.job = "etl";
    row.end_time = start + 1;
    row.read_once = true;
    return row;
  };
  add("first", "a", 1);
  add("second", "b", 2);
  add("another job", "c", 3).job = "other";
  add("no job", "d", 3).job = "";
  add("failed", "e", 3).exit_code = 1;
  add("its last job failed", "f", 3).totals.last_job_failed = true;
  add("ended well all the same", "g", 3).exit_code = 0;
  rows.back().totals.last_job_failed = true;
  add("still runs", "h", 3).end_time.reset();
  add("not read", "i", 3).read_once = false;
  add("elsewhere", "j", 3).directory = "/others";
  add("as of then", "k", 4).last_updated = 1;
  add("as of later", "k", 4).last_updated = 2;
  add("gone", "k", 4).last_updated = 3;
  rows.back().log_gone = true;
  add("as of then, completed", "l", 4).last_updated = 1;
  add("as of later, running", "l", 4).end_time.reset();
  rows.back().last_updated = 2;
  add("earlier attempt", "m", 5, "1");
  const LogRow run = add("itself", "m", 5, "2");
  add("later attempt", "m", 5, "3");
  add("later application", "n", 5);
  add("later", "o", 6);
  const auto catalog = open();
  expect_done(catalog->put(rows));
  EXPECT_EQ(
      ids(value_of(catalog->completed_before(run, 9))),
      (Texts{"earlier attempt", "as of later", "ended well all the same", "second", "first"}));
  EXPECT_EQ(ids(value_of(catalog->completed_before(run, 2))),
            (Texts{"earlier attempt", "as of later"}));
}

// What version 2 did not tell is unknown until the log was looked at again.
TEST_F(CatalogTest, TakesOverTheLogsOfVersion2) {
  LogRow row = log("/logs/a", "app", "1", 5);
  row.fingerprint = "as of then";
  row.read_once = true;
  row.core_time = 1;
  expect_done(open()->put(row));
  {
    auto database = value_of(Database::open(path_, Database::Mode::read_write));
    expect_done(database.execute(
        "DROP TABLE alert; DROP TABLE alert_start; DROP INDEX log_without_alerts;"
        "DROP INDEX log_by_job;"
        "ALTER TABLE log DROP COLUMN queue; ALTER TABLE log DROP COLUMN job;"
        "ALTER TABLE log DROP COLUMN memory_time; ALTER TABLE log DROP COLUMN waste_core_time;"
        "ALTER TABLE log DROP COLUMN findings; ALTER TABLE log DROP COLUMN severity;"
        "ALTER TABLE log DROP COLUMN insights_tag; ALTER TABLE log DROP COLUMN alerts_made;"
        "ALTER TABLE log DROP COLUMN core_time; ALTER TABLE log DROP COLUMN complete;"
        "ALTER TABLE log DROP COLUMN finding_count; ALTER TABLE log DROP COLUMN finding;"
        "ALTER TABLE log DROP COLUMN last_event;"
        "PRAGMA user_version=2"));
  }
  const auto catalog = open();
  const auto rows = value_of(catalog->all());
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].start_time, 5);
  EXPECT_TRUE(rows[0].read_once);
  EXPECT_EQ(rows[0].fingerprint, "");
  EXPECT_EQ(rows[0].core_time, std::nullopt);
  EXPECT_EQ(rows[0].complete, std::nullopt);
  EXPECT_EQ(rows[0].insights_tag, "");
  EXPECT_TRUE(rows[0].findings.empty());
  expect_done(catalog->put(row));
  EXPECT_EQ(value_of(open()->all()).at(0).core_time, 1);
}

// Version 4 did not tell of the last event where there is no end.
TEST_F(CatalogTest, HasLogsOfVersion4WithoutAnEndLookedAtAgain) {
  LogRow open_end = log("/logs/a", "app");
  open_end.insights_tag = "tag";
  LogRow ended = log("/logs/b", "app 2");
  ended.insights_tag = "tag";
  ended.end_time = 9;
  expect_done(open()->put({open_end, ended}));
  {
    auto database = value_of(Database::open(path_, Database::Mode::read_write));
    expect_done(
        database.execute("DROP INDEX log_by_job;"
                         "ALTER TABLE log DROP COLUMN last_event; PRAGMA user_version=4"));
  }
  const auto catalog = open();
  EXPECT_EQ(value_of(catalog->find("/logs/a")).value().insights_tag, "");
  EXPECT_EQ(value_of(catalog->find("/logs/b")).value().insights_tag, "tag");
  open_end.last_event = 7;
  expect_done(catalog->put(open_end));
  EXPECT_EQ(value_of(open()->find("/logs/a")).value().last_event, 7);
}

TEST(LogRows, TellUntilWhenAnApplicationLasts) {
  LogRow row;
  row.start_time = 100;
  row.last_updated = 5000;
  EXPECT_EQ(row.told_until(), 5000) << "nothing else is known yet";
  EXPECT_EQ(row.listed().duration(), 4900);
  row.last_event = 300;
  EXPECT_EQ(row.told_until(), 300);
  EXPECT_EQ(row.listed().duration(), 200);
  EXPECT_EQ(row.known_until(), 5000) << "as Spark has it";
  row.end_time = 400;
  EXPECT_EQ(row.told_until(), 400);
  EXPECT_EQ(row.listed().duration(), 300);
}

TEST_F(CatalogTest, AnswersSomeLogsAndThoseThatAreNotListed) {
  const auto catalog = open();
  for (const char* id : {"/logs/a", "/logs/b \"quoted\""})
    expect_done(catalog->put(log(id, "app")));
  LogRow nameless = log("/logs/c", "");
  nameless.app_id.reset();
  expect_done(catalog->put(nameless));
  nameless.log_id = "/logs/d";
  nameless.problem = "no such codec";
  expect_done(catalog->put(nameless));
  EXPECT_EQ(ids(value_of(catalog->logs({"/logs/b \"quoted\"", "/logs/unknown"}))),
            Texts{"/logs/b \"quoted\""});
  EXPECT_EQ(ids(value_of(catalog->unlisted())), Texts{"/logs/d"});
}

TEST(ApplicationStates, FollowFromEndExitCodeAndLastJob) {
  using enum ApplicationState;
  struct Case {
    std::optional<std::int64_t> end;
    std::optional<std::int64_t> exit_code;
    bool last_job_failed;
    bool log_gone;
    ApplicationState state;
  };
  for (const Case& one : std::initializer_list<Case>{{{}, {}, true, false, running},
                                                     {{}, {}, false, true, lost},
                                                     {9, {}, false, true, completed},
                                                     {9, {}, true, false, failed},
                                                     {9, 0, true, false, completed},
                                                     {9, 3, false, false, failed}}) {
    LogRow row;
    row.end_time = one.end;
    row.exit_code = one.exit_code;
    row.totals.last_job_failed = one.last_job_failed;
    row.log_gone = one.log_gone;
    EXPECT_EQ(row.state(), one.state);
  }
}

TEST_F(CatalogTest, SaysThatItCannotBeOpened) {
  EXPECT_FALSE(Catalog::open(folder_.path("no/such/folder.db"), {"/logs"}));
  EXPECT_FALSE(Catalog::open(folder_.write("garbage", std::string(5000, 'x')), {"/logs"}));
}

TEST_F(CatalogTest, LogsOfNoDirectoryAreVisible) {
  LogRow row = log("a.db", "app");
  row.directory = "";
  row.database = "a.db";
  expect_done(open()->put(row));
  EXPECT_EQ(ids(value_of(open({"/elsewhere"})->all())), Texts{"a.db"});
  EXPECT_EQ(value_of(open()->databases()), std::set<std::string>{"a.db"});
}

TEST(NewestAttempts, PrefersALogThatIsThere) {
  LogRow gone = log("gone", "app");
  gone.log_gone = true;
  gone.last_updated = 99;
  EXPECT_EQ(ids(newest_attempts({gone, log("there", "app")})), Texts{"there"});
  EXPECT_EQ(ids(newest_attempts({gone})), Texts{"gone"});
}

TEST(NewestAttempts, WithoutAttemptIdIsOneAttempt) {
  EXPECT_EQ(ids(newest_attempts({log("a", "app"), log("b", "app"), log("c", "app", "1", 1)})),
            (Texts{"c", "a"}));
}

}  // namespace
}  // namespace afterglow::history
