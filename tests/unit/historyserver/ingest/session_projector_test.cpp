#include "historyserver/ingest/session_projector.h"

#include "tests/unit/historyserver/ingest/event_builders.h"
#include "tests/unit/historyserver/store/database_fixture.h"

namespace afterglow::history {
namespace {

using enum OperationStep;
using enum SessionKind;

const std::string kTag = "SparkConnect_OperationTag_User_u_Session_s_Operation_o";

class SessionProjectorTest : public ApplicationDatabaseFixture {
 protected:
  void SetUp() override {
    ApplicationDatabaseFixture::SetUp();
    start_again();
  }
  void start_again() {
    if (projector_) expect_done(projector_->flush());
    projector_ = std::make_unique<SessionProjector>(*database_);
    expect_done(projector_->restore());
  }
  void start(SessionKind kind, const std::string& id, std::int64_t time = 100) {
    OperationStarted event;
    event.kind = kind;
    event.id = id;
    event.operation_id = "o";
    event.session_id = "s";
    event.user = "u";
    event.user_name = "n";
    event.statement = "select 1";
    event.group_id = kind == thrift ? "g" : "";
    event.session_tags = {"x"};
    event.time = time;
    projector_->on(std::move(event));
  }
  void step(SessionKind kind, const std::string& id, OperationStep to,
            std::optional<std::int64_t> time = {}) {
    OperationStepped event;
    event.kind = kind;
    event.id = id;
    event.step = to;
    event.time = time;
    projector_->on(std::move(event));
  }
  void job(std::int64_t id, std::vector<std::string> tags, std::optional<std::string> group = {}) {
    JobStart event = job_start(id, {});
    event.tags = std::move(tags);
    event.group = std::move(group);
    projector_->on(event);
  }
  SessionOperationRow operation(SessionKind kind, const std::string& id) {
    expect_done(projector_->flush());
    const auto row =
        value_of(database_->sessions.operation(kind == connect ? "connect" : "thrift", id));
    EXPECT_TRUE(row) << id;
    return row.value_or(SessionOperationRow());
  }
  std::vector<SessionRow> sessions(const std::string& kind) {
    expect_done(projector_->flush());
    return value_of(database_->sessions.sessions(kind));
  }

  std::unique_ptr<SessionProjector> projector_;
};

TEST_F(SessionProjectorTest, FollowsAConnectOperation) {
  start(connect, kTag);
  EXPECT_EQ(operation(connect, kTag).state, "STARTED");
  step(connect, kTag, compiled, 110);
  EXPECT_EQ(operation(connect, kTag).state, "COMPILED");
  step(connect, kTag, ready, 120);
  EXPECT_EQ(operation(connect, kTag).state, "READY");
  OperationStepped end{connect, kTag, finished, 130, {}, {}, {}, 5};
  projector_->on(std::move(end));
  EXPECT_EQ(operation(connect, kTag).state, "FINISHED");
  step(connect, kTag, closed, 140);
  const SessionOperationRow row = operation(connect, kTag);
  EXPECT_EQ(row.state, "CLOSED");
  EXPECT_EQ(row.outcome, "FINISHED");
  EXPECT_EQ(row.operation_id, "o");
  EXPECT_EQ(row.session_id, "s");
  EXPECT_EQ(row.user, "u");
  EXPECT_EQ(row.user_name, "n");
  EXPECT_EQ(row.statement, "select 1");
  EXPECT_EQ(row.session_tags, TextList{"x"});
  EXPECT_EQ(row.start_time, 100);
  EXPECT_EQ(row.compiled_time, 110);
  EXPECT_EQ(row.ready_time, 120);
  EXPECT_EQ(row.finish_time, 130);
  EXPECT_EQ(row.close_time, 140);
  EXPECT_EQ(row.produced_rows, 5);
}

TEST_F(SessionProjectorTest, FollowsAThriftOperation) {
  start(thrift, "op");
  OperationStepped parsed{thrift, "op", compiled, {}, "== Plan ==", {}, {}, {}};
  projector_->on(std::move(parsed));
  OperationStepped error{thrift, "op", failed, 130, {}, "why", "at x", {}};
  projector_->on(std::move(error));
  EXPECT_EQ(operation(thrift, "op").state, "FAILED");
  step(thrift, "op", closed, 140);
  const SessionOperationRow row = operation(thrift, "op");
  EXPECT_EQ(row.state, "CLOSED");
  EXPECT_EQ(row.outcome, "FAILED");
  EXPECT_EQ(row.group_id, "g");
  EXPECT_EQ(row.plan, "== Plan ==");
  EXPECT_EQ(row.error, "why");
  EXPECT_EQ(row.error_trace, "at x");
  EXPECT_EQ(row.compiled_time, std::nullopt);
}

TEST_F(SessionProjectorTest, NamesStatesAsSpark) {
  start(thrift, "op");
  const struct {
    OperationStep step;
    const char* state;
  } cases[] = {{canceled, "CANCELED"}, {timed_out, "TIMEDOUT"}, {finished, "FINISHED"}};
  for (const auto& c : cases) {
    step(thrift, "op", c.step, 1);
    EXPECT_EQ(operation(thrift, "op").state, c.state);
    EXPECT_EQ(operation(thrift, "op").outcome, c.state);
  }
}

TEST_F(SessionProjectorTest, StepsOfUnknownOrClosedOperationsAreNothing) {
  step(connect, kTag, finished, 1);
  start(connect, kTag);
  step(connect, kTag, closed, 2);
  step(connect, kTag, finished, 3);
  EXPECT_EQ(operation(connect, kTag).finish_time, std::nullopt);
}

TEST_F(SessionProjectorTest, CountsTheOperationsOfOpenSessions) {
  projector_->on(SessionStarted{connect, "s", "u", "", 10});
  projector_->on(SessionStarted{thrift, "s", "v", "1.2.3.4", 20});
  start(connect, kTag);
  projector_->on(SessionClosed{connect, "s", 99});
  start(connect, kTag + "2");
  projector_->on(SessionClosed{connect, "unknown", 99});
  const auto rows = sessions("connect");
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].user, "u");
  EXPECT_EQ(rows[0].start_time, 10);
  EXPECT_EQ(rows[0].finish_time, 99);
  EXPECT_EQ(rows[0].operation_count, 1);
  const auto others = sessions("thrift");
  ASSERT_EQ(others.size(), 1u);
  EXPECT_EQ(others[0].ip, "1.2.3.4");
  EXPECT_EQ(others[0].finish_time, std::nullopt);
  EXPECT_EQ(others[0].operation_count, 0);
}

TEST_F(SessionProjectorTest, JobsAndQueriesBelongToAnOperationByItsTag) {
  start(connect, kTag);
  job(1, {"mine", kTag});
  job(2, {"mine"});
  projector_->on_sql_execution(7, {kTag});
  projector_->on_sql_execution(7, {kTag});
  step(connect, kTag, closed, 140);
  // Their events may come late.
  job(3, {kTag});
  projector_->on_sql_execution(8, {"other", kTag});
  EXPECT_EQ(operation(connect, kTag).job_ids, (IntegerList{1, 3}));
  EXPECT_EQ(operation(connect, kTag).sql_execution_ids, (IntegerList{7, 8}));
  EXPECT_EQ(operation(connect, kTag).state, "CLOSED");
}

TEST_F(SessionProjectorTest, JobsBelongToAThriftOperationByTheirGroup) {
  job(0, {}, "g");
  start(thrift, "op");
  job(1, {}, "g");
  job(2, {}, "other");
  job(3, {}, "");
  step(thrift, "op", closed, 140);
  job(4, {}, "g");
  EXPECT_EQ(operation(thrift, "op").job_ids, (IntegerList{1, 4}));
}

TEST_F(SessionProjectorTest, GoesOnFromItsRows) {
  projector_->on(SessionStarted{connect, "s", "u", "", 10});
  start(connect, kTag);
  start(thrift, "op");
  start_again();
  job(1, {kTag}, "g");
  step(connect, kTag, finished, 130);
  start(connect, kTag + "2");
  EXPECT_EQ(operation(connect, kTag).state, "FINISHED");
  EXPECT_EQ(operation(connect, kTag).job_ids, IntegerList{1});
  EXPECT_EQ(operation(thrift, "op").job_ids, IntegerList{1});
  EXPECT_EQ(sessions("connect").at(0).operation_count, 2);
}

}  // namespace
}  // namespace afterglow::history
