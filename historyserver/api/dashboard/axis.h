#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

#include "historyserver/api/json_writer.h"

namespace afterglow::history {

// No time, duration or amount of a task is beyond this (in ms 30,000 years), whatever a log says.
inline constexpr std::int64_t kLargestAmount = 1'000'000'000'000'000;

constexpr std::int64_t believable(std::int64_t amount) {
  return std::clamp<std::int64_t>(amount, 0, kLargestAmount);
}

// One side of a picture: whole numbers from `low` to `high` (both in it, 0 to kLargestAmount) in at
// most `bins` bins.
class Axis {
 public:
  enum class Scale { linear, log };

  Axis(Scale scale, std::int64_t low, std::int64_t high, std::int64_t bins);

  std::size_t bins() const { return edges_.size() - 1; }
  // Of a number from low to high.
  std::size_t bin_of(std::int64_t number) const {
    if (width_ > 0) return static_cast<std::size_t>((number - edges_.front()) / width_);
    return static_cast<std::size_t>(std::ranges::upper_bound(edges_, number) - edges_.begin()) - 1;
  }
  // {"scale": "linear" or "log", "edges": [..]}: a bin reaches from its edge to before the next.
  void write(JsonWriter& json, std::string_view name) const;

 private:
  std::int64_t width_ = 0;  // of all bins; 0: they differ
  std::vector<std::int64_t> edges_;
};

// How many tasks fall into each field of two axes, and how many of them did not succeed.
class Grid {
 public:
  Grid(Axis x, Axis y) : x_(std::move(x)), y_(std::move(y)), counts_(x_.bins() * y_.bins()) {}

  void add(std::int64_t x, std::int64_t y, bool failed) {
    const std::size_t cell = x_.bin_of(x) * y_.bins() + y_.bin_of(y);
    ++counts_[cell].all;
    counts_[cell].failed += failed ? 1 : 0;
  }
  // The members x, y, counts (column by column), failedCells (indexes into counts) and
  // failedCounts.
  void write(JsonWriter& json) const;

 private:
  struct Count {
    std::int64_t all = 0;
    std::int64_t failed = 0;
  };
  Axis x_;
  Axis y_;
  std::vector<Count> counts_;
};

void write_numbers(JsonWriter& json, std::string_view name,
                   const std::vector<std::int64_t>& numbers);

}  // namespace afterglow::history
