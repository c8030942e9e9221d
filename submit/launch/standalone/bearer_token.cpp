#include "submit/launch/standalone/bearer_token.h"

#include <optional>

#include "common/base/hmac.h"
#include "common/json/json.h"

namespace afterglow::submit {
namespace {

constexpr std::string_view alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::size_t least_key_bytes = 32;  // what HS256 demands

std::string encode(std::string_view bytes) {
  std::string text;
  unsigned bits = 0;
  int count = 0;
  for (const char c : bytes) {
    bits = bits << 8 | static_cast<unsigned char>(c);
    for (count += 8; count >= 6; count -= 6) text += alphabet[bits >> (count - 6) & 63];
  }
  if (count > 0) text += alphabet[bits << (6 - count) & 63];
  return text;
}

std::optional<std::string> decode(std::string_view text) {
  while (text.ends_with('=')) text.remove_suffix(1);
  std::string bytes;
  unsigned bits = 0;
  int count = 0;
  for (const char c : text) {
    const std::size_t value = alphabet.find(c);
    if (value == std::string_view::npos) return std::nullopt;
    bits = bits << 6 | static_cast<unsigned>(value);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes += static_cast<char>(bits >> count & 255);
  }
  return bytes;
}

}  // namespace

Result<std::string> bearer_token(std::string_view secret_key, std::string_view user) {
  const auto key = decode(secret_key);
  if (!key || key->size() < least_key_bytes) {
    return fail(ErrorKind::invalid_argument,
                "afterglow.submit.rest.secretKey must be base64url (letters, digits, - and _) of "
                "at least 32 bytes, as the master's "
                "spark.org.apache.spark.ui.JWSFilter.param.secretKey is");
  }
  const std::string signed_part = encode(R"({"alg":"HS256","typ":"JWT"})") + "." +
                                  encode(Json::object().set("sub", user).line());
  const auto signature = hmac_sha256(*key, signed_part);
  if (!signature) return std::unexpected(signature.error());
  return signed_part + "." + encode(*signature);
}

}  // namespace afterglow::submit
