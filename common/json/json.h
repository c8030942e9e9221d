#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.h"

namespace afterglow {

// A JSON value as small programs read and write it. Members keep the order in which they were set.
// Text that is not UTF-8 is written with U+FFFD in place of what is none.
class Json {
 public:
  static Json object();
  static Json array();
  static Json text(std::string_view text);
  // ErrorKind::corrupt for what is no JSON.
  static Result<Json> parse(std::string_view text);

  Json(const Json& other);
  Json(Json&&) noexcept;
  Json& operator=(Json other) noexcept;
  ~Json();

  // For objects; each gives the object back, so that calls can be chained.
  Json& set(std::string_view key, std::string_view value);
  Json& set(std::string_view key, const char* value) { return set(key, std::string_view(value)); }
  Json& set(std::string_view key, std::int64_t value);
  Json& set(std::string_view key, int value) { return set(key, static_cast<std::int64_t>(value)); }
  Json& set(std::string_view key, bool value);
  Json& set(std::string_view key, double value);  // null where it is no number
  Json& set(std::string_view key, Json value);
  // This object with all members of another one set.
  Json merged(const Json& other) const;
  // For arrays.
  Json& push(std::string_view value);
  Json& push(std::int64_t value);
  Json& push(double value);  // null where it is no number
  Json& push(Json value);

  bool is_object() const;
  // Nothing when the member is absent, null or of another type.
  std::optional<std::string> text_of(std::string_view key) const;
  std::optional<bool> flag_of(std::string_view key) const;
  std::optional<std::int64_t> integer_of(std::string_view key) const;
  std::optional<double> number_of(std::string_view key) const;
  std::optional<Json> member(std::string_view key) const;
  // The elements of an array that is a member; none when it is absent or something else.
  std::vector<Json> list_of(std::string_view key) const;
  // The elements of this array; none of anything else.
  std::vector<Json> elements() const;

  std::string line() const;    // without line breaks
  std::string pretty() const;  // indented by two, with a line break at the end

 private:
  struct Value;
  explicit Json(std::unique_ptr<Value> value);
  std::unique_ptr<Value> value_;
};

}  // namespace afterglow
