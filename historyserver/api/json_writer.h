#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "historyserver/api/http.h"

namespace afterglow::history {

// Writes JSON as Spark's server prints it (Jackson's default pretty printer: two blanks a level,
// `"key" : value`, arrays on one line), straight into a string.
class JsonWriter {
 public:
  JsonWriter& begin_object();
  JsonWriter& end_object();
  JsonWriter& begin_array();
  JsonWriter& end_array();
  JsonWriter& key(std::string_view name);

  JsonWriter& value(std::int64_t number);
  // As Java prints a double: "3.0", "1.5E10"; NaN and infinities as strings.
  JsonWriter& value(double number);
  JsonWriter& value(bool flag);
  // Bytes that are not UTF-8 become U+FFFD.
  JsonWriter& value(std::string_view text);
  JsonWriter& value(const char* text) { return value(std::string_view(text)); }
  JsonWriter& value(int number) { return value(static_cast<std::int64_t>(number)); }

  template <typename Value>
  JsonWriter& field(std::string_view name, const Value& content) {
    return key(name).value(content);
  }
  // Absent values are left out.
  template <typename Value>
  JsonWriter& field(std::string_view name, const std::optional<Value>& content) {
    return content ? field(name, *content) : *this;
  }
  // A time in ms since 1970 as "2026-01-31T08:15:30.123GMT".
  JsonWriter& date_field(std::string_view name, std::int64_t time);
  JsonWriter& date_field(std::string_view name, const std::optional<std::int64_t>& time) {
    return time ? date_field(name, *time) : *this;
  }

  std::string take() { return std::move(text_); }

 private:
  void before_value();
  void new_line();

  std::string text_;
  std::string open_;   // the brackets that are open, outermost first
  int depth_ = 0;      // of objects
  bool first_ = true;  // nothing written yet at this level
  bool after_key_ = false;
};

std::string format_date(std::int64_t time);

// 200 with what the writer holds.
Response json_response(JsonWriter& json);

}  // namespace afterglow::history
