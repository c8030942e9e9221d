#include "historyserver/api/dashboard/axis.h"

#include <gtest/gtest.h>

namespace afterglow::history {
namespace {

std::string written(const Axis& axis) {
  JsonWriter json;
  json.compact().begin_object();
  axis.write(json, "x");
  json.end_object();
  return json.take();
}

TEST(Axis, HasWholeEdges) {
  using enum Axis::Scale;
  const struct {
    Axis axis;
    const char* json;
  } cases[] = {
      {Axis(linear, 10, 19, 5), R"({"x":{"scale":"linear","edges":[10,12,14,16,18,20]}})"},
      {Axis(linear, 0, 10, 3), R"({"x":{"scale":"linear","edges":[0,4,8,12]}})"},
      {Axis(linear, 7, 7, 40), R"({"x":{"scale":"linear","edges":[7,8]}})"},
      {Axis(log, 0, 0, 40), R"({"x":{"scale":"log","edges":[0,1]}})"},
      {Axis(log, 0, 3, 40), R"({"x":{"scale":"log","edges":[0,1,2,3,4]}})"},
      {Axis(log, 1, 9999, 4), R"({"x":{"scale":"log","edges":[1,10,100,1000,10000]}})"},
  };
  for (const auto& c : cases) EXPECT_EQ(written(c.axis), c.json);
}

TEST(Axis, FindsTheBinOfEveryNumber) {
  const struct {
    std::int64_t low;
    std::int64_t high;
  } cases[] = {{0, 0}, {0, 1}, {3, 1000}, {0, kLargestAmount}, {kLargestAmount, kLargestAmount}};
  for (const auto& [low, high] : cases) {
    for (const auto scale : {Axis::Scale::linear, Axis::Scale::log}) {
      for (const std::int64_t bins : {1, 7, 60}) {
        const Axis axis(scale, low, high, bins);
        EXPECT_LE(axis.bins(), static_cast<std::size_t>(bins) + 1);
        EXPECT_EQ(axis.bin_of(low), 0u);
        EXPECT_EQ(axis.bin_of(high), axis.bins() - 1);
      }
    }
  }
}

TEST(Grid, CountsByColumns) {
  Grid grid(Axis(Axis::Scale::linear, 0, 1, 2), Axis(Axis::Scale::linear, 0, 2, 3));
  grid.add(0, 2, false);
  grid.add(1, 0, true);
  grid.add(1, 0, false);
  JsonWriter json;
  json.compact().begin_object();
  grid.write(json);
  json.end_object();
  EXPECT_EQ(json.take(),
            R"({"x":{"scale":"linear","edges":[0,1,2]},"y":{"scale":"linear","edges":[0,1,2,3]},)"
            R"("counts":[0,0,1,2,0,0],"failedCells":[3],"failedCounts":[1]})");
}

}  // namespace
}  // namespace afterglow::history
