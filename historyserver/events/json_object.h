#pragma once

// Internal to events/: reading the fields of a JSON object with one place for the errors.

#include <simdjson.h>

#include <charconv>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "historyserver/events/json_raw.h"
#include "historyserver/model/string_map.h"

namespace afterglow::history {

// The first thing that was wrong with the event being decoded; empty as long as all is well. After
// it nothing more may be read: simdjson's iterators are no good any more.
struct DecodeProblem {
  std::string text;
  bool found() const { return !text.empty(); }
  void missing(std::string_view key) {
    if (text.empty()) text = "field \"" + std::string(key) + "\" is missing or has a wrong type";
  }
  void broken(simdjson::error_code error) {
    if (text.empty()) text = std::string("not valid JSON: ") + simdjson::error_message(error);
  }
};

// A thin reader over simdjson's on-demand object: fields are quickest to read in the order in which
// Spark writes them. "maybe" and "or" forms take an absent field and null alike.
class JsonObject {
 public:
  JsonObject(simdjson::ondemand::object object, DecodeProblem& problem)
      : object_(object), problem_(&problem) {}

  std::int64_t integer(std::string_view key) {
    if (auto value = maybe_integer(key)) return *value;
    problem_->missing(key);
    return 0;
  }
  std::int64_t integer_or(std::string_view key, std::int64_t fallback) {
    return maybe_integer(key).value_or(fallback);
  }
  std::optional<std::int64_t> maybe_integer(std::string_view key) {
    simdjson::ondemand::value value;
    if (!find(key, value)) return {};
    std::int64_t number = 0;
    if (value.get_int64().get(number) == simdjson::SUCCESS) return number;
    double real = 0;
    if (value.get_double().get(real) == simdjson::SUCCESS) return whole_number(real);
    problem_->missing(key);
    return {};
  }

  std::string text(std::string_view key) {
    if (auto value = maybe_text(key)) return *std::move(value);
    problem_->missing(key);
    return {};
  }
  std::string text_or(std::string_view key, std::string_view fallback) {
    auto value = maybe_text(key);
    return value ? *std::move(value) : std::string(fallback);
  }
  std::optional<std::string> maybe_text(std::string_view key) {
    simdjson::ondemand::value value;
    if (!find(key, value)) return {};
    std::string_view string;
    if (value.get_string().get(string) == simdjson::SUCCESS) return std::string(string);
    problem_->missing(key);
    return {};
  }
  // The value as text whatever its type, as Spark's own reader takes accumulator values.
  std::optional<std::string> maybe_any_text(std::string_view key);
  // A whole number that may stand in quotes; nothing for anything else.
  std::optional<std::int64_t> maybe_quoted_integer(std::string_view key) {
    simdjson::ondemand::value value;
    if (!find(key, value)) return {};
    std::string_view token = value.raw_json_token();
    if (token.starts_with('"')) token.remove_prefix(1);
    std::int64_t number = 0;
    const char* const end = token.data() + token.size();
    const auto [stop, error] = std::from_chars(token.data(), end, number);
    if (error != std::errc() || (stop != end && *stop != '"' && *stop != ' ')) return {};
    return number;
  }

  // Lets the fields be read once more, from the first on.
  void reset() {
    if (problem_->found()) return;
    if (const auto error = object_.reset().error(); error != simdjson::SUCCESS) {
      problem_->broken(error);
    }
  }

  double real(std::string_view key) {
    if (auto value = maybe_real(key)) return *value;
    problem_->missing(key);
    return 0;
  }
  // Java's words for what is no number ("NaN") are taken, too.
  std::optional<double> maybe_real(std::string_view key);

  // The value as JSON text.
  std::string json_or(std::string_view key, std::string_view fallback) {
    simdjson::ondemand::value value;
    std::string_view json;
    if (!find(key, value)) return std::string(fallback);
    const auto error = raw_json(value, json);
    if (error == simdjson::SUCCESS) return std::string(json);
    problem_->broken(error);
    return {};
  }

  bool boolean_or(std::string_view key, bool fallback) {
    simdjson::ondemand::value value;
    bool flag = fallback;
    if (find(key, value) && value.get_bool().get(flag) != simdjson::SUCCESS) problem_->missing(key);
    return flag;
  }

  std::optional<JsonObject> maybe_object(std::string_view key) {
    simdjson::ondemand::value value;
    if (!find(key, value)) return {};
    simdjson::ondemand::object object;
    if (value.get_object().get(object) == simdjson::SUCCESS) return JsonObject(object, *problem_);
    problem_->missing(key);
    return {};
  }

  // Runs `take(JsonObject)` for each object of an array; nothing when it is absent.
  template <typename Take>
  void each_object(std::string_view key, Take&& take) {
    each_value(key, [&](simdjson::ondemand::value value) {
      simdjson::ondemand::object object;
      if (value.get_object().get(object) != simdjson::SUCCESS) return problem_->missing(key);
      take(JsonObject(object, *problem_));
    });
  }

  // As each_object; answers the array as JSON text, "[]" when it is absent.
  template <typename Take>
  std::string each_object_of(std::string_view key, Take&& take) {
    simdjson::ondemand::value value;
    simdjson::ondemand::array array;
    std::string_view json;
    if (!find(key, value)) return "[]";
    if (value.get_array().get(array) != simdjson::SUCCESS) {
      problem_->missing(key);
      return {};
    }
    if (const auto error = raw_json(array, json); error != simdjson::SUCCESS) {
      problem_->broken(error);
      return {};
    }
    each_element(array, [&](simdjson::ondemand::value element) {
      simdjson::ondemand::object object;
      if (element.get_object().get(object) != simdjson::SUCCESS) return problem_->missing(key);
      take(JsonObject(object, *problem_));
    });
    return std::string(json);
  }

  template <typename Take>
  void each_integer(std::string_view key, Take&& take) {
    each_value(key, [&](simdjson::ondemand::value value) {
      std::int64_t number = 0;
      if (value.get_int64().get(number) != simdjson::SUCCESS) return problem_->missing(key);
      take(number);
    });
  }

  // Runs `take(first, second)` for each [integer, integer] of an array.
  template <typename Take>
  void each_integer_pair(std::string_view key, Take&& take) {
    each_value(key, [&](simdjson::ondemand::value value) {
      simdjson::ondemand::array pair;
      if (value.get_array().get(pair) != simdjson::SUCCESS) return problem_->missing(key);
      std::int64_t numbers[2] = {};
      std::size_t count = 0;
      for (auto element : pair) {
        std::int64_t number = 0;
        if (element.get_int64().get(number) != simdjson::SUCCESS) return problem_->missing(key);
        if (count < 2) numbers[count] = number;
        ++count;
      }
      if (count != 2) return problem_->missing(key);
      take(numbers[0], numbers[1]);
    });
  }

  template <typename Take>
  void each_text(std::string_view key, Take&& take) {
    each_value(key, [&](simdjson::ondemand::value value) {
      std::string_view string;
      if (value.get_string().get(string) != simdjson::SUCCESS) return problem_->missing(key);
      take(string);
    });
  }

  // Runs `take(name, JsonObject)` for each member of this object that is an object itself.
  template <typename Take>
  void each_member_object(Take&& take) {
    each_member([&](std::string_view name, simdjson::ondemand::value value) {
      simdjson::ondemand::object object;
      if (value.get_object().get(object) != simdjson::SUCCESS) return problem_->missing(name);
      take(name, JsonObject(object, *problem_));
    });
  }

  // All members of this object whose value is a string.
  StringMap string_map() {
    StringMap map;
    each_member([&](std::string_view name, simdjson::ondemand::value value) {
      // The name may stand in the buffer that the next string overwrites.
      std::string key(name);
      std::string_view string;
      if (value.get_string().get(string) == simdjson::SUCCESS) map[std::move(key)] = string;
    });
    return map;
  }
  StringMap string_map_at(std::string_view key) {
    auto object = maybe_object(key);
    return object ? object->string_map() : StringMap();
  }

  bool has_value(std::string_view key) {
    simdjson::ondemand::value value;
    return find(key, value);
  }

  DecodeProblem& problem() { return *problem_; }
  // For readers that walk by themselves.
  simdjson::ondemand::object& raw() { return object_; }

 private:
  // As Java makes a long of a double: without the fraction, and the nearest that there is.
  static std::int64_t whole_number(double real) {
    using Limits = std::numeric_limits<std::int64_t>;
    constexpr double kEnd = 0x1p63;
    if (real >= kEnd) return Limits::max();
    return real < -kEnd ? Limits::min() : static_cast<std::int64_t>(real);
  }

  // Whether the field is there and not null.
  bool find(std::string_view key, simdjson::ondemand::value& value) {
    if (problem_->found()) return false;
    const auto error = object_.find_field_unordered(key).get(value);
    if (error == simdjson::NO_SUCH_FIELD) return false;
    if (error != simdjson::SUCCESS) {
      problem_->broken(error);
      return false;
    }
    bool null = false;
    return value.is_null().get(null) == simdjson::SUCCESS && !null;
  }

  template <typename Take>
  void each_value(std::string_view key, Take&& take) {
    simdjson::ondemand::value value;
    if (!find(key, value)) return;
    simdjson::ondemand::array array;
    if (value.get_array().get(array) != simdjson::SUCCESS) return problem_->missing(key);
    each_element(array, take);
  }

  template <typename Take>
  void each_element(simdjson::ondemand::array& array, Take&& take) {
    for (auto element : array) {
      simdjson::ondemand::value item;
      if (const auto error = element.get(item); error != simdjson::SUCCESS) {
        return problem_->broken(error);
      }
      take(item);
      if (problem_->found()) return;
    }
  }

  template <typename Take>
  void each_member(Take&& take) {
    if (problem_->found()) return;
    for (auto field : object_) {
      std::string_view name;
      simdjson::ondemand::value value;
      if (const auto error = field.unescaped_key().get(name); error != simdjson::SUCCESS) {
        return problem_->broken(error);
      }
      if (const auto error = field.value().get(value); error != simdjson::SUCCESS) {
        return problem_->broken(error);
      }
      take(name, value);
      if (problem_->found()) return;
    }
  }

  simdjson::ondemand::object object_;
  DecodeProblem* problem_;
};

inline std::optional<std::string> JsonObject::maybe_any_text(std::string_view key) {
  simdjson::ondemand::value value;
  if (!find(key, value)) return {};
  simdjson::ondemand::json_type type{};
  std::string_view text;
  auto error = value.type().get(type);
  if (error == simdjson::SUCCESS) {
    error = type == simdjson::ondemand::json_type::string ? value.get_string().get(text)
                                                          : raw_json(value, text);
  }
  if (error == simdjson::SUCCESS) return std::string(text);
  problem_->broken(error);
  return {};
}

inline std::optional<double> JsonObject::maybe_real(std::string_view key) {
  simdjson::ondemand::value value;
  if (!find(key, value)) return {};
  double number = 0;
  if (value.get_double().get(number) == simdjson::SUCCESS) return number;
  std::string_view word;
  if (value.get_string().get(word) == simdjson::SUCCESS) {
    if (word == "NaN") return std::numeric_limits<double>::quiet_NaN();
    if (word == "Infinity") return std::numeric_limits<double>::infinity();
    if (word == "-Infinity") return -std::numeric_limits<double>::infinity();
  }
  problem_->missing(key);
  return {};
}

}  // namespace afterglow::history
