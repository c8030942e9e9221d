#include "historyserver/model/correlation.h"

#include <gtest/gtest.h>

namespace afterglow::history {
namespace {

using Numbers = std::vector<double>;

TEST(Correlation, RanksShareTheirMean) {
  const struct {
    std::vector<std::int64_t> values;
    Numbers ranks;
  } cases[] = {
      {{}, {}},
      {{7}, {1}},
      {{5, 5, 5}, {2, 2, 2}},
      {{30, 10, 20, 10}, {4, 1.5, 3, 1.5}},
      {{INT64_MAX, INT64_MIN, 0, 70'000}, {4, 1, 2, 3}},
  };
  for (const auto& c : cases) EXPECT_EQ(ranks_of(c.values), c.ranks);
}

TEST(Correlation, IsOneAlongALine) {
  const Numbers x = {1, 2, 3, 4};
  EXPECT_DOUBLE_EQ(pearson(x, Numbers{10, 20, 30, 40}).value(), 1);
  EXPECT_DOUBLE_EQ(pearson(x, Numbers{8, 6, 4, 2}).value(), -1);
  EXPECT_NEAR(pearson(x, Numbers{1, 3, 2, 5}).value(), 0.8315, 0.0001);
}

TEST(Correlation, IsNotKnownWhereNothingVaries) {
  EXPECT_FALSE(pearson(Numbers{1, 2}, Numbers{3, 3}));
  EXPECT_FALSE(pearson(Numbers{1}, Numbers{2}));
  EXPECT_FALSE(pearson(Numbers{}, Numbers{}));
}

}  // namespace
}  // namespace afterglow::history
