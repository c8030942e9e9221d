#include "historyserver/alerts/webhook.h"

#include "common/base/hmac.h"
#include "common/base/version.h"
#include "common/net/http_client.h"

namespace afterglow::history {
namespace {

// A server that stops waits for the try that is under way.
constexpr HttpLimits kLimits{.connect = std::chrono::seconds(2), .answer = std::chrono::seconds(8)};

}  // namespace

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

WebhookAnswer send_webhook(const std::string& url, const std::string& secret,
                           const std::string& body) {
  HttpRequest request;
  request.method = "POST";
  request.url = url;
  request.body = body;
  request.headers = {{"Content-Type", "application/json"},
                     {"User-Agent", std::string("afterglow-history/") + AFTERGLOW_VERSION}};
  if (!secret.empty()) {
    const auto signature = signature_of(secret, body);
    if (!signature) return {false, signature.error().message};
    request.headers.emplace_back("Afterglow-Signature", *signature);
  }
  const auto answer = http_fetch(request, kLimits);
  if (!answer) return {false, answer.error().error.message};
  const bool accepted = answer->status >= 200 && answer->status < 300;
  return {accepted, "HTTP status " + std::to_string(answer->status)};
}

}  // namespace afterglow::history
