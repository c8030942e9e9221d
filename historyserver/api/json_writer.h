#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "historyserver/api/field_selection.h"
#include "historyserver/api/http.h"

namespace afterglow::history {

// Writes JSON as Spark's server prints it (Jackson's default pretty printer: two blanks a level,
// `"key" : value`, arrays on one line), into a string, or piece by piece into a sink.
class JsonWriter {
 public:
  JsonWriter() = default;
  // Keeps at most about `limit` bytes: beyond them it has stopped().
  explicit JsonWriter(std::size_t limit) : limit_(limit) {}
  // Holds little, and hands the rest to `sink` at ends of objects.
  explicit JsonWriter(BodySink sink) : sink_(std::move(sink)) {}
  explicit JsonWriter(std::shared_ptr<const FieldSelection> fields) { select(std::move(fields)); }
  // Leaves out what is not selected; to be called before anything is written. Null: writes all.
  JsonWriter& select(std::shared_ptr<const FieldSelection> fields);

  // From here on without blanks and line ends.
  JsonWriter& compact();
  // Text between values that is not JSON: line ends, rows of another format.
  JsonWriter& raw(std::string_view text);

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
  JsonWriter& null_value();
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

  // Whether nothing more is wanted: the text is longer than the limit, or the sink's client is
  // gone. What is written from here on is lost; loops should end.
  bool stopped() const { return stopped_; }
  // Hands what is left to the sink. False when it was stopped before.
  bool finish();
  std::string take() { return std::move(text_); }

 private:
  void before_value();
  void new_line();
  void pass_on();
  void open(char bracket);
  void close();
  bool skips_value();

  std::size_t limit_ = SIZE_MAX;
  BodySink sink_;
  bool stopped_ = false;
  bool compact_ = false;
  std::string text_;
  std::string open_;   // the brackets that are open, outermost first
  int depth_ = 0;      // of objects
  bool first_ = true;  // nothing written yet at this level
  bool after_key_ = false;

  std::shared_ptr<const FieldSelection> fields_;
  // What is wanted of each of open_, and of the value that comes next.
  std::vector<const FieldSelection*> wanted_;
  const FieldSelection* wanted_next_ = nullptr;
  bool skip_next_ = false;   // the next value is not wanted
  std::size_t skipped_ = 0;  // brackets that are open in a value that is not
};

std::string format_date(std::int64_t time);

// 200 with what the writer holds.
Response json_response(JsonWriter& json);

}  // namespace afterglow::history
