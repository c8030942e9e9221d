#include "historyserver/insights/properties.h"

#include <charconv>

#include "common/base/quantities.h"

namespace afterglow::history {
namespace {

template <typename Number>
std::optional<Number> parsed(const std::string* text) {
  if (!text) return {};
  Number number{};
  const char* const end = text->data() + text->size();
  const auto [stop, error] = std::from_chars(text->data(), end, number);
  if (error != std::errc() || stop != end) return {};
  return number;
}

}  // namespace

const std::string* Properties::find(std::string_view key) const {
  if (!shapes_.may_have(key)) return nullptr;
  const auto found = spark_.find(key);
  return found == spark_.end() ? nullptr : &found->second;
}

std::string Properties::text(std::string_view key, std::string_view fallback) const {
  const std::string* const value = find(key);
  return value ? *value : std::string(fallback);
}

bool Properties::flag(std::string_view key, bool fallback) const {
  const std::string* const value = find(key);
  if (!value) return fallback;
  if (*value == "true") return true;
  return *value == "false" ? false : fallback;
}

std::optional<std::int64_t> Properties::integer(std::string_view key) const {
  return parsed<std::int64_t>(find(key));
}

std::optional<double> Properties::number(std::string_view key) const {
  return parsed<double>(find(key));
}

std::optional<std::int64_t> Properties::bytes(std::string_view key, std::int64_t unit) const {
  const std::string* const value = find(key);
  if (!value) return {};
  const auto bytes = parse_bytes(*value, unit);
  return bytes ? std::optional(*bytes) : std::nullopt;
}

std::optional<std::chrono::milliseconds> Properties::time(std::string_view key,
                                                          std::chrono::milliseconds unit) const {
  const std::string* const value = find(key);
  if (!value) return {};
  const auto time = parse_duration(*value, unit);
  return time ? std::optional(*time) : std::nullopt;
}

}  // namespace afterglow::history
