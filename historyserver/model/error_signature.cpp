#include "historyserver/model/error_signature.h"

#include <algorithm>

#include "common/base/ascii.h"
#include "common/base/hash.h"

namespace afterglow::history {
namespace {

constexpr std::size_t kLongestLine = 290;
constexpr std::string_view kCausedBy = "Caused by: ";
constexpr std::string_view kTraceback = "Traceback (most recent call last):";

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
// What a path ends at.
bool ends_path(char c) {
  return static_cast<unsigned char>(c) <= ' ' || std::string_view("\"'`,;()[]{}<>").contains(c);
}

// How long the path is that starts here, 0 when none does: "/a/b", "s3a://bucket/x", "file:/x/y".
std::size_t path_size(std::string_view text) {
  std::size_t scheme = 0;
  while (scheme < text.size() && (is_letter(text[scheme]) || is_digit(text[scheme]))) ++scheme;
  const bool has_scheme = scheme > 0 && text.substr(scheme).starts_with(":/");
  if (!has_scheme && !text.starts_with('/')) return 0;
  const std::size_t size =
      static_cast<std::size_t>(std::ranges::find_if(text, ends_path) - text.begin());
  const std::string_view path = text.substr(0, size);
  const auto slashes = std::ranges::count(path, '/');
  if (!has_scheme && slashes < 2) return 0;
  return path.ends_with(':') || path.ends_with('.') ? size - 1 : size;
}

// How long the identifier in hexadecimal digits is that starts here: at least eight of them, some
// of which are decimal, as in a UUID.
std::size_t hex_size(std::string_view text) {
  const auto end = std::ranges::find_if(text, [](char c) { return !is_hex_digit(c) && c != '-'; });
  const auto size = static_cast<std::size_t>(end - text.begin());
  if (size < 8 || (end != text.end() && is_letter(*end))) return 0;
  return std::ranges::any_of(text.substr(0, size), is_digit) ? size : 0;
}

std::string folded(std::string_view line) {
  std::string text;
  bool in_word = false;
  while (!line.empty() && text.size() < kLongestLine) {
    std::size_t taken = in_word ? 0 : path_size(line);
    if (taken > 0) {
      text += "<path>";
    } else if (taken = in_word ? 0 : hex_size(line); taken == 0) {
      taken = static_cast<std::size_t>(std::ranges::find_if_not(line, is_digit) - line.begin());
      if (taken == 0) {
        in_word = is_letter(line.front()) || line.front() == '/';
        text += line.front();
        line.remove_prefix(1);
        continue;
      }
      text += '#';
    } else {
      text += '#';
    }
    in_word = true;
    line.remove_prefix(taken);
  }
  return text;
}

struct Lines {
  std::string_view first;
  std::string_view cause;  // empty when the first one says it
};

// The cause is what ends the last Python traceback, or else the innermost "Caused by".
Lines telling_lines(std::string_view error) {
  Lines lines;
  bool in_traceback = false;
  bool is_python = false;
  while (!error.empty()) {
    const std::size_t end = std::min(error.find('\n'), error.size());
    const std::string_view line = error.substr(0, end);
    error.remove_prefix(std::min(end + 1, error.size()));
    if (trimmed(line).empty()) continue;
    if (lines.first.empty()) lines.first = trimmed(line);
    if (line.contains(kTraceback)) {
      in_traceback = true;
    } else if (in_traceback && (is_letter(line.front()) || line.front() == '_')) {
      lines.cause = trimmed(line);
      in_traceback = false;
      is_python = true;
    } else if (!is_python && line.starts_with(kCausedBy)) {
      lines.cause = trimmed(line.substr(kCausedBy.size()));
    }
  }
  return lines;
}

}  // namespace

std::string error_signature(std::string_view error) {
  const Lines lines = telling_lines(error);
  std::string signature = folded(lines.first);
  if (!lines.cause.empty() && lines.cause != lines.first) signature += "\n" + folded(lines.cause);
  return signature;
}

std::string error_key(std::string_view signature) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string key;
  const std::uint64_t hash = fnv1a(signature);
  for (int shift = 60; shift >= 0; shift -= 4) key += kDigits[(hash >> shift) % 16];
  return key;
}

}  // namespace afterglow::history
