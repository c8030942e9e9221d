#include "common/conf/properties_file.h"

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <memory>
#include <optional>

namespace afterglow {
namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\f';
}
bool is_line_end(char c) {
  return c == '\n' || c == '\r';
}

// One logical line with its escapes still in it, and the number of the line where it starts.
struct LogicalLine {
  std::string text;
  int number;
};

// Splits text into logical lines: comments and blank lines gone, continuations joined.
class LineReader {
 public:
  explicit LineReader(std::string_view text) : text_(text) {}

  std::optional<LogicalLine> next() {
    while (at_ < text_.size()) {
      ++line_;
      std::string_view natural = take_natural_line();
      drop_blanks(natural);
      if (natural.empty() || natural.front() == '#' || natural.front() == '!') continue;
      LogicalLine logical{std::string(), line_};
      while (continues(natural)) {
        logical.text += natural.substr(0, natural.size() - 1);
        natural = {};
        if (at_ >= text_.size()) break;
        ++line_;
        natural = take_natural_line();
        drop_blanks(natural);
      }
      logical.text += natural;
      return logical;
    }
    return std::nullopt;
  }

 private:
  std::string_view take_natural_line() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && !is_line_end(text_[at_])) ++at_;
    const std::string_view line = text_.substr(begin, at_ - begin);
    if (at_ + 1 < text_.size() && text_[at_] == '\r' && text_[at_ + 1] == '\n') ++at_;
    if (at_ < text_.size()) ++at_;
    return line;
  }

  static void drop_blanks(std::string_view& line) {
    while (!line.empty() && is_blank(line.front())) line.remove_prefix(1);
  }

  static bool continues(std::string_view line) {
    std::size_t backslashes = 0;
    while (backslashes < line.size() && line[line.size() - 1 - backslashes] == '\\') ++backslashes;
    return backslashes % 2 == 1;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int line_ = 0;
};

void append_utf8(std::string& out, std::uint32_t code) {
  const auto byte = [&out](std::uint32_t bits) { out += static_cast<char>(bits); };
  if (code < 0x80) {
    byte(code);
  } else if (code < 0x800) {
    byte(0xC0 | (code >> 6));
    byte(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    byte(0xE0 | (code >> 12));
    byte(0x80 | ((code >> 6) & 0x3F));
    byte(0x80 | (code & 0x3F));
  } else {
    byte(0xF0 | (code >> 18));
    byte(0x80 | ((code >> 12) & 0x3F));
    byte(0x80 | ((code >> 6) & 0x3F));
    byte(0x80 | (code & 0x3F));
  }
}

// The UTF-16 unit of "\uXXXX" at the start of text.
std::optional<std::uint32_t> utf16_unit(std::string_view text) {
  if (text.size() < 6 || text[0] != '\\' || text[1] != 'u') return std::nullopt;
  std::uint32_t unit = 0;
  for (const char c : text.substr(2, 4)) {
    std::uint32_t digit = 0;
    if (c >= '0' && c <= '9') {
      digit = static_cast<std::uint32_t>(c - '0');
    } else if (c >= 'a' && c <= 'f') {
      digit = static_cast<std::uint32_t>(c - 'a') + 10;
    } else if (c >= 'A' && c <= 'F') {
      digit = static_cast<std::uint32_t>(c - 'A') + 10;
    } else {
      return std::nullopt;
    }
    unit = unit * 16 + digit;
  }
  return unit;
}

// Decodes one or two \uXXXX at the start of text; returns how much of it was used.
std::size_t append_unicode_escape(std::string& out, std::string_view text) {
  constexpr std::uint32_t replacement = 0xFFFD;
  const std::optional<std::uint32_t> high = utf16_unit(text);
  if (!high) {
    out += text.substr(0, 2);
    return 2;
  }
  if (*high < 0xD800 || *high > 0xDFFF) {
    append_utf8(out, *high);
    return 6;
  }
  const std::optional<std::uint32_t> low = utf16_unit(text.substr(6));
  if (*high > 0xDBFF || !low || *low < 0xDC00 || *low > 0xDFFF) {
    append_utf8(out, replacement);
    return 6;
  }
  append_utf8(out, 0x10000 + ((*high - 0xD800) << 10) + (*low - 0xDC00));
  return 12;
}

std::string unescape(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      out += text[i++];
    } else if (text[i + 1] == 'u') {
      i += append_unicode_escape(out, text.substr(i));
    } else {
      const char c = text[i + 1];
      out += c == 't' ? '\t' : c == 'n' ? '\n' : c == 'r' ? '\r' : c == 'f' ? '\f' : c;
      i += 2;
    }
  }
  return out;
}

std::string trimmed(const std::string& value) {
  const auto cut = [](char c) {
    return static_cast<unsigned char>(c) <= ' ' && c != '\r' && c != '\n';
  };
  std::size_t begin = 0;
  std::size_t end = value.size();
  while (begin < end && cut(value[begin])) ++begin;
  while (end > begin && cut(value[end - 1])) --end;
  return value.substr(begin, end - begin);
}

Property split(const LogicalLine& line) {
  const std::string_view text = line.text;
  std::size_t key_end = 0;
  while (key_end < text.size() && !is_blank(text[key_end]) && text[key_end] != '=' &&
         text[key_end] != ':') {
    key_end += text[key_end] == '\\' ? 2 : 1;
  }
  key_end = std::min(key_end, text.size());
  std::size_t value_begin = key_end;
  while (value_begin < text.size() && is_blank(text[value_begin])) ++value_begin;
  if (value_begin < text.size() && (text[value_begin] == '=' || text[value_begin] == ':')) {
    ++value_begin;
  }
  while (value_begin < text.size() && is_blank(text[value_begin])) ++value_begin;
  return Property{unescape(text.substr(0, key_end)), trimmed(unescape(text.substr(value_begin))),
                  line.number};
}

void append_escaped(std::string& out, std::string_view text, bool is_key) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    switch (c) {
      case '\t':
        out += "\\t";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\f':
        out += "\\f";
        break;
      case '\\':
        out += "\\\\";
        break;
      case ' ':
        out += is_key || i == 0 ? "\\ " : " ";
        break;
      case '=':
      case ':':
      case '#':
      case '!':
        if (is_key) out += '\\';
        out += c;
        break;
      default:
        out += c;
    }
  }
}

}  // namespace

std::vector<Property> parse_properties(std::string_view text) {
  std::vector<Property> properties;
  LineReader lines(text);
  while (const std::optional<LogicalLine> line = lines.next()) properties.push_back(split(*line));
  return properties;
}

Result<std::vector<Property>> read_properties_file(const std::filesystem::path& path) {
  const auto refused = [&path] {
    return fail(errno == ENOENT ? ErrorKind::not_found : ErrorKind::io,
                "properties file " + path.string() + ": " + std::strerror(errno));
  };
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rbe"),
                                                             &std::fclose);
  if (!file) return refused();
  std::string text;
  char buffer[8192];
  while (const std::size_t count = std::fread(buffer, 1, sizeof buffer, file.get())) {
    text.append(buffer, count);
  }
  if (std::ferror(file.get()) != 0) return refused();
  return parse_properties(text);
}

std::string format_property(std::string_view key, std::string_view value) {
  std::string line;
  append_escaped(line, key, true);
  line += '=';
  append_escaped(line, value, false);
  line += '\n';
  return line;
}

}  // namespace afterglow
