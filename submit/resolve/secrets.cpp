#include "submit/resolve/secrets.h"

namespace afterglow::submit {
namespace {

bool has_url_password(std::string_view text) {
  for (std::size_t at = text.find("://"); at != std::string_view::npos; at = text.find("://", at)) {
    at += 3;
    const std::string_view authority = text.substr(at, text.find_first_of("/?#, ", at) - at);
    const std::size_t end = authority.rfind('@');
    const std::size_t colon = authority.find(':');
    if (end != std::string_view::npos && colon < end) return true;
  }
  return false;
}

}  // namespace

bool is_hidden(const Redactor& redactor, std::string_view key, std::string_view value) {
  return redactor.is_secret(key, value) || has_url_password(value);
}

std::string shown(const Redactor& redactor, std::string_view key, std::string_view value) {
  return std::string(is_hidden(redactor, key, value) ? redacted_text : value);
}

}  // namespace afterglow::submit
