#include "historyserver/model/selection.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace afterglow::history {
namespace {

// Against sorting, for few and many values of narrow, wide and the widest ranges.
TEST(SelectSorted, FindsWhatSortingWouldPutThere) {
  std::mt19937_64 random(7);
  const std::int64_t highest = std::numeric_limits<std::int64_t>::max();
  for (const std::size_t count : {1, 2, 100, 5000, 50'000}) {
    for (const std::int64_t range :
         {std::int64_t{0}, std::int64_t{3}, std::int64_t{8191}, std::int64_t{100'000}, highest}) {
      std::vector<std::int64_t> values(count);
      for (auto& value : values) {
        value = std::uniform_int_distribution<std::int64_t>(range == highest ? -highest : 0,
                                                            range)(random);
      }
      std::vector<std::int64_t> sorted = values;
      std::ranges::sort(sorted);
      std::vector<std::size_t> positions{0, count / 4, count / 2, count / 2, count - 1};
      std::vector<std::int64_t> expected;
      for (const std::size_t position : positions) expected.push_back(sorted[position]);
      EXPECT_EQ(select_sorted(values, positions), expected) << count << " " << range;
    }
  }
}

}  // namespace
}  // namespace afterglow::history
