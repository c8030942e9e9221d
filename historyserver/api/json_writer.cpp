#include "historyserver/api/json_writer.h"

#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace afterglow::history {
namespace {

constexpr std::size_t kPiece = 128 * 1024;  // bytes handed to a sink at once
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

// The length of the UTF-8 sequence at the start of `text`, 0 when it is none.
std::size_t utf8_length(std::string_view text) {
  const auto first = static_cast<unsigned char>(text[0]);
  const std::size_t length = first < 0x80   ? 1
                             : first < 0xC2 ? 0
                             : first < 0xE0 ? 2
                             : first < 0xF0 ? 3
                             : first < 0xF5 ? 4
                                            : 0;
  if (length > text.size()) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if (!is_continuation(text[i])) return 0;
  }
  if (length > 2) {  // overlong forms, surrogates, beyond U+10FFFF
    const auto second = static_cast<unsigned char>(text[1]);
    if ((first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F) ||
        (first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F)) {
      return 0;
    }
  }
  return length;
}

void append_escape(std::string& to, char c) {
  switch (c) {
    case '"':
      to += "\\\"";
      return;
    case '\\':
      to += "\\\\";
      return;
    case '\n':
      to += "\\n";
      return;
    case '\r':
      to += "\\r";
      return;
    case '\t':
      to += "\\t";
      return;
    case '\b':
      to += "\\b";
      return;
    case '\f':
      to += "\\f";
      return;
    default:
      char code[8];
      std::snprintf(code, sizeof code, "\\u%04X", static_cast<unsigned>(c));
      to += code;
  }
}

// Whether a byte stands for itself in JSON text: most do, and are copied in runs.
constexpr std::array<bool, 256> kPlain = [] {
  std::array<bool, 256> plain{};
  for (std::size_t c = 0x20; c < 0x80; ++c) plain[c] = c != '"' && c != '\\';
  return plain;
}();

void append_quoted(std::string& to, std::string_view text) {
  to += '"';
  while (!text.empty()) {
    std::size_t run = 0;
    while (run < text.size() && kPlain[static_cast<unsigned char>(text[run])]) ++run;
    to.append(text.data(), run);
    text.remove_prefix(run);
    if (text.empty()) break;
    if (static_cast<unsigned char>(text[0]) < 0x80) {
      append_escape(to, text[0]);
      text.remove_prefix(1);
      continue;
    }
    const std::size_t length = utf8_length(text);
    to += length > 0 ? text.substr(0, length) : kReplacement;
    text.remove_prefix(length > 0 ? length : 1);
  }
  to += '"';
}

// The last `digits` digits of a number that is not negative, up to `end`.
void put_digits(char* end, int digits, unsigned number) {
  for (; digits > 0; --digits, number /= 10) *--end = static_cast<char>('0' + number % 10);
}

// Java writes a decimal point always, and an exponent from 10^7 up and below 10^-3.
std::string java_double(double number) {
  char buffer[32];
  const double size = std::fabs(number);
  const bool plain = size == 0 || (size >= 1e-3 && size < 1e7);
  const auto [end, error] =
      std::to_chars(buffer, buffer + sizeof buffer, number,
                    plain ? std::chars_format::fixed : std::chars_format::scientific);
  std::string text(buffer, end);
  const auto mark = std::min(text.find('e'), text.size());
  if (text.find('.') == std::string::npos) text.insert(mark, ".0");
  if (plain) return text;
  const auto exponent = text.find('e');
  const int power = std::stoi(text.substr(exponent + 1));
  return text.substr(0, exponent) + "E" + std::to_string(power);
}

}  // namespace

JsonWriter& JsonWriter::compact() {
  compact_ = true;
  return *this;
}

JsonWriter& JsonWriter::raw(std::string_view text) {
  text_ += text;
  pass_on();
  return *this;
}

void JsonWriter::new_line() {
  if (compact_) return;
  text_ += '\n';
  text_.append(static_cast<std::size_t>(depth_) * 2, ' ');
}

void JsonWriter::before_value() {
  if (after_key_) {
    after_key_ = false;
    return;
  }
  if (!open_.empty() && open_.back() == '[') {
    if (!first_) text_ += ',';
    if (!compact_) text_ += ' ';
  }
  first_ = false;
}

JsonWriter& JsonWriter::select(std::shared_ptr<const FieldSelection> fields) {
  fields_ = std::move(fields);
  wanted_next_ = fields_.get();
  return *this;
}

bool JsonWriter::skips_value() {
  return skipped_ > 0 || std::exchange(skip_next_, false);
}

void JsonWriter::open(char bracket) {
  before_value();
  text_ += bracket;
  open_ += bracket;
  first_ = true;
  if (fields_) wanted_.push_back(wanted_next_);
}

JsonWriter& JsonWriter::begin_object() {
  if (skips_value()) {
    ++skipped_;
    return *this;
  }
  open('{');
  ++depth_;
  return *this;
}

JsonWriter& JsonWriter::end_object() {
  if (skipped_ > 0) {
    --skipped_;
    return *this;
  }
  --depth_;
  close();
  if (!first_) {
    new_line();
  } else if (!compact_) {
    text_ += ' ';
  }
  text_ += '}';
  first_ = false;
  pass_on();
  return *this;
}

void JsonWriter::pass_on() {
  if (stopped_) {
    text_.clear();
  } else if (!sink_) {
    stopped_ = text_.size() > limit_;
  } else if (text_.size() >= kPiece) {
    stopped_ = !sink_(text_);
    text_.clear();
  }
}

bool JsonWriter::finish() {
  if (!stopped_ && sink_) stopped_ = !sink_(text_);
  text_.clear();
  return !stopped_;
}

JsonWriter& JsonWriter::begin_array() {
  if (skips_value()) {
    ++skipped_;
    return *this;
  }
  open('[');
  return *this;
}

JsonWriter& JsonWriter::end_array() {
  if (skipped_ > 0) {
    --skipped_;
    return *this;
  }
  close();
  text_ += compact_ ? "]" : " ]";
  first_ = false;
  return *this;
}

void JsonWriter::close() {
  open_.pop_back();
  if (!fields_) return;
  wanted_next_ = wanted_.back();
  wanted_.pop_back();
  // An array's elements are wanted as it is; after an object's member the next key decides.
  if (!wanted_.empty()) wanted_next_ = wanted_.back();
}

JsonWriter& JsonWriter::key(std::string_view name) {
  if (skipped_ > 0) return *this;
  if (fields_) {
    wanted_next_ = wanted_.back()->member(name);
    skip_next_ = wanted_next_ == nullptr;
    if (skip_next_) return *this;
  }
  if (!first_) text_ += ',';
  first_ = false;
  new_line();
  append_quoted(text_, name);
  text_ += compact_ ? ":" : " : ";
  after_key_ = true;
  return *this;
}

JsonWriter& JsonWriter::value(std::int64_t number) {
  if (skips_value()) return *this;
  before_value();
  char buffer[24];
  const auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, number);
  text_.append(buffer, end);
  return *this;
}

JsonWriter& JsonWriter::value(double number) {
  if (skips_value()) return *this;
  before_value();
  if (std::isnan(number)) {
    text_ += "\"NaN\"";
  } else if (std::isinf(number)) {
    text_ += number > 0 ? "\"Infinity\"" : "\"-Infinity\"";
  } else {
    text_ += java_double(number);
  }
  return *this;
}

JsonWriter& JsonWriter::value(bool flag) {
  if (skips_value()) return *this;
  before_value();
  text_ += flag ? "true" : "false";
  return *this;
}

JsonWriter& JsonWriter::value(std::string_view text) {
  if (skips_value()) return *this;
  before_value();
  append_quoted(text_, text);
  return *this;
}

JsonWriter& JsonWriter::null_value() {
  if (skips_value()) return *this;
  before_value();
  text_ += "null";
  return *this;
}

JsonWriter& JsonWriter::date_field(std::string_view name, std::int64_t time) {
  return field(name, format_date(time));
}

Response json_response(JsonWriter& json) {
  Response response;
  response.body = json.take();
  return response;
}

std::string format_date(std::int64_t time) {
  using namespace std::chrono;
  const sys_time<milliseconds> moment{milliseconds(time)};
  const auto day = floor<days>(moment);
  const year_month_day date(day);
  const auto ms = static_cast<unsigned>((moment - day).count());
  const int year = static_cast<int>(date.year());
  std::string text = "0000-00-00T00:00:00.000GMT";
  put_digits(text.data() + 4, 4, static_cast<unsigned>(std::abs(year)));
  put_digits(text.data() + 7, 2, static_cast<unsigned>(date.month()));
  put_digits(text.data() + 10, 2, static_cast<unsigned>(date.day()));
  put_digits(text.data() + 13, 2, ms / 3'600'000);
  put_digits(text.data() + 16, 2, ms / 60'000 % 60);
  put_digits(text.data() + 19, 2, ms / 1000 % 60);
  put_digits(text.data() + 23, 3, ms % 1000);
  if (year < 0 || year > 9999) text.replace(0, 4, std::to_string(year));
  return text;
}

}  // namespace afterglow::history
