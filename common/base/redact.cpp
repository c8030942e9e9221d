#include "common/base/redact.h"

#if defined(__GNUC__) && !defined(__clang__)
// GCC 12 with sanitizers sees uninitialised members inside its own std::regex (GCC bug 105562).
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif

#include <algorithm>
#include <optional>
#include <regex>

namespace afterglow {
namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool starts_with_lower(std::string_view text, std::string_view word) {
  return text.size() >= word.size() &&
         std::equal(word.begin(), word.end(), text.begin(),
                    [](char wanted, char c) { return wanted == lower(c); });
}

// The default pattern without std::regex, whose compilation costs more than the rest of a start.
bool matches_default(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string_view rest = text.substr(i);
    if (starts_with_lower(rest, "secret") || starts_with_lower(rest, "password") ||
        starts_with_lower(rest, "token") || starts_with_lower(rest, "accesskey") ||
        starts_with_lower(rest, "access.key") || starts_with_lower(rest, "credential")) {
      return true;
    }
  }
  return false;
}

}  // namespace

class Redactor::Pattern {
 public:
  explicit Pattern(std::string_view regex) {
    auto flags = std::regex::ECMAScript | std::regex::optimize;
    if (regex.starts_with("(?i)")) {
      regex.remove_prefix(4);
      flags |= std::regex::icase;
    }
    try {
      regex_.emplace(regex.begin(), regex.end(), flags);
    } catch (const std::regex_error&) {
      regex_.reset();
    }
  }

  bool is_understood() const { return regex_.has_value(); }
  bool matches(std::string_view text) const {
    if (!regex_) return true;
    try {
      return std::regex_search(text.begin(), text.end(), *regex_);
    } catch (const std::regex_error&) {
      return true;
    }
  }

 private:
  std::optional<std::regex> regex_;
};

Redactor::Redactor() = default;

Redactor::Redactor(std::string_view regex) {
  if (regex != default_redaction_regex) pattern_ = std::make_shared<const Pattern>(regex);
}

bool Redactor::is_understood() const {
  return !pattern_ || pattern_->is_understood();
}

bool Redactor::is_secret(std::string_view key, std::string_view value) const {
  if (!pattern_) return matches_default(key) || matches_default(value);
  return pattern_->matches(key) || pattern_->matches(value);
}

std::string Redactor::redact(std::string_view key, std::string_view value) const {
  return std::string(is_secret(key, value) ? redacted_text : value);
}

bool is_secret(std::string_view key, std::string_view value) {
  return Redactor().is_secret(key, value);
}

std::string redact(std::string_view key, std::string_view value) {
  return Redactor().redact(key, value);
}

}  // namespace afterglow
