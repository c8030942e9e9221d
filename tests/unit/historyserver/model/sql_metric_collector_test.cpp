#include "historyserver/model/sql_metric_collector.h"

#include <gtest/gtest.h>

namespace afterglow::history {
namespace {

using Task = SqlMetricAggregate::Task;

TEST(SqlMetricCollector, NothingAtAll) {
  EXPECT_EQ(SqlMetricCollector("size").finish(), std::nullopt);
  SqlMetricCollector none("size");
  none.add_zeros(0);
  EXPECT_EQ(none.finish(), std::nullopt);
}

TEST(SqlMetricCollector, WhatCountsDependsOnTheType) {
  struct Case {
    std::string type;
    SqlMetricAggregate aggregate;
  };
  const std::vector<Case> cases = {{"sum", {5, 6, -1, 0, 7, {}}},
                                   {"v2Custom_x", {5, 6, -1, 0, 7, {}}},
                                   {"size", {4, 7, 0, 0, 7, {}}},
                                   {"timing", {4, 7, 0, 0, 7, {}}},
                                   {"average", {1, 7, 7, 7, 7, {}}}};
  for (const auto& [type, aggregate] : cases) {
    SqlMetricCollector collector(type);
    collector.add(7);
    collector.add(0);
    collector.add(-1);
    collector.add_zeros(2);
    EXPECT_EQ(collector.finish(), aggregate) << type;
  }
}

// Values of which none counts are there nevertheless: Spark prints "0 ms".
TEST(SqlMetricCollector, NoneThatCounts) {
  SqlMetricCollector collector("timing");
  collector.add(-1);
  EXPECT_EQ(collector.finish(), SqlMetricAggregate());
}

// A log may announce any number of tasks; zeros are only counted.
TEST(SqlMetricCollector, ZerosAreOnlyCounted) {
  constexpr std::int64_t kMany = std::int64_t{1} << 40;
  SqlMetricCollector collector("sum");
  collector.add(5);
  collector.add(-2);
  collector.add_zeros(kMany);
  EXPECT_EQ(collector.finish(), (SqlMetricAggregate{kMany + 2, 3, -2, 0, 5, {}}));
}

TEST(SqlMetricCollector, TheFirstOfTheHighestIsTheTaskOfTheMaximum) {
  const Task first{{1, 0}, 10};
  const Task second{{1, 0}, 11};
  SqlMetricCollector collector("size");
  collector.reported(3, {{0, 0}, 9});
  collector.reported(8, first);
  collector.reported(8, second);
  for (const std::int64_t value : {3, 8, 8}) collector.add(value);
  collector.add_of_driver(8);
  EXPECT_EQ(collector.finish(), (SqlMetricAggregate{4, 27, 3, 8, 8, first}));
}

TEST(SqlMetricCollector, TheDriverTakesTheMaximumWithMore) {
  SqlMetricCollector collector("size");
  collector.reported(3, {{0, 0}, 9});
  collector.add(3);
  collector.add_of_driver(4);
  collector.add_of_driver(1);
  EXPECT_EQ(collector.finish(), (SqlMetricAggregate{3, 8, 1, 3, 4, {}}));
}

}  // namespace
}  // namespace afterglow::history
