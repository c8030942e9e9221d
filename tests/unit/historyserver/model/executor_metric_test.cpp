#include "historyserver/model/executor_metric.h"

#include <gtest/gtest.h>

namespace afterglow::history {
namespace {

TEST(ExecutorMetricPeaks, RiseToTheMaximum) {
  ExecutorMetricPeaks peaks;
  EXPECT_FALSE(peaks.is_set());
  ExecutorMetricValues report{};
  EXPECT_TRUE(peaks.raise_to(report)) << "zeros are a report";
  EXPECT_TRUE(peaks.is_set());
  EXPECT_FALSE(peaks.raise_to(report));
  report[0] = 5;
  report[9] = 3;
  EXPECT_TRUE(peaks.raise_to(report));
  report[0] = 4;
  report[9] = 7;
  EXPECT_TRUE(peaks.raise_to(report));
  EXPECT_EQ(peaks[0], 5);
  EXPECT_EQ(peaks[9], 7);
}

TEST(ExecutorMetricPeaks, AreNotSetByAReportOfNothing) {
  ExecutorMetricPeaks peaks;
  ExecutorMetricValues report{};
  report[0] = -1;
  EXPECT_FALSE(peaks.raise_to(report));
  EXPECT_FALSE(peaks.is_set());
}

}  // namespace
}  // namespace afterglow::history
