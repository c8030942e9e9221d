#include "historyserver/api/http_server.h"

#include <gtest/gtest.h>
#include <httplib.h>

#include <atomic>
#include <thread>

#include "tests/unit/historyserver/support.h"

namespace afterglow::history {
namespace {

class HttpServerTest : public testing::Test {
 protected:
  ~HttpServerTest() override {
    server_.stop();
    thread_.join();
  }

  static Response answer(const Request& request) {
    Response response;
    response.content_type = "text/plain";
    if (request.path == "/throws") throw std::runtime_error("out of order");
    if (request.path == "/small") response.body = "small";
    if (request.path == "/large") response.body.assign(5'000'000, 'x');
    if (request.path == "/stream") {
      response.stream = [](const BodySink& sink) {
        for (int i = 0; i < 100; ++i) {
          if (!sink(std::string(50'000, static_cast<char>('a' + i % 26)))) return false;
        }
        return true;
      };
    }
    if (request.path == "/broken") {
      response.stream = [](const BodySink& sink) {
        sink(std::string(100'000, 'x'));
        return false;
      };
    }
    if (request.path == "/endless") {
      response.stream = [](const BodySink& sink) {
        while (sink(std::string(100'000, 'x'))) {
        }
        ++ended;
        return false;
      };
    }
    return response;
  }

  HttpServer server_{answer};
  const int port_ = value_of(server_.bind("127.0.0.1", 0));
  std::thread thread_{[this] { server_.serve(); }};
  httplib::Client client_{"127.0.0.1", port_};
  static inline std::atomic<int> ended = 0;
};

TEST_F(HttpServerTest, SendsAStreamInChunksWhateverTheEncoding) {
  const auto plain = client_.Get("/stream", {{"Accept-Encoding", "identity"}});
  ASSERT_TRUE(plain);
  EXPECT_EQ(plain->get_header_value("Transfer-Encoding"), "chunked");
  EXPECT_FALSE(plain->has_header("Content-Encoding"));
  EXPECT_EQ(plain->body.size(), 5'000'000u);
  EXPECT_EQ(plain->body[4'999'999], 'a' + 99 % 26);
  const auto packed = client_.Get("/stream", {{"Accept-Encoding", "gzip"}});
  ASSERT_TRUE(packed);
  EXPECT_EQ(packed->get_header_value("Content-Encoding"), "gzip");
  EXPECT_EQ(packed->body, plain->body);
}

TEST_F(HttpServerTest, CutsOffWhatCannotBeCompleted) {
  EXPECT_FALSE(client_.Get("/broken"));
  const auto failed = client_.Get("/throws");
  ASSERT_TRUE(failed);
  EXPECT_EQ(failed->status, 500);
}

TEST_F(HttpServerTest, AnIdleConnectionDoesNotHoldUpItsEnd) {
  client_.set_keep_alive(true);
  ASSERT_TRUE(client_.Get("/small"));
  ASSERT_GT(client_.is_socket_open(), 0u);
  const auto begin = std::chrono::steady_clock::now();
  server_.stop();
  thread_.join();
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(4))
      << "half of what a connection may be idle";
  thread_ = std::thread([] {});
}

TEST_F(HttpServerTest, StopsAStreamWhoseClientIsGone) {
  ended = 0;
  std::size_t taken = 0;
  EXPECT_FALSE(client_.Get("/endless", [&](const char*, std::size_t size) {
    taken += size;
    return taken < 1'000'000;
  }));
  client_.stop();
  for (int i = 0; i < 500 && ended == 0; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  EXPECT_EQ(ended, 1);
}

TEST_F(HttpServerTest, PacksAWholeAnswerOnceAndTagsIt) {
  client_.set_decompress(false);
  const auto small = client_.Get("/small", {{"Accept-Encoding", "gzip"}});
  ASSERT_TRUE(small);
  EXPECT_EQ(small->body, "small");
  EXPECT_FALSE(small->has_header("Content-Encoding"));
  const auto large = client_.Get("/large", {{"Accept-Encoding", "gzip, zstd"}});
  ASSERT_TRUE(large);
  EXPECT_EQ(large->get_header_value("Content-Encoding"), "zstd");
  EXPECT_LT(large->body.size(), 50'000u);
  const auto known = client_.Get("/large", {{"If-None-Match", large->get_header_value("ETag")}});
  ASSERT_TRUE(known);
  EXPECT_EQ(known->status, 304);
  EXPECT_EQ(known->body, "");
  EXPECT_EQ(known->get_header_value("ETag"), large->get_header_value("ETag"));
}

}  // namespace
}  // namespace afterglow::history
