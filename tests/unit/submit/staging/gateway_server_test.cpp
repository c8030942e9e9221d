#include "submit/staging/gateway_server.h"

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <filesystem>

#include "common/net/http_client.h"
#include "tests/unit/temporary_folder.h"

namespace afterglow::submit {
namespace {

int status_of(const std::string& url) {
  const auto answer = http_fetch({.method = "GET", .url = url, .headers = {}, .body = {}});
  return answer ? answer->status : 0;
}

// Whether the process ended by itself.
bool ends_well(int process) {
  int status = 0;
  return waitpid(process, &status, 0) == process && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

TEST(GatewayServer, ServesUntilTheDriverHasEnded) {
  const TemporaryFolder folder;
  auto server = GatewayServer::open("127.0.0.1", 0);
  ASSERT_TRUE(server) << server.error().message;
  const auto url = server->publish(folder.write("app.py", "print()"), "app.py");
  ASSERT_TRUE(url);
  const std::string ended = folder.path("ended-driver-7");
  const auto process = server->start([&folder](const std::string& id) {
    return std::filesystem::exists(folder.path("ended-" + id));
  });
  ASSERT_TRUE(process) << process.error().message;
  EXPECT_EQ(status_of(*url), 200);
  server->serve_for("driver-7");
  EXPECT_EQ(status_of(*url), 200);
  folder.write("ended-driver-7", "");
  EXPECT_TRUE(ends_well(*process));
  EXPECT_EQ(status_of(*url), 0);
}

TEST(GatewayServer, EndsWithASubmissionThatCameToNothing) {
  const TemporaryFolder folder;
  int process = 0;
  {
    auto server = GatewayServer::open("127.0.0.1", 0);
    ASSERT_TRUE(server);
    ASSERT_TRUE(server->publish_text("k=v", "x.properties"));
    process = server->start([](const std::string&) { return false; }).value_or(0);
  }
  EXPECT_TRUE(ends_well(process));
}

}  // namespace
}  // namespace afterglow::submit
