#include "common/net/http_client.h"

#include <gtest/gtest.h>

#include "tests/unit/common/net/canned_server.h"

namespace afterglow {
namespace {

using std::chrono::milliseconds;

TEST(HttpUrl, IsTakenApart) {
  struct Case {
    const char* url;
    const char* host;
    const char* port;
    const char* target;
  };
  const Case cases[] = {
      {"http://a:6066/v1/x?y", "a", "6066", "/v1/x?y"},
      {"http://a", "a", "80", "/"},
      {"http://[::1]:8080/json/", "::1", "8080", "/json/"},
  };
  for (const Case& c : cases) {
    const auto url = parse_http_url(c.url);
    ASSERT_TRUE(url) << c.url;
    EXPECT_EQ(url->host, c.host);
    EXPECT_EQ(url->port, c.port);
    EXPECT_EQ(url->target, c.target);
  }
  for (const char* const wrong : {"https://a", "a:1", "http://", "http://a:", "http://a:x",
                                  "http://[::1", "http://a:123456", "http://[::1]x"}) {
    EXPECT_FALSE(parse_http_url(wrong)) << wrong;
  }
  const auto other = parse_url("https://a/x", "https://", "443");
  ASSERT_TRUE(other);
  EXPECT_EQ(other->port, "443");
  EXPECT_FALSE(parse_url("http://a/x", "https://", "443"));
}

TEST(HttpUrl, NamesAreEncoded) {
  EXPECT_EQ(percent_encoded("a b/ü#?.jar"), "a%20b%2F%C3%BC%23%3F.jar");
}

TEST(HttpClient, SendsARequestAndReadsTheAnswer) {
  CannedServer server({http_answer("{}", "468 X", "text/html")});
  HttpRequest request{"POST", server.url("/v1/create"), {{"Authorization", "Bearer x"}}, "body"};
  const auto answer = http_fetch(request);
  ASSERT_TRUE(answer) << answer.error().error.message;
  EXPECT_EQ(answer->status, 468);
  EXPECT_EQ(answer->content_type, "text/html");
  EXPECT_EQ(answer->body, "{}");
  const std::string& sent = server.requests().at(0);
  EXPECT_TRUE(sent.starts_with("POST /v1/create HTTP/1.1\r\n")) << sent;
  EXPECT_TRUE(sent.contains("Authorization: Bearer x\r\n")) << sent;
  EXPECT_TRUE(sent.ends_with("\r\n\r\nbody")) << sent;
}

TEST(HttpClient, SaysWhatIsWrongAndWhetherTheRequestWasSeen) {
  struct Case {
    const char* answer;
    const char* says;
    Reached reached;
  };
  const Case cases[] = {
      {"", "closed the connection without an answer", Reached::maybe},
      {"\x15\x03\x03", "speaks TLS", Reached::nobody},
      {"SSH-2.0-OpenSSH_9.2\r\n", "does not speak HTTP", Reached::maybe},
      {"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nshort", "", Reached::maybe},
  };
  for (const Case& c : cases) {
    CannedServer server({c.answer});
    HttpRequest request{
        "POST", server.url("/secret-path"), {{"X", "secret-header"}}, "secret-body"};
    const auto answer = http_fetch(request);
    ASSERT_FALSE(answer) << c.answer;
    const std::string& message = answer.error().error.message;
    EXPECT_TRUE(message.contains(c.says)) << message;
    EXPECT_TRUE(message.contains(server.place())) << message;
    EXPECT_FALSE(message.contains("secret")) << message;
    EXPECT_EQ(answer.error().reached, c.reached) << c.answer;
  }
}

TEST(HttpClient, NobodyIsReachedWhereNobodyListens) {
  std::string place;
  {
    CannedServer gone({""});
    place = gone.place();
  }
  const auto answer =
      http_fetch({.method = "GET", .url = "http://" + place, .headers = {}, .body = {}});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().reached, Reached::nobody);
  EXPECT_TRUE(answer.error().error.message.contains(place + " refuses connections"))
      << answer.error().error.message;
}

TEST(HttpClient, DoesNotWaitForEver) {
  const int listener = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  ASSERT_EQ(bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  ASSERT_EQ(listen(listener, 1), 0);
  socklen_t size = sizeof address;
  getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size);
  const HttpRequest request{.method = "GET",
                            .url = "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port)),
                            .headers = {},
                            .body = {}};
  const auto answer =
      http_fetch(request, {.connect = milliseconds(500), .answer = milliseconds(50)});
  close(listener);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().reached, Reached::maybe);
  EXPECT_TRUE(answer.error().error.message.contains("did not answer within"))
      << answer.error().error.message;
}

TEST(HttpClient, KnowsTheOwnAddress) {
  EXPECT_EQ(local_address_towards("127.0.0.1"), "127.0.0.1");
  EXPECT_FALSE(local_address_towards("no-such-host.invalid"));
}

}  // namespace
}  // namespace afterglow
