#include "submit/launch/standalone/master_page.h"

#include <gtest/gtest.h>

#include "tests/unit/common/net/canned_server.h"

namespace afterglow::submit {
namespace {

std::string state_of(const std::string& worker_url, const std::string& more = "") {
  return http_answer(R"({"status":"ALIVE","workers":[{"id":"worker-1","state":"ALIVE",)"
                     R"("webuiaddress":")" +
                     worker_url + R"("}])" + more + "}");
}

std::string log_answer(const std::string& range, const std::string& bytes) {
  return http_answer("==== Bytes " + range + " of /w/driver-1/stdout ====\n" + bytes, "200 OK",
                     "text/plain");
}

TEST(MasterPage, ReadsALogFromItsWorker) {
  CannedServer worker({log_answer("0-5 of 9", "one\nt"), log_answer("5-9 of 9", "wo\n!")});
  CannedServer master({state_of(worker.url(""))});
  const MasterPage page({master.url("")});
  const auto part = page.read_log("worker-1", "driver-1", LogStream::out, 0);
  ASSERT_TRUE(part) << part.error().message;
  EXPECT_EQ(part->bytes, "one\nt");
  EXPECT_EQ(part->next_offset, 5);
  ASSERT_EQ(page.read_log("worker-1", "driver-1", LogStream::err, 5)->next_offset, 9);
  const std::string& second = worker.requests().at(1);
  EXPECT_TRUE(second.contains("driverId=driver-1&logType=stderr&offset=5&")) << second;
}

TEST(MasterPage, ACharacterThatIsCutComesWithTheNextPart) {
  CannedServer worker({log_answer("0-4 of 4", "abc\xef\xbf\xbd"), log_answer("0-3 of 4", "abc")});
  CannedServer master({state_of(worker.url(""))});
  const auto part =
      MasterPage({master.url("")}).read_log("worker-1", "driver-1", LogStream::out, 0);
  ASSERT_TRUE(part);
  EXPECT_EQ(part->bytes, "abc");
  EXPECT_EQ(part->next_offset, 3);
}

TEST(MasterPage, ALogThatIsNotThereIsEmpty) {
  CannedServer worker({log_answer("0-0 of 0", "Error getting logs due to exception: x")});
  CannedServer master({state_of(worker.url(""))});
  const auto part =
      MasterPage({master.url("")}).read_log("worker-1", "driver-1", LogStream::out, 0);
  ASSERT_TRUE(part);
  EXPECT_EQ(part->bytes, "");
}

TEST(MasterPage, SaysWhoIsMissing) {
  CannedServer master({state_of("http://unused:1")});
  CannedServer standby({http_answer(R"({"status":"STANDBY"})")});
  CannedServer other({http_answer("<html>", "200 OK", "text/html")});
  struct Case {
    std::string url;
    const char* says;
  };
  const Case cases[] = {{master.url(""), "not in the cluster any more"},
                        {standby.url(""), "does not lead now"},
                        {other.url(""), "is not the web interface of a Spark master"}};
  for (const Case& c : cases) {
    const auto part = MasterPage({c.url}).read_log("worker-9", "driver-1", LogStream::out, 0);
    ASSERT_FALSE(part) << c.says;
    EXPECT_TRUE(part.error().message.contains(c.says)) << part.error().message;
  }
}

TEST(MasterPage, FindsASuccessorByTheMarkerInItsCommand) {
  CannedServer worker({log_answer("0-9 of 9", "Launch Command: \"--conf\" \"k=another\""),
                       log_answer("0-9 of 9", "Launch Command: \"--conf\" \"k=mark\"")});
  CannedServer master({state_of(
      worker.url(""), R"(,"activedrivers":[{"id":"driver-3","worker":"worker-1"},)"
                      R"({"id":"driver-4","worker":"worker-1"},{"id":"driver-5","worker":"None"}],)"
                      R"("completeddrivers":[{"id":"driver-1","worker":"worker-1"}])")});
  const MasterPage page({master.url("")});
  EXPECT_EQ(page.successor_of("driver-2", "mark"), "driver-4");
  EXPECT_EQ(page.successor_of("driver-2", ""), std::nullopt);
}

}  // namespace
}  // namespace afterglow::submit
