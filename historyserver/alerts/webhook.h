#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "common/base/result.h"

namespace afterglow::history {

struct Webhook {
  std::string url = {};      // http or https; empty: nothing is sent
  std::string secret = {};   // that bodies are signed with; empty: they are not
  std::string ca_file = {};  // PEM: who vouches for an https address; empty: whom the system trusts
};

// What became of a try.
struct WebhookAnswer {
  bool accepted = false;  // a status from 200 to 299
  std::string text;       // one line, without the address's path, which may be a secret
};

// Whether this is an address that alerts can be sent to. One with a user's name or password is
// none, because hosts stand in messages.
bool is_webhook_url(std::string_view url);

// Whether the file can be read as certificates in PEM.
bool holds_certificates(const std::string& path);

// POSTs `body`, which is JSON. With a secret it is signed (signature_of(), in the header
// Afterglow-Signature). Over TLS nothing is sent before the server's certificate was found to be
// good and the host's. A try that takes longer than `within` has failed; to connect, it has 2 s of
// that for each address of the host. The process must ignore SIGPIPE.
WebhookAnswer send_webhook(const Webhook& to, const std::string& body,
                           std::chrono::milliseconds within = std::chrono::seconds(8));

// "sha256=" and the HMAC-SHA256 of the body in hexadecimal digits.
Result<std::string> signature_of(std::string_view secret, std::string_view body);

}  // namespace afterglow::history
