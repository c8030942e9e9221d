#include "historyserver/api/dashboard/routes.h"
#include "tests/unit/historyserver/api/v1/attempt_fixture.h"

namespace afterglow::history {
namespace {

// Two sessions of Connect, one of Thrift, and the application's log is known until 5000.
class DashboardSessions : public AttemptFixture {
 protected:
  void SetUp() override {
    AttemptFixture::SetUp();
    session({.kind = "connect",
             .id = "s1",
             .user = "ann",
             .ip = {},
             .start_time = 1000,
             .finish_time = 4000,
             .operation_count = 2});
    session({.kind = "connect",
             .id = "s2",
             .user = "bob",
             .ip = {},
             .start_time = 2000,
             .finish_time = {},
             .operation_count = 1});
    session({.kind = "thrift",
             .id = "t1",
             .user = "ann",
             .ip = "10.0.0.1",
             .start_time = 1500,
             .finish_time = {},
             .operation_count = 0});
    operation("a", "s1", "SELECT Over_Time", "CLOSED", "FINISHED", 1100, 1400, 1500);
    operation("b", "s1", "SELECT broken", "CLOSED", "FAILED", 1200, 1900, 2000);
    operation("c", "s2", "CREATE TABLE t", "READY", "", 3000, {}, {});
    operation("d", "s2", "DROP TABLE t", "CLOSED", "", 500, {}, 700);
  }

  void session(const SessionRow& row) { expect_done(database().sessions.put(row)); }
  void operation(const std::string& id, const std::string& session_id, const std::string& statement,
                 const std::string& state, const std::string& outcome, std::int64_t start,
                 std::optional<std::int64_t> finish, std::optional<std::int64_t> close) {
    SessionOperationRow row;
    row.kind = "connect";
    row.id = id;
    row.operation_id = "op-" + id;
    row.session_id = session_id;
    row.user = session_id == "s1" ? "ann" : "bob";
    row.statement = statement;
    row.state = state;
    row.outcome = outcome;
    row.start_time = start;
    row.finish_time = finish;
    row.close_time = close;
    row.plan = "the plan";
    if (outcome == "FAILED") row.error = "no such Column";
    row.job_ids = {1, 2};
    expect_done(database().sessions.put(row));
  }

  Strings listed(const std::string& query) {
    return members(get(dashboard_operations, query, {{}, {"connect"}}), "id");
  }
};

TEST_F(DashboardSessions, CountsBothKinds) {
  const Response totals = get(dashboard_session_totals, "");
  EXPECT_EQ(members(totals, "sessions"), (Strings{"2", "1"}));
  EXPECT_EQ(members(totals, "openSessions"), (Strings{"1", "1"}));
  EXPECT_EQ(members(totals, "operations"), (Strings{"4", "0"}));
  EXPECT_EQ(members(totals, "runningOperations"), (Strings{"1", "0"}));
  EXPECT_EQ(members(totals, "openOperations"), (Strings{"1", "0"}));
  EXPECT_EQ(members(totals, "failedOperations"), (Strings{"1", "0"}));
}

TEST_F(DashboardSessions, SectionsTellWhetherThereAreAny) {
  const Response sections = get(dashboard_sections, "");
  EXPECT_EQ(members(sections, "connect"), Strings{"2"});
  EXPECT_EQ(members(sections, "thrift"), Strings{"1"});
  EXPECT_EQ(members(sections, "pools"), Strings{"0"});
}

TEST_F(DashboardSessions, OperationsAreSearchedSortedAndPaged) {
  const struct {
    const char* query;
    Strings ids;
  } cases[] = {
      {"", {R"("c")", R"("b")", R"("a")", R"("d")"}},
      {"order=asc", {R"("d")", R"("a")", R"("b")", R"("c")"}},
      {"sort=executionTime", {R"("c")", R"("b")", R"("a")", R"("d")"}},
      {"sort=statement&order=asc", {R"("c")", R"("d")", R"("a")", R"("b")"}},
      {"session=s1", {R"("b")", R"("a")"}},
      {"session=", {}},
      {"status=failed", {R"("b")"}},
      {"status=running", {R"("c")"}},
      {"status=CLOSED", {R"("d")"}},
      {"q=over_time", {R"("a")"}},
      {"q=table+t+bob", {R"("c")", R"("d")"}},
      {"q=no+such+column", {R"("b")"}},
      {"q=op-a", {R"("a")"}},
      {"q=%25", {}},
      {"offset=1&limit=2", {R"("b")", R"("a")"}},
      {"offset=9", {}},
      {"limit=0", {}},
  };
  for (const auto& c : cases) EXPECT_EQ(listed(c.query), c.ids) << c.query;
}

TEST_F(DashboardSessions, AnOperationRunsAsFarAsTheLogTells) {
  const Response open = get(dashboard_operations, "status=running", {{}, {"connect"}});
  EXPECT_EQ(members(open, "executionTime"), Strings{"2000"});
  EXPECT_EQ(members(open, "duration"), Strings{"2000"});
  const Response failed = get(dashboard_operations, "status=failed", {{}, {"connect"}});
  EXPECT_EQ(members(failed, "executionTime"), Strings{"700"});
  EXPECT_EQ(members(failed, "duration"), Strings{"800"});
  attempt_.log.end_time = 3500;
  const Response ended = get(dashboard_operations, "status=running", {{}, {"connect"}});
  EXPECT_EQ(members(ended, "duration"), Strings{"500"});
}

TEST_F(DashboardSessions, CountsTellWhatEachStatusWouldShow) {
  const Response page = get(dashboard_operations, "q=select&status=failed", {{}, {"connect"}});
  EXPECT_EQ(members(page, "searched"), Strings{"2"});
  EXPECT_EQ(members(page, "total"), Strings{"1"});
  EXPECT_EQ(members(page, "FINISHED"), Strings{"1"});
  EXPECT_EQ(members(page, "FAILED"), Strings{"1"});
}

TEST_F(DashboardSessions, SessionsLikewise) {
  const struct {
    const char* kind;
    const char* query;
    Strings ids;
  } cases[] = {
      {"connect", "", {R"("s2")", R"("s1")"}},
      {"connect", "status=open", {R"("s2")"}},
      {"connect", "status=closed", {R"("s1")"}},
      {"connect", "sort=operations&order=asc", {R"("s2")", R"("s1")"}},
      {"connect", "sort=duration", {R"("s2")", R"("s1")"}},
      {"connect", "q=ANN", {R"("s1")"}},
      {"thrift", "q=10.0.0", {R"("t1")"}},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(members(get(dashboard_sessions, c.query, {{}, {c.kind}}), "id"), c.ids)
        << c.kind << " " << c.query;
  }
}

TEST_F(DashboardSessions, OneOfThemHasEverything) {
  const Response one = get(dashboard_operation, "", {{}, {"connect", "b"}});
  EXPECT_EQ(members(one, "plan"), Strings{R"("the plan")"});
  EXPECT_EQ(members(one, "error"), Strings{R"("no such Column")"});
  EXPECT_EQ(members(one, "jobIds"), Strings{"[ 1, 2 ]"});
  const Response session = get(dashboard_session, "", {{}, {"connect", "s2"}});
  EXPECT_EQ(members(session, "duration"), Strings{"3000"});
}

TEST_F(DashboardSessions, LongTextsAreCutInListsOnly) {
  std::string statement(3999, 'x');
  statement += "\xC3\xA4 and more";
  operation("long", "s1", statement, "CLOSED", "FINISHED", 1, 2, 3);
  const Response list =
      get(dashboard_operations, "sort=startTime&order=asc&limit=1", {{}, {"connect"}});
  EXPECT_EQ(members(list, "statement"), Strings{'"' + std::string(3999, 'x') + '"'});
  const Response one = get(dashboard_operation, "", {{}, {"connect", "long"}});
  EXPECT_EQ(members(one, "statement"), Strings{'"' + statement + '"'});
}

TEST_F(DashboardSessions, RefusesWhatItDoesNotKnow) {
  EXPECT_EQ(get(dashboard_sessions, "", {{}, {"hive"}}).status, 404);
  EXPECT_EQ(get(dashboard_sessions, "sort=statement", {{}, {"connect"}}).status, 400);
  EXPECT_EQ(get(dashboard_sessions, "status=lost", {{}, {"connect"}}).status, 400);
  EXPECT_EQ(get(dashboard_operations, "status=open", {{}, {"connect"}}).status, 400);
  EXPECT_EQ(get(dashboard_session, "", {{}, {"connect", "s9"}}).status, 404);
  EXPECT_EQ(get(dashboard_operation, "", {{}, {"thrift", "a"}}).status, 404);
}

}  // namespace
}  // namespace afterglow::history
