#include "historyserver/alerts/webhook.h"

#include <csignal>

#include "tests/unit/common/net/canned_server.h"
#include "tests/unit/historyserver/alerts/tls_server.h"
#include "tests/unit/historyserver/support.h"

namespace afterglow::history {
namespace {

using std::chrono::hours;

class WebhookTest : public testing::Test {
 protected:
  void SetUp() override { std::signal(SIGPIPE, SIG_IGN); }

  // Of a webhook that has failed.
  static std::string failure_of(const Webhook& webhook) {
    const WebhookAnswer answer = send_webhook(webhook, "{\"a\":\"s3cret\"}");
    EXPECT_FALSE(answer.accepted) << answer.text;
    EXPECT_EQ(answer.text.find("s3cret"), std::string::npos) << answer.text;
    return answer.text;
  }
  // `says` somewhere in it.
  static void expect_failure(const Webhook& webhook, const std::string& says) {
    const std::string text = failure_of(webhook);
    EXPECT_NE(text.find(says), std::string::npos) << text;
  }
  static std::string https(const std::string& host, int port) {
    return "https://" + host + ":" + std::to_string(port) + "/hook/s3cret?a=b+c,d";
  }
  Webhook trusted(const std::string& host, const TlsServer& server, const OwnCertificate& own) {
    return {.url = https(host, server.port()),
            .secret = "Jefe",
            .ca_file = folder_.write("ca.pem", own.pem())};
  }

  TemporaryFolder folder_;
};

TEST_F(WebhookTest, SignsWhatItSends) {
  // RFC 4231, test case 2.
  EXPECT_EQ(value_of(signature_of("Jefe", "what do ya want for nothing?")),
            "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  CannedServer server({http_answer("", "204 No Content")});
  const auto answer =
      send_webhook({.url = server.url("/hook/secret"), .secret = "Jefe"}, "{\"a\":1}");
  EXPECT_TRUE(answer.accepted);
  EXPECT_EQ(answer.text, "HTTP status 204");
  ASSERT_EQ(server.requests().size(), 1u);
  const std::string& request = server.requests()[0];
  EXPECT_TRUE(request.starts_with("POST /hook/secret HTTP/1.1\r\n")) << request;
  EXPECT_NE(request.find("Content-Type: application/json\r\n"), std::string::npos);
  EXPECT_NE(
      request.find("Afterglow-Signature: " + value_of(signature_of("Jefe", "{\"a\":1}")) + "\r\n"),
      std::string::npos);
  EXPECT_TRUE(request.ends_with("\r\n\r\n{\"a\":1}"));
}

TEST_F(WebhookTest, TellsAStatusAndFollowsNoRedirect) {
  CannedServer elsewhere({http_answer("")});
  for (const std::string& status :
       {std::string("500 Internal Server Error"), "307 X\r\nLocation: " + elsewhere.url("/x")}) {
    CannedServer server({http_answer("text", status)});
    EXPECT_EQ(failure_of({.url = server.url("/hook/s3cret")}),
              "HTTP status " + status.substr(0, 3));
    ASSERT_EQ(server.requests().size(), 1u);
    EXPECT_EQ(server.requests()[0].find("Afterglow-Signature"), std::string::npos);
  }
  EXPECT_TRUE(elsewhere.requests().empty());
}

TEST_F(WebhookTest, TellsWhyItFailedWithoutItsPath) {
  std::string url;
  {
    CannedServer server({"\x15\x03\x01", ""});
    url = server.url("/hook/s3cret");
    expect_failure({.url = url}, "begins with https://");
    expect_failure({.url = url}, "without an answer");
  }
  expect_failure({.url = url}, "refuses connections");
  expect_failure({.url = "https" + url.substr(4)}, "refuses connections");
  expect_failure({.url = "https://no-such-host.invalid/s3cret"}, "no-such-host.invalid is unknown");
}

TEST_F(WebhookTest, TakesTheStatusOfAnAnswerThatIsCut) {
  CannedServer server({"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc"});
  EXPECT_TRUE(send_webhook({.url = server.url("/")}, "{}").accepted);
}

// Each byte comes in time, and the answer never ends.
class DribblingServer {
 public:
  DribblingServer() {
    listener_ = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address);
    listen(listener_, 1);
    socklen_t size = sizeof address;
    getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] {
      const int connection = accept(listener_, nullptr, nullptr);
      while (send(connection, "x", 1, MSG_NOSIGNAL) == 1) {
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
      }
      close(connection);
    });
  }
  ~DribblingServer() {
    thread_.join();
    close(listener_);
  }
  int port() const { return port_; }

 private:
  int listener_ = -1;
  int port_ = 0;
  std::thread thread_;
};

TEST_F(WebhookTest, WaitsForNoAnswerThatComesTooSlowly) {
  const DribblingServer server;
  const std::string url = "http://127.0.0.1:" + std::to_string(server.port()) + "/s3cret";
  const auto answer = send_webhook({.url = url}, "{}", std::chrono::milliseconds(1000));
  EXPECT_FALSE(answer.accepted);
  EXPECT_EQ(answer.text,
            "127.0.0.1:" + std::to_string(server.port()) + " did not answer within 1 s");
}

TEST_F(WebhookTest, SpeaksTlsWithWhomItTrusts) {
  const OwnCertificate own("DNS:localhost,IP:127.0.0.1", hours(1));
  const TlsServer server(own);
  for (const char* const host : {"localhost", "LOCALHOST", "127.0.0.1"}) {
    const auto answer = send_webhook(trusted(host, server, own), "{\"a\":1}");
    EXPECT_TRUE(answer.accepted) << answer.text;
    EXPECT_EQ(answer.text, "HTTP status 200");
  }
  ASSERT_EQ(server.requests().size(), 3u);
  EXPECT_EQ(server.requests()[0].target, "/hook/s3cret?a=b+c,d");
  EXPECT_EQ(server.requests()[0].body, "{\"a\":1}");
  EXPECT_EQ(server.requests()[0].get_header_value("Afterglow-Signature"),
            value_of(signature_of("Jefe", "{\"a\":1}")));
}

TEST_F(WebhookTest, SendsNothingToWhomItDoesNotTrust) {
  const OwnCertificate own("DNS:localhost", hours(1));
  const TlsServer server(own);
  expect_failure({.url = https("localhost", server.port())}, "is not trusted (self");
  const OwnCertificate other("DNS:localhost", hours(1));
  expect_failure(trusted("localhost", server, other), "caFile");
  EXPECT_TRUE(server.requests().empty());
}

TEST_F(WebhookTest, SendsNothingToAnotherHost) {
  for (const char* const names :
       {"DNS:127.0.0.1", "DNS:localhost", "DNS:*.*.*.*", "IP:127.0.0.2"}) {
    const OwnCertificate own(names, hours(1));
    const TlsServer server(own);
    expect_failure(trusted("127.0.0.1", server, own), "is not one of 127.0.0.1");
    EXPECT_TRUE(server.requests().empty());
  }
  for (const char* const names : {"DNS:*", "DNS:*host", "DNS:example.com", "IP:127.0.0.1"}) {
    const OwnCertificate own(names, hours(1));
    const TlsServer server(own);
    expect_failure(trusted("localhost", server, own), "is not one of localhost");
    EXPECT_TRUE(server.requests().empty());
  }
}

TEST_F(WebhookTest, SendsNothingToWhoseTimeIsOver) {
  const OwnCertificate own("DNS:localhost", -hours(1));
  const TlsServer server(own);
  expect_failure(trusted("localhost", server, own), "expired");
  EXPECT_TRUE(server.requests().empty());
}

TEST_F(WebhookTest, TellsThatAPortHasNoTls) {
  CannedServer plain({http_answer("", "400 Bad Request"), ""});
  expect_failure({.url = https("127.0.0.1", plain.port())}, "does not speak TLS");
  expect_failure({.url = https("127.0.0.1", plain.port())}, "does not take part in TLS");
}

}  // namespace
}  // namespace afterglow::history
