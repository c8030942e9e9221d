#include "historyserver/api/v1/distributions.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace afterglow::history {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

TEST(PickQuantiles, PicksAsSpark) {
  using Values = std::vector<std::int64_t>;
  using Doubles = std::vector<double>;
  const struct {
    Values values;
    std::int64_t count;
    Doubles quantiles;
    Doubles picked;
  } cases[] = {
      {{40, 10, 30, 20}, 4, {0, 0.25, 0.5, 0.75, 1}, {10, 20, 30, 40, 40}},
      {{40, 10, 30, 20}, 4, {0.1, 0.2, 0.49}, {10, 10, 20}},
      {{7}, 1, {0, 0.5, 1, 2, kInfinity}, {7, 7, 7, 7, 7}},
      {{10, 20}, 2, {0.5, 0.5}, {20, 20}},
      // More values than counted ones: of running tasks, say.
      {{10, 20, 30, 40}, 2, {0, 0.5, 1}, {10, 20, 20}},
      // Before the first there is nothing.
      {{10, 20}, 2, {-1, -0.5, 0.5}, {10, 20, kNaN}},
      {{10, 20}, 2, {-0.4, 1}, {10, 20}},
      {{10, 20, 30}, 3, {-0.34, 0}, {kNaN, 10}},
      {{10, 20, 30}, 3, {0.5, kNaN}, {20, 30}},
      {{10, 20, 30}, 3, {kNaN}, {10}},
  };
  for (const auto& c : cases) {
    Values values = c.values;
    const Doubles picked = pick_quantiles(values, c.count, c.quantiles);
    ASSERT_EQ(picked.size(), c.picked.size());
    for (std::size_t i = 0; i < picked.size(); ++i) {
      if (std::isnan(c.picked[i])) {
        EXPECT_TRUE(std::isnan(picked[i])) << c.quantiles[i] << ": " << picked[i];
      } else {
        EXPECT_EQ(picked[i], c.picked[i]) << c.quantiles[i] << " of " << c.count;
      }
    }
  }
}

TEST(TaskDistributions, AreNothingWithoutASuccessfulTask) {
  JsonWriter json;
  TaskStore::Columns columns;
  EXPECT_FALSE(write_task_distributions(json, columns, {0.5}));
  columns.durations = {5};
  columns.succeeded = {false};
  columns.metrics.resize(1);
  columns.getting_result_times = {0};
  columns.scheduler_delays = {0};
  EXPECT_FALSE(write_task_distributions(json, columns, {0.5}));
  EXPECT_EQ(json.take(), "");
}

TEST(TaskDistributions, TakeMetricsOfSuccessfulTasksAndTimesOfAll) {
  TaskStore::Columns columns;
  columns.durations = {5, 9};
  columns.succeeded = {true, false};
  columns.metrics.resize(2);
  columns.metrics[0][TaskMetric::executor_run_time] = 3;
  columns.metrics[1][TaskMetric::executor_run_time] = 1;
  columns.getting_result_times = {0, 0};
  columns.scheduler_delays = {2, 1};
  JsonWriter json;
  ASSERT_TRUE(write_task_distributions(json, columns, {1.0}));
  const std::string text = json.take();
  EXPECT_NE(text.find("\"duration\" : [ 5.0 ]"), std::string::npos) << text;
  EXPECT_NE(text.find("\"executorRunTime\" : [ 3.0 ]"), std::string::npos);
  EXPECT_NE(text.find("\"schedulerDelay\" : [ 1.0 ]"), std::string::npos);
}

}  // namespace
}  // namespace afterglow::history
