#include "tests/unit/historyserver/events/recording_sink.h"

namespace afterglow::history {
namespace {

std::string connect(const std::string& name, const std::string& fields) {
  return R"({"Event":"org.apache.spark.sql.connect.service.SparkListenerConnect)" + name + "\"," +
         fields + "}";
}
std::string thrift(const std::string& name, const std::string& fields) {
  return R"({"Event":"org.apache.spark.sql.hive.thriftserver.ui.SparkListenerThriftServer)" + name +
         "\"," + fields + "}";
}

TEST(DecodeConnect, Sessions) {
  const auto started = decode_one<SessionStarted>(connect(
      "SessionStarted", R"("sessionId":"s","userId":"u","eventTime":7,"extraTags":{"a":"b"})"));
  EXPECT_EQ(started.kind, SessionKind::connect);
  EXPECT_EQ(started.id, "s");
  EXPECT_EQ(started.user, "u");
  EXPECT_EQ(started.ip, "");
  EXPECT_EQ(started.time, 7);
  const auto closed = decode_one<SessionClosed>(
      connect("SessionClosed", R"("sessionId":"s","userId":"u","eventTime":9,"extraTags":{})"));
  EXPECT_EQ(closed.kind, SessionKind::connect);
  EXPECT_EQ(closed.id, "s");
  EXPECT_EQ(closed.time, 9);
}

TEST(DecodeConnect, OperationStarted) {
  const auto started = decode_one<OperationStarted>(
      connect("OperationStarted",
              R"("jobTag":"t","operationId":"o","eventTime":7,"sessionId":"s","userId":"u",)"
              R"("userName":"n","statementText":"select 1","sparkSessionTags":["y","x"],)"
              R"("extraTags":{})"));
  EXPECT_EQ(started.kind, SessionKind::connect);
  EXPECT_EQ(started.id, "t");
  EXPECT_EQ(started.operation_id, "o");
  EXPECT_EQ(started.session_id, "s");
  EXPECT_EQ(started.user, "u");
  EXPECT_EQ(started.user_name, "n");
  EXPECT_EQ(started.statement, "select 1");
  EXPECT_EQ(started.session_tags, (std::vector<std::string>{"x", "y"}));
  EXPECT_EQ(started.time, 7);
}

TEST(DecodeConnect, Steps) {
  const struct {
    const char* name;
    OperationStep step;
  } cases[] = {
      {"OperationAnalyzed", OperationStep::compiled},
      {"OperationReadyForExecution", OperationStep::ready},
      {"OperationCanceled", OperationStep::canceled},
      {"OperationFailed", OperationStep::failed},
      {"OperationFinished", OperationStep::finished},
      {"OperationClosed", OperationStep::closed},
  };
  for (const auto& c : cases) {
    const auto step = decode_one<OperationStepped>(
        connect(c.name, R"("jobTag":"t","operationId":"o","eventTime":7)"));
    EXPECT_EQ(step.kind, SessionKind::connect);
    EXPECT_EQ(step.id, "t");
    EXPECT_EQ(step.time, 7);
    EXPECT_EQ(step.step, c.step) << c.name;
  }
  EXPECT_EQ(decode_one<OperationStepped>(
                connect("OperationFailed", R"("jobTag":"t","eventTime":7,"errorMessage":"e")"))
                .error,
            "e");
  EXPECT_EQ(decode_one<OperationStepped>(
                connect("OperationFinished", R"("jobTag":"t","eventTime":7,"producedRowCount":5)"))
                .produced_rows,
            5);
  EXPECT_EQ(
      decode_one<OperationStepped>(
          connect("OperationFinished", R"("jobTag":"t","eventTime":7,"producedRowCount":null)"))
          .produced_rows,
      std::nullopt);
}

TEST(DecodeThrift, Sessions) {
  const auto started = decode_one<SessionStarted>(
      thrift("SessionCreated", R"("ip":"1.2.3.4","sessionId":"s","userName":"u","startTime":7)"));
  EXPECT_EQ(started.kind, SessionKind::thrift);
  EXPECT_EQ(started.id, "s");
  EXPECT_EQ(started.user, "u");
  EXPECT_EQ(started.ip, "1.2.3.4");
  EXPECT_EQ(started.time, 7);
  const auto closed =
      decode_one<SessionClosed>(thrift("SessionClosed", R"("sessionId":"s","finishTime":9)"));
  EXPECT_EQ(closed.kind, SessionKind::thrift);
  EXPECT_EQ(closed.id, "s");
  EXPECT_EQ(closed.time, 9);
}

TEST(DecodeThrift, Operations) {
  const auto started = decode_one<OperationStarted>(
      thrift("OperationStart", R"("id":"o","sessionId":"s","statement":"select 1","groupId":"g",)"
                               R"("startTime":7,"userName":"u")"));
  EXPECT_EQ(started.kind, SessionKind::thrift);
  EXPECT_EQ(started.id, "o");
  EXPECT_EQ(started.session_id, "s");
  EXPECT_EQ(started.statement, "select 1");
  EXPECT_EQ(started.group_id, "g");
  EXPECT_EQ(started.user, "u");
  EXPECT_EQ(started.time, 7);
  const auto parsed = decode_one<OperationStepped>(
      thrift("OperationParsed", R"("id":"o","executionPlan":"== Plan ==")"));
  EXPECT_EQ(parsed.step, OperationStep::compiled);
  EXPECT_EQ(parsed.plan, "== Plan ==");
  EXPECT_EQ(parsed.time, std::nullopt);
  const auto failed = decode_one<OperationStepped>(
      thrift("OperationError", R"("id":"o","errorMsg":"e","errorTrace":"at x","finishTime":8)"));
  EXPECT_EQ(failed.step, OperationStep::failed);
  EXPECT_EQ(failed.error, "e");
  EXPECT_EQ(failed.error_trace, "at x");
  EXPECT_EQ(failed.time, 8);
  const struct {
    const char* name;
    OperationStep step;
    const char* time;
  } cases[] = {
      {"OperationCanceled", OperationStep::canceled, "finishTime"},
      {"OperationTimeout", OperationStep::timed_out, "finishTime"},
      {"OperationFinish", OperationStep::finished, "finishTime"},
      {"OperationClosed", OperationStep::closed, "closeTime"},
  };
  for (const auto& c : cases) {
    const auto step = decode_one<OperationStepped>(
        thrift(c.name, R"("id":"o",")" + std::string(c.time) + R"(":9)"));
    EXPECT_EQ(step.kind, SessionKind::thrift);
    EXPECT_EQ(step.step, c.step) << c.name;
    EXPECT_EQ(step.time, 9);
  }
}

TEST(DecodeSession, RefusesWrongTypes) {
  for (const std::string& line :
       {connect("SessionStarted", R"("sessionId":7,"eventTime":7)"),
        connect("SessionClosed", R"("sessionId":"s")"),
        connect("OperationStarted", R"("jobTag":"t","eventTime":"late")"),
        connect("OperationStarted", R"("jobTag":"t","eventTime":1,"sparkSessionTags":[1])"),
        connect("OperationStarted", R"("eventTime":1)"),
        connect("OperationFailed", R"("jobTag":"t","eventTime":1,"errorMessage":{})"),
        connect("OperationFinished", R"("jobTag":"t","eventTime":1,"producedRowCount":"5")"),
        thrift("SessionCreated", R"("sessionId":"s","startTime":"x")"),
        thrift("OperationStart", R"("id":"o","statement":[],"startTime":1)"),
        thrift("OperationParsed", R"("executionPlan":"p")"),
        thrift("OperationFinish", R"("id":"o")"), thrift("OperationClosed", R"("id":"o")")}) {
    EXPECT_NE(refusal(line), "") << line;
  }
}

}  // namespace
}  // namespace afterglow::history
