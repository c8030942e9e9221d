#include "submit/launch/standalone/rest_client.h"

#include <gtest/gtest.h>

#include "tests/unit/common/net/canned_server.h"

namespace afterglow::submit {
namespace {

// Bodies as masters of Spark 4.3.0 send them.
const std::string created = http_answer(
    R"({"action":"CreateSubmissionResponse","message":"Driver successfully submitted as driver-1",)"
    R"("serverSparkVersion":"4.3.0","submissionId":"driver-1","success":true})");
const std::string running = http_answer(
    R"({"action":"SubmissionStatusResponse","driverState":"RUNNING","serverSparkVersion":"4.3.0",)"
    R"("submissionId":"driver-1","success":true,"workerHostPort":"h:7078","workerId":"worker-1"})");
const std::string standby = http_answer(
    R"({"action":"CreateSubmissionResponse","message":"Current state is not alive: STANDBY. Can )"
    R"(only accept driver submissions in ALIVE state.","serverSparkVersion":"4.3.0",)"
    R"("success":false})");
const std::string standby_status = http_answer(
    R"({"action":"SubmissionStatusResponse","message":"Exception from the cluster:\n)"
    R"(java.lang.Exception: Current state is not alive: STANDBY. Can only request driver status )"
    R"(in ALIVE state.\n\tat x","serverSparkVersion":"4.3.0","success":false})");
const std::string malformed = http_answer(
    R"({"action":"ErrorResponse","message":"Malformed request: x\n\tat java","serverSparkVersion":"4.3.0"})",
    "400 Bad Request");
const std::string html_page = "<html><body>404 Not Found</body></html>";

TEST(RestClient, AsksTheLeader) {
  CannedServer first({standby});
  CannedServer second({created, running, running});
  RestClient client({first.url(""), second.url("")}, "");
  const auto answer = client.create("{}");
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->submission_id, "driver-1");
  const auto status = client.status("driver-1");
  ASSERT_TRUE(status);
  EXPECT_EQ(status->driver_state, "RUNNING");
  EXPECT_EQ(status->worker_id, "worker-1");
  EXPECT_EQ(status->worker_host_port, "h:7078");
  EXPECT_EQ(first.requests().size(), 1U) << "whoever led is asked first";
  EXPECT_TRUE(second.requests().at(1).starts_with("GET /v1/submissions/status/driver-1 "));
}

TEST(RestClient, TellsTheVersionOfAnotherSpark) {
  // As Spark 2.4 answers: the same protocol with less in it.
  CannedServer server({http_answer(R"({"action":"CreateSubmissionResponse","message":"ok",)"
                                   R"("serverSparkVersion":"2.4.8","submissionId":"driver-1",)"
                                   R"("success":true})"),
                       http_answer(R"({"action":"ErrorResponse","message":"Malformed request",)"
                                   R"("serverSparkVersion":"2.4.8"})",
                                   "400 Bad Request")});
  RestClient client({server.url("")}, "");
  EXPECT_EQ(client.create("{}")->spark_version, "2.4.8");
  const auto refused = client.create("{}");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message,
            server.place() + " (Spark 2.4.8) refuses the request: Malformed request");
}

TEST(RestClient, SendsItsTokenInAHeaderOnly) {
  CannedServer server({created});
  RestClient client({server.url("")}, "abc");
  ASSERT_TRUE(client.create("{}"));
  const std::string& sent = server.requests().at(0);
  EXPECT_TRUE(sent.starts_with("POST /v1/submissions/create HTTP/1.1\r\n")) << sent;
  EXPECT_TRUE(sent.contains("\r\nAuthorization: Bearer abc\r\n")) << sent;
}

TEST(RestClient, TellsTroublesApart) {
  struct Case {
    std::string answer;
    Trouble of_create;
    Trouble of_status;
    const char* says;
  };
  const Case cases[] = {
      {standby, Trouble::unreachable, Trouble::unreachable, "does not lead now"},
      {standby_status, Trouble::unreachable, Trouble::unreachable, "does not lead now"},
      {malformed, Trouble::refused, Trouble::refused, "refuses the request: Malformed request: x"},
      {http_answer(html_page, "403 Forbidden", "text/html"), Trouble::refused, Trouble::refused,
       "wants another authentication"},
      {http_answer(html_page, "404 Not Found", "text/html"), Trouble::refused, Trouble::refused,
       "not as the REST server of a Spark master"},
      {http_answer(html_page, "200 OK", "text/html"), Trouble::refused, Trouble::refused,
       "not as the REST server of a Spark master"},
      {http_answer("{}"), Trouble::refused, Trouble::refused, "not as the REST server"},
      {http_answer(R"({"action":"ErrorResponse","message":"x","highestProtocolVersion":"v9"})",
                   "468 Unknown"),
       Trouble::refused, Trouble::refused, "it knows v9"},
      {http_answer(R"({"action":"ErrorResponse","message":"Master is not ready."})", "503 X"),
       Trouble::unreachable, Trouble::unreachable, "Master is not ready."},
      {http_answer(html_page, "500 Server Error", "text/html"), Trouble::uncertain,
       Trouble::unreachable, "failed with HTTP 500"},
      {"", Trouble::uncertain, Trouble::unreachable, "closed the connection"},
      {"\x15\x03\x03", Trouble::unreachable, Trouble::unreachable, "speaks TLS"},
  };
  for (const Case& c : cases) {
    CannedServer server({c.answer});
    RestClient client({server.url("")}, "");
    const auto create = client.create("{}");
    const auto status = client.status("x");
    ASSERT_FALSE(create) << c.answer;
    ASSERT_FALSE(status) << c.answer;
    EXPECT_EQ(create.error().trouble, c.of_create) << c.answer;
    EXPECT_EQ(status.error().trouble, c.of_status) << c.answer;
    EXPECT_TRUE(create.error().message.contains(c.says)) << create.error().message;
    EXPECT_TRUE(create.error().message.contains(server.place())) << create.error().message;
    EXPECT_FALSE(create.error().message.contains('\n')) << create.error().message;
  }
}

TEST(RestClient, WhatMayHaveBeenReadIsSentToNobodyElse) {
  CannedServer silent({""});
  CannedServer other({created});
  RestClient client({silent.url(""), other.url("")}, "");
  EXPECT_EQ(client.create("{}").error().trouble, Trouble::uncertain);
  EXPECT_TRUE(other.requests().empty());
}

TEST(RestClient, ARefusalSaysMoreThanAMasterThatIsDown) {
  std::string nobody;
  {
    CannedServer gone({""});
    nobody = gone.url("");
  }
  CannedServer refusing({malformed});
  RestClient client({nobody, refusing.url("")}, "");
  const auto answer = client.create("{}");
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().trouble, Trouble::refused);
  EXPECT_TRUE(answer.error().message.contains("refuses connections")) << answer.error().message;
}

}  // namespace
}  // namespace afterglow::submit
