#include "common/net/file_server.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "common/net/http_client.h"
#include "tests/unit/temporary_folder.h"

namespace afterglow {
namespace {

class FileServerTest : public testing::Test {
 protected:
  void start() {
    thread_ = std::thread(
        [this] { server_->run(std::chrono::milliseconds(10), [this] { return over_.load(); }); });
  }
  void TearDown() override {
    over_ = true;
    if (thread_.joinable()) thread_.join();
  }
  static HttpAnswer fetch(const std::string& url, const char* method = "GET") {
    const auto answer = http_fetch({.method = method, .url = url, .headers = {}, .body = {}});
    EXPECT_TRUE(answer) << answer.error().error.message;
    return answer.value_or(HttpAnswer{});
  }

  TemporaryFolder folder_;
  Result<FileServer> server_ = FileServer::listen("127.0.0.1", 0);
  std::atomic<bool> over_ = false;
  std::thread thread_;
};

TEST_F(FileServerTest, GivesFilesToWhoeverKnowsTheToken) {
  ASSERT_TRUE(server_);
  const std::string big(3 << 20, 'j');
  const auto jar = server_->add(folder_.write("a b.jar", big), "a b.jar");
  const auto text = server_->add_text("k=v\n", "application.properties");
  ASSERT_TRUE(jar && text);
  EXPECT_TRUE(jar->ends_with("/0/a%20b.jar")) << *jar;
  start();
  EXPECT_EQ(fetch(*jar).body, big);
  EXPECT_EQ(fetch(*jar).body, big) << "a second time";
  EXPECT_EQ(fetch(*text).body, "k=v\n");
  EXPECT_EQ(fetch(*jar, "HEAD").status, 200);
  EXPECT_EQ(fetch(*jar, "POST").status, 405);

  std::string guess = *jar;
  char& digit = guess[guess.size() - std::string("/0/a%20b.jar").size() - 1];
  digit = digit == '0' ? '1' : '0';
  EXPECT_EQ(fetch(guess).status, 404);
  EXPECT_EQ(fetch(*jar + "x").status, 404);
  const std::string root = "http://127.0.0.1:" + std::to_string(server_->port());
  for (const char* const target : {"/", "/x", "/../etc/passwd", "/0/a%20b.jar"}) {
    EXPECT_EQ(fetch(root + target).status, 404) << target;
  }
}

TEST_F(FileServerTest, DoesNotGiveAnotherVersion) {
  ASSERT_TRUE(server_);
  const auto changed = server_->add(folder_.write("changed.py", "one"), "changed.py");
  const auto gone = server_->add(folder_.write("gone.py", "one"), "gone.py");
  ASSERT_TRUE(changed && gone);
  folder_.write("changed.py", "another");
  folder_.remove("gone.py");
  start();
  EXPECT_EQ(fetch(*changed).status, 409);
  EXPECT_EQ(fetch(*gone).status, 410);
}

TEST_F(FileServerTest, SaysWhatCannotBeServed) {
  ASSERT_TRUE(server_);
  EXPECT_FALSE(server_->add(folder_.path("absent"), "absent"));
  EXPECT_FALSE(server_->add(folder_.path(), "folder"));
  const auto taken = FileServer::listen("127.0.0.1", server_->port());
  ASSERT_FALSE(taken);
  EXPECT_TRUE(taken.error().message.contains(std::to_string(server_->port())))
      << taken.error().message;
  EXPECT_FALSE(FileServer::listen("no.such.host.invalid", 0));
}

TEST_F(FileServerTest, IsKnownByTheNameThatItWasGiven) {
  auto server = FileServer::listen("localhost", 0);
  ASSERT_TRUE(server) << server.error().message;
  EXPECT_TRUE(server->add_text("k=v", "x")->starts_with("http://localhost:"));
}

}  // namespace
}  // namespace afterglow
