#include "historyserver/insights/offset_sort.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <random>

namespace afterglow::history {
namespace {

TEST(OffsetSort, SortsAnyNumberOfAnyRange) {
  std::mt19937 random(7);
  for (const std::size_t count : {0, 1, 2, 511, 512, 3000}) {
    for (const std::uint32_t range :
         {0U, 1U, 2047U, 2048U, 5'000'000U, std::numeric_limits<std::uint32_t>::max()}) {
      std::uniform_int_distribution<std::uint32_t> any(0, range);
      const std::uint32_t least = std::numeric_limits<std::uint32_t>::max() - range;
      std::vector<std::uint32_t> offsets(count);
      for (std::uint32_t& offset : offsets) offset = least + any(random);
      auto expected = offsets;
      std::ranges::sort(expected);
      sort_offsets(offsets);
      EXPECT_EQ(offsets, expected) << count << " up to " << range;
      sort_offsets(offsets);
      EXPECT_EQ(offsets, expected) << count << " in order, up to " << range;
    }
  }
}

}  // namespace
}  // namespace afterglow::history
