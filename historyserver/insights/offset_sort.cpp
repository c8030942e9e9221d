#include "historyserver/insights/offset_sort.h"

#include <algorithm>
#include <array>

namespace afterglow::history {
namespace {

constexpr std::size_t kFew = 512;  // that are compared quicker than counted
constexpr unsigned kBits = 11;     // that are looked at in one pass

// By these bits of what is above `least`, keeping the order of equal ones.
void sort_by(const std::vector<std::uint32_t>& from, std::vector<std::uint32_t>& to,
             std::uint32_t least, unsigned shift) {
  constexpr std::uint32_t mask = (1U << kBits) - 1;
  std::array<std::uint32_t, (1U << kBits) + 1> places{};
  for (const std::uint32_t value : from) ++places[((value - least) >> shift & mask) + 1];
  for (std::size_t i = 1; i < places.size(); ++i) places[i] += places[i - 1];
  for (const std::uint32_t value : from) to[places[(value - least) >> shift & mask]++] = value;
}

}  // namespace

void sort_offsets(std::vector<std::uint32_t>& offsets) {
  if (std::ranges::is_sorted(offsets)) return;
  if (offsets.size() < kFew) {
    std::ranges::sort(offsets);
    return;
  }
  const auto [least, most] = std::ranges::minmax_element(offsets);
  const std::uint32_t smallest = *least;
  const std::uint32_t range = *most - smallest;
  std::vector<std::uint32_t> sorted(offsets.size());
  for (unsigned shift = 0; shift < 32 && range >> shift != 0; shift += kBits) {
    sort_by(offsets, sorted, smallest, shift);
    offsets.swap(sorted);
  }
}

}  // namespace afterglow::history
