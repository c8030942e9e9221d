#pragma once

// Internal to events/: reading the fields of a JSON object with one place for the errors.

#include <simdjson.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

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
    if (value.get_double().get(real) == simdjson::SUCCESS) return static_cast<std::int64_t>(real);
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

  template <typename Take>
  void each_integer(std::string_view key, Take&& take) {
    each_value(key, [&](simdjson::ondemand::value value) {
      std::int64_t number = 0;
      if (value.get_int64().get(number) != simdjson::SUCCESS) return problem_->missing(key);
      take(number);
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

 private:
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
    error = type == simdjson::ondemand::json_type::string
                ? value.get_string().get(text)
                : simdjson::to_json_string(value).get(text);
  }
  if (error == simdjson::SUCCESS) return std::string(text);
  problem_->broken(error);
  return {};
}

}  // namespace afterglow::history
