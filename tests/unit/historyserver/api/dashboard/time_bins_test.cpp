#include "historyserver/api/dashboard/time_bins.h"

#include <gtest/gtest.h>

namespace afterglow::history {
namespace {

TEST(TimeBins, AverageWhatLiesInEachBin) {
  const struct {
    std::int64_t begin;
    std::int64_t end;
    double weight;
    std::vector<double> averages;  // of four bins of 10 ms from 100 on
  } cases[] = {
      {100, 140, 2, {2, 2, 2, 2}},
      {100, 110, 3, {3, 0, 0, 0}},
      {105, 110, 1, {0.5, 0, 0, 0}},
      {105, 125, 1, {0.5, 1, 0.5, 0}},
      {130, 135, 4, {0, 0, 0, 2}},
      {0, 1000, 1, {1, 1, 1, 1}},
      {0, 105, 1, {0.5, 0, 0, 0}},
      {135, INT64_MAX, 1, {0, 0, 0, 0.5}},
      {INT64_MIN, INT64_MAX, 1, {1, 1, 1, 1}},
      {120, 120, 1, {0, 0, 0, 0}},
      {130, 110, 1, {0, 0, 0, 0}},
      {140, 150, 1, {0, 0, 0, 0}},
      {50, 100, 1, {0, 0, 0, 0}},
  };
  for (const auto& c : cases) {
    TimeBins bins({100, 140, 4});
    bins.add(c.begin, c.end, c.weight);
    const auto averages = bins.averages();
    ASSERT_EQ(averages.size(), 4u);
    for (std::size_t i = 0; i < 4; ++i) {
      EXPECT_NEAR(averages[i], c.averages[i], 1e-9) << c.begin << " to " << c.end << ", bin " << i;
    }
  }
}

TEST(TimeBins, IntervalsAddUp) {
  TimeBins bins({0, 30, 3});
  for (int i = 0; i < 1000; ++i) bins.add(5, 25, 0.1);
  bins.add(0, 30, 1);
  const auto averages = bins.averages();
  EXPECT_NEAR(averages[0], 51, 1e-6);
  EXPECT_NEAR(averages[1], 101, 1e-6);
  EXPECT_NEAR(averages[2], 51, 1e-6);
}

}  // namespace
}  // namespace afterglow::history
