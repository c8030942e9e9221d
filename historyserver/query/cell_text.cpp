#include "historyserver/query/cell_text.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>

namespace afterglow::history {
namespace {

// Of a cell in a table for people: stack traces would hide everything else.
constexpr std::size_t kMaxTableCell = 100;

template <typename... Cases>
struct Match : Cases... {
  using Cases::operator()...;
};

void append_number(std::string& to, std::int64_t number) {
  to += std::to_string(number);
}

// The shortest digits that are this number again, and never those of a whole number.
void append_number(std::string& to, double number) {
  if (!std::isfinite(number)) {
    to += number > 0 ? "Inf" : "-Inf";  // SQLite has no NaN: it is NULL there
    return;
  }
  char digits[32];
  const auto [end, error] = std::to_chars(digits, digits + sizeof digits, number);
  const std::string_view text(digits, static_cast<std::size_t>(end - digits));
  to += text;
  if (text.find_first_of(".e") == std::string_view::npos) to += ".0";
}

void append_hex(std::string& to, std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    to += kDigits[byte >> 4];
    to += kDigits[byte & 15];
  }
}

// The length of the character of UTF-8 that the text begins with, 0 when there is none.
std::size_t character_size(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned first = byte(0);
  const std::size_t size = first < 0x80   ? 1
                           : first < 0xc2 ? 0
                           : first < 0xe0 ? 2
                           : first < 0xf0 ? 3
                           : first < 0xf5 ? 4
                                          : 0;
  if (size == 0 || size > text.size()) return 0;
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return 0;
  }
  // Longer than needed, surrogates, and beyond the last character.
  if ((first == 0xe0 && byte(1) < 0xa0) || (first == 0xed && byte(1) > 0x9f) ||
      (first == 0xf0 && byte(1) < 0x90) || (first == 0xf4 && byte(1) > 0x8f)) {
    return 0;
  }
  return size;
}

// Characters that a terminal or JSON does not take as they are, as \n or \u001b.
bool append_escaped(std::string& to, char c) {
  switch (c) {
    case '\n':
      to += "\\n";
      return true;
    case '\r':
      to += "\\r";
      return true;
    case '\t':
      to += "\\t";
      return true;
    default:
      break;
  }
  const auto byte = static_cast<unsigned char>(c);
  if (byte >= 0x20 && byte != 0x7f) return false;
  char text[8];
  std::snprintf(text, sizeof text, "\\u%04x", byte);
  to += text;
  return true;
}

// Appends the first character of `text`, and takes it away.
void append_character(std::string& to, std::string_view& text) {
  const std::size_t size = character_size(text);
  // The controls U+0080 to U+009F are as good as ESC to some terminals.
  const bool is_control =
      size == 2 && text[0] == '\xc2' && static_cast<unsigned char>(text[1]) < 0xa0;
  if (size == 0 || is_control) {
    to += "\xef\xbf\xbd";
  } else if (size > 1 || !append_escaped(to, text[0])) {
    to += text.substr(0, size);
  }
  text.remove_prefix(std::max<std::size_t>(size, 1));
}

}  // namespace

void append_csv(std::string& to, std::string_view text) {
  if (!text.empty() && text.find_first_of("\",\r\n") == std::string_view::npos) {
    to += text;
    return;
  }
  to += '"';
  for (const char c : text) {
    if (c == '"') to += '"';
    to += c;
  }
  to += '"';
}

void append_csv(std::string& to, const SqlValue& value) {
  std::visit(Match{[](std::monostate) {}, [&](std::string_view text) { append_csv(to, text); },
                   [&](const SqlBlob& blob) { append_hex(to, blob.bytes); },
                   [&](auto number) { append_number(to, number); }},
             value);
}

void append_json(std::string& to, std::string_view text) {
  to += '"';
  while (!text.empty()) {
    if (text[0] == '"' || text[0] == '\\') to += '\\';
    append_character(to, text);
  }
  to += '"';
}

void append_json(std::string& to, const SqlValue& value) {
  std::visit(Match{[&](std::monostate) { to += "null"; },
                   [&](std::string_view text) { append_json(to, text); },
                   [&](const SqlBlob& blob) {
                     to += '"';
                     append_hex(to, blob.bytes);
                     to += '"';
                   },
                   [&](std::int64_t number) { append_number(to, number); },
                   [&](double number) {
                     if (std::isfinite(number)) {
                       append_number(to, number);
                     } else {
                       to += "null";
                     }
                   }},
             value);
}

std::string table_cell(std::string_view text) {
  std::string cell;
  std::size_t count = 0;
  for (; !text.empty(); ++count) {
    if (count == kMaxTableCell) return cell + "…";
    append_character(cell, text);
  }
  return cell;
}

std::string table_cell(const SqlValue& value) {
  std::string cell;
  std::visit(Match{[&](std::monostate) { cell = "NULL"; },
                   [&](std::string_view text) { cell = table_cell(text); },
                   [&](const SqlBlob& blob) {
                     append_hex(cell, blob.bytes.substr(0, kMaxTableCell / 2));
                     if (blob.bytes.size() > kMaxTableCell / 2) cell += "…";
                   },
                   [&](auto number) { append_number(cell, number); }},
             value);
  return cell;
}

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (c & 0xc0) != 0x80; }));
}

}  // namespace afterglow::history
