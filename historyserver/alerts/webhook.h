#pragma once

#include <string>
#include <string_view>

#include "common/base/result.h"

namespace afterglow::history {

// What became of a try.
struct WebhookAnswer {
  bool accepted = false;  // a status from 200 to 299
  std::string text;       // one line, without the address's path, which may be a secret
};

// POSTs `body`, which is JSON, over plain HTTP. With a secret it is signed (signature_of(), in the
// header Afterglow-Signature). Takes some seconds at most.
WebhookAnswer send_webhook(const std::string& url, const std::string& secret,
                           const std::string& body);

// "sha256=" and the HMAC-SHA256 of the body in hexadecimal digits.
Result<std::string> signature_of(std::string_view secret, std::string_view body);

}  // namespace afterglow::history
