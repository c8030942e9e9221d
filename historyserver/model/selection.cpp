#include "historyserver/model/selection.h"

#include <algorithm>
#include <bit>

namespace afterglow::history {
namespace {

constexpr std::size_t kFewValues = 4096;
constexpr int kBucketBits = 13;
constexpr std::size_t kBuckets = std::size_t{1} << kBucketBits;

// One nth_element after the other, each on what the one before left to its right.
std::vector<std::int64_t> select_few(std::vector<std::int64_t>& values,
                                     const std::vector<std::size_t>& positions) {
  std::vector<std::int64_t> selected;
  auto begin = values.begin();
  for (const std::size_t position : positions) {
    const auto place = values.begin() + static_cast<std::ptrdiff_t>(position);
    if (place >= begin) {
      std::nth_element(begin, place, values.end());
      begin = place + 1;
    }
    selected.push_back(*place);
  }
  return selected;
}

}  // namespace

// Counts the values by their leading bits; only the buckets that a position falls into are looked
// at more closely.
std::vector<std::int64_t> select_sorted(std::vector<std::int64_t>& values,
                                        const std::vector<std::size_t>& positions) {
  if (values.size() <= kFewValues) return select_few(values, positions);
  const auto [low, high] = std::ranges::minmax(values);
  const auto base = static_cast<std::uint64_t>(low);
  const std::uint64_t range = static_cast<std::uint64_t>(high) - base;
  const int shift = std::max(0, static_cast<int>(std::bit_width(range)) - kBucketBits);
  const auto bucket_of = [&](std::int64_t value) {
    return static_cast<std::size_t>((static_cast<std::uint64_t>(value) - base) >> shift);
  };
  std::vector<std::size_t> starts(kBuckets + 1);
  for (const std::int64_t value : values) ++starts[bucket_of(value) + 1];
  for (std::size_t i = 1; i <= kBuckets; ++i) starts[i] += starts[i - 1];

  std::vector<std::int64_t> selected;
  std::size_t next = 0;
  while (next < positions.size()) {
    const auto after = std::ranges::upper_bound(starts, positions[next]);
    const auto bucket = static_cast<std::size_t>(after - starts.begin()) - 1;
    std::vector<std::size_t> inside;
    for (; next < positions.size() && positions[next] < starts[bucket + 1]; ++next) {
      inside.push_back(positions[next] - starts[bucket]);
    }
    if (shift == 0) {
      selected.insert(selected.end(), inside.size(),
                      static_cast<std::int64_t>(base + static_cast<std::uint64_t>(bucket)));
      continue;
    }
    std::vector<std::int64_t> members;
    members.reserve(starts[bucket + 1] - starts[bucket]);
    for (const std::int64_t value : values) {
      if (bucket_of(value) == bucket) members.push_back(value);
    }
    const auto found = select_few(members, inside);
    selected.insert(selected.end(), found.begin(), found.end());
  }
  return selected;
}

}  // namespace afterglow::history
