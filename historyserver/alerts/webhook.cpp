#include "historyserver/alerts/webhook.h"

#include <httplib.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include "common/base/hmac.h"
#include "common/base/version.h"
#include "common/net/http_client.h"

namespace afterglow::history {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kConnectWithin{2000};

struct Address {
  bool is_tls = false;
  HttpUrl url;

  std::string place() const { return url.host + ":" + url.port; }
};

Result<Address> parse(std::string_view text) {
  Address address;
  address.is_tls = text.starts_with("https://");
  auto url = address.is_tls ? parse_url(text, "https://", "443") : parse_http_url(text);
  if (!url) return std::unexpected(url.error());
  const int port = std::stoi(url->port);
  const auto is_bad = [](char c) { return static_cast<unsigned char>(c) <= ' ' || c == 0x7f; };
  if (port == 0 || port > 65535 || url->host.contains('@') || std::ranges::any_of(text, is_bad)) {
    return fail(ErrorKind::invalid_argument, "this is not the address of a webhook");
  }
  // The library compares certificates' names, which are in small letters, byte by byte.
  std::ranges::transform(url->host, url->host.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  });
  address.url = *std::move(url);
  return address;
}

// Ends an exchange that takes too long, however little by little its answer comes.
class Deadline {
 public:
  Deadline(httplib::ClientImpl& client, milliseconds within)
      : thread_([this, &client, within](const std::stop_token& stop) {
          std::unique_lock lock(mutex_);
          ended_.wait_for(lock, stop, within, [] { return false; });
          if (!stop.stop_requested()) client.stop();
        }) {}

 private:
  std::mutex mutex_;
  std::condition_variable_any ended_;
  std::jthread thread_;
};

// The library compares names, too, but takes "*" in any part of them.
void expect_host(SSL_CTX* context, const std::string& host) {
  X509_VERIFY_PARAM* const wanted = SSL_CTX_get0_param(context);
  if (X509_VERIFY_PARAM_set1_ip_asc(wanted, host.c_str()) == 1) return;
  X509_VERIFY_PARAM_set_hostflags(wanted, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  X509_VERIFY_PARAM_set1_host(wanted, host.data(), host.size());
}

std::string why_not_trusted(long result, const std::string& host) {
  if (result == X509_V_OK || result == X509_V_ERR_HOSTNAME_MISMATCH ||
      result == X509_V_ERR_IP_ADDRESS_MISMATCH) {
    return "its certificate is not one of " + host;
  }
  std::string why = "its certificate is not trusted (";
  why += X509_verify_cert_error_string(result);
  why += ")";
  if (result == X509_V_ERR_CERT_HAS_EXPIRED || result == X509_V_ERR_CERT_NOT_YET_VALID) return why;
  return why + "; afterglow.alerts.webhook.caFile can name who vouches for it";
}

// Of this thread's queue of OpenSSL's errors, the first of which is the cause.
std::string why_no_tls() {
  const unsigned long error = ERR_peek_error();
  const int reason = ERR_GET_REASON(error);
  if (error == 0 || reason == SSL_R_UNEXPECTED_EOF_WHILE_READING) {
    return "does not take part in TLS; is it a port for https?";
  }
  if (reason == SSL_R_WRONG_VERSION_NUMBER || reason == SSL_R_PACKET_LENGTH_TOO_LONG) {
    return "does not speak TLS; if it is plain HTTP, the address begins with http://";
  }
  const char* const text = ERR_reason_error_string(error);
  return std::string("does not agree on TLS: ") + (text ? text : "an unknown error");
}

// One exchange with one address.
class Exchange {
 public:
  Exchange(const Address& address, const std::string& ca_file, milliseconds within)
      : address_(address), within_(within) {
    const int port = std::stoi(address.url.port);
    if (address.is_tls) {
      auto tls = std::make_unique<httplib::SSLClient>(address.url.host, port);
      tls_ = tls.get();
      client_ = std::move(tls);
      if (!ca_file.empty()) client_->set_ca_cert_path(ca_file);
      client_->enable_server_certificate_verification(true);
      expect_host(tls_->ssl_context(), address.url.host);
    } else {
      client_ = std::make_unique<httplib::ClientImpl>(address.url.host, port);
    }
    client_->set_connection_timeout(std::min(kConnectWithin, within));
    client_->set_read_timeout(within);
    client_->set_write_timeout(within);
    client_->set_follow_location(false);
    client_->set_url_encode(false);
    client_->set_decompress(false);
  }

  WebhookAnswer post(httplib::Headers headers, const std::string& body) {
    httplib::Request request;
    request.method = "POST";
    request.path = address_.url.target;
    request.headers = std::move(headers);
    request.body = body;
    // Only the status is wanted.
    request.content_receiver = [](const char*, std::size_t, std::uint64_t, std::uint64_t) {
      return true;
    };
    httplib::Response response;
    auto error = httplib::Error::Success;
    ERR_clear_error();
    const auto started = steady_clock::now();
    {
      const Deadline deadline(*client_, within_);
      client_->send(request, response, error);
    }
    if (response.status >= 100) {
      const bool accepted = response.status >= 200 && response.status < 300;
      return {accepted, "HTTP status " + std::to_string(response.status)};
    }
    return {false, why(error, steady_clock::now() - started >= within_)};
  }

 private:
  std::string why(httplib::Error error, bool took_too_long) const {
    const std::string place = address_.place();
    switch (error) {
      case httplib::Error::Connection:
      case httplib::Error::ConnectionTimeout:
        return why_no_connection();
      case httplib::Error::SSLConnection:
        return place + " " + why_no_tls();
      case httplib::Error::SSLLoadingCerts:
        return "the file of afterglow.alerts.webhook.caFile holds no certificates";
      case httplib::Error::SSLServerVerification:
        return place + ": " + why_not_trusted(tls_->get_openssl_verify_result(), address_.url.host);
      default:
        break;
    }
    if (took_too_long) {
      return place + " did not answer within " + std::to_string(within_.count() / 1000) + " s";
    }
    return place + " closed the connection without an answer in HTTP" +
           (address_.is_tls ? "" : "; if it speaks TLS, the address begins with https://");
  }

  // The library does not tell; who connects once more sees the same.
  std::string why_no_connection() const {
    const bool is_ipv6 = address_.url.host.contains(':');
    const std::string host = is_ipv6 ? "[" + address_.url.host + "]" : address_.url.host;
    const HttpLimits limits{.connect = kConnectWithin, .answer = within_};
    const auto again = check_connection("http://" + host + ":" + address_.url.port, limits);
    return again ? address_.place() + " could not be reached" : again.error().message;
  }

  const Address& address_;
  const milliseconds within_;
  std::unique_ptr<httplib::ClientImpl> client_;
  httplib::SSLClient* tls_ = nullptr;  // the client, of an https address
};

}  // namespace

bool is_webhook_url(std::string_view url) {
  return parse(url).has_value();
}

bool holds_certificates(const std::string& path) {
  const std::unique_ptr<X509_STORE, decltype(&X509_STORE_free)> store(X509_STORE_new(),
                                                                      X509_STORE_free);
  const bool loaded = X509_STORE_load_file(store.get(), path.c_str()) == 1;
  ERR_clear_error();
  return loaded;
}

Result<std::string> signature_of(std::string_view secret, std::string_view body) {
  const auto digest = hmac_sha256(secret, body);
  if (!digest) return std::unexpected(digest.error());
  constexpr char digits[] = "0123456789abcdef";
  std::string text = "sha256=";
  for (const char c : *digest) {
    const auto byte = static_cast<unsigned char>(c);
    text += digits[byte >> 4];
    text += digits[byte & 15];
  }
  return text;
}

WebhookAnswer send_webhook(const Webhook& to, const std::string& body, milliseconds within) {
  const auto address = parse(to.url);
  if (!address) return {false, "the webhook's address is malformed"};
  httplib::Headers headers = {
      {"Content-Type", "application/json"},
      {"User-Agent", std::string("afterglow-history/") + AFTERGLOW_VERSION}};
  if (!to.secret.empty()) {
    const auto signature = signature_of(to.secret, body);
    if (!signature) return {false, signature.error().message};
    headers.emplace("Afterglow-Signature", *signature);
  }
  return Exchange(*address, to.ca_file, within).post(std::move(headers), body);
}

}  // namespace afterglow::history
