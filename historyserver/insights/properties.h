#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "historyserver/insights/key_shapes.h"
#include "historyserver/model/string_map.h"

namespace afterglow::history {

// What an application was configured with. A value that cannot be understood counts as absent.
class Properties {
 public:
  Properties() = default;
  explicit Properties(StringMap spark) : spark_(std::move(spark)) {
    for (const auto& [key, value] : spark_) shapes_.add(key);
  }

  const std::string* find(std::string_view key) const;
  std::string text(std::string_view key, std::string_view fallback = {}) const;
  bool flag(std::string_view key, bool fallback) const;
  std::optional<std::int64_t> integer(std::string_view key) const;
  std::optional<double> number(std::string_view key) const;
  // A bare number counts units of `unit` bytes or of `unit`.
  std::optional<std::int64_t> bytes(std::string_view key, std::int64_t unit = 1) const;
  std::optional<std::chrono::milliseconds> time(
      std::string_view key, std::chrono::milliseconds unit = std::chrono::seconds(1)) const;

  const StringMap& all() const { return spark_; }

 private:
  StringMap spark_;
  KeyShapes shapes_;  // of its keys
};

}  // namespace afterglow::history
