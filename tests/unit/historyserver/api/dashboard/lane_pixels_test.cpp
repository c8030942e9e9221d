#include "historyserver/api/dashboard/lane_pixels.h"

#include <gtest/gtest.h>

namespace afterglow::history {
namespace {

PhaseTimes phases(std::int64_t delay, std::int64_t compute, std::int64_t gc) {
  PhaseTimes times{};
  times[static_cast<std::size_t>(TaskPhase::scheduler_delay)] = delay;
  times[static_cast<std::size_t>(TaskPhase::compute)] = compute;
  times[static_cast<std::size_t>(TaskPhase::gc)] = gc;
  return times;
}

TEST(LanePixels, ShowsThePhasesOneAfterTheOther) {
  LanePixels pixels(2, 10, 1000, 2000);
  pixels.add(0, 1000, phases(100, 300, 0));
  pixels.add(0, 1500, phases(0, 100, 200));
  EXPECT_EQ(pixels.paint(0, 1, 1), "addd.dee..");
  EXPECT_EQ(pixels.paint(1, 1, 1), "..........");
  EXPECT_DOUBLE_EQ(pixels.busiest(0), 1);
  EXPECT_DOUBLE_EQ(pixels.busiest(1), 0);
}

TEST(LanePixels, ShowsOnlyWhatIsInItsTime) {
  LanePixels pixels(1, 4, 1000, 1400);
  pixels.add(0, 0, phases(0, 1100, 0));     // ends in the first column
  pixels.add(0, 1300, phases(0, 0, 9000));  // begins in the last one
  pixels.add(0, 5000, phases(7, 7, 7));
  pixels.add(0, 0, phases(7, 7, 7));
  EXPECT_EQ(pixels.paint(0, 1, 1), "d..e");
}

TEST(LanePixels, IsAsHighAsItIsBusy) {
  LanePixels pixels(1, 2, 0, 200);
  for (int i = 0; i < 3; ++i) pixels.add(0, 0, phases(0, 100, 0));
  pixels.add(0, 0, phases(0, 0, 100));
  pixels.add(0, 100, phases(0, 20, 0));
  EXPECT_DOUBLE_EQ(pixels.busiest(0), 4);
  EXPECT_EQ(pixels.paint(0, 4, 4),
            "dd"
            "d."
            "d."
            "e.");
  EXPECT_EQ(pixels.paint(0, 8, 4),
            "dd"
            "d."
            ".."
            "..");
  EXPECT_EQ(pixels.paint(0, 4, 1), "dd");
}

// The pixels and what they are made of come to the same: no time is lost or counted twice.
TEST(LanePixels, KeepsAllTime) {
  LanePixels pixels(1, 7, 0, 1000);
  for (std::int64_t launch = 0; launch < 1000; launch += 10) {
    pixels.add(0, launch, phases(0, 10, 0));
  }
  EXPECT_NEAR(pixels.busiest(0), 1, 0.001);
  EXPECT_EQ(pixels.paint(0, 1, 1), "ddddddd");
}

}  // namespace
}  // namespace afterglow::history
