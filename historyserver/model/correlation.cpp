#include "historyserver/model/correlation.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace afterglow::history {
namespace {

constexpr int kDigitBits = 16;
constexpr std::size_t kDigits = std::size_t{1} << kDigitBits;

struct Ranked {
  std::uint64_t key;
  std::uint32_t index;
};

// By one digit of the key after the other, lowest first.
void sort_by_digits(std::vector<Ranked>& values, std::uint64_t largest) {
  std::vector<Ranked> sorted(values.size());
  std::vector<std::size_t> starts(kDigits);
  for (int shift = 0; shift < 64 && (largest >> shift) > 0; shift += kDigitBits) {
    const auto digit = [shift](const Ranked& value) {
      return static_cast<std::size_t>(value.key >> shift) % kDigits;
    };
    std::ranges::fill(starts, 0);
    for (const Ranked& value : values) ++starts[digit(value)];
    std::exclusive_scan(starts.begin(), starts.end(), starts.begin(), std::size_t{0});
    for (const Ranked& value : values) sorted[starts[digit(value)]++] = value;
    values.swap(sorted);
  }
}

}  // namespace

std::optional<double> pearson(std::span<const double> x, std::span<const double> y) {
  if (x.size() < 2) return {};
  const auto count = static_cast<double>(x.size());
  const double mean_x = std::accumulate(x.begin(), x.end(), 0.0) / count;
  const double mean_y = std::accumulate(y.begin(), y.end(), 0.0) / count;
  double both = 0;
  double of_x = 0;
  double of_y = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    both += (x[i] - mean_x) * (y[i] - mean_y);
    of_x += (x[i] - mean_x) * (x[i] - mean_x);
    of_y += (y[i] - mean_y) * (y[i] - mean_y);
  }
  if (of_x <= 0 || of_y <= 0) return {};
  return std::clamp(both / std::sqrt(of_x * of_y), -1.0, 1.0);
}

std::vector<double> ranks_of(std::span<const std::int64_t> values) {
  std::vector<double> ranks(values.size());
  if (values.empty()) return ranks;
  const auto [low, high] = std::ranges::minmax(values);
  const auto base = static_cast<std::uint64_t>(low);
  std::vector<Ranked> sorted;
  sorted.reserve(values.size());
  for (std::uint32_t i = 0; i < values.size(); ++i) {
    sorted.push_back({static_cast<std::uint64_t>(values[i]) - base, i});
  }
  sort_by_digits(sorted, static_cast<std::uint64_t>(high) - base);
  for (std::size_t first = 0; first < sorted.size();) {
    std::size_t end = first + 1;
    while (end < sorted.size() && sorted[end].key == sorted[first].key) ++end;
    const double rank = (static_cast<double>(first) + static_cast<double>(end) + 1) / 2;
    for (; first < end; ++first) ranks[sorted[first].index] = rank;
  }
  return ranks;
}

}  // namespace afterglow::history
