#include "historyserver/model/scala_set.h"

#include <gtest/gtest.h>

namespace afterglow::history {
namespace {

// Orders printed by Scala 2.13.18: Set[Int]() ++ elements.
TEST(ScalaSet, Order) {
  using Integers = std::vector<std::int64_t>;
  const std::vector<std::pair<Integers, Integers>> cases = {
      {{}, {}},
      {{5, 3, 9}, {5, 3, 9}},
      {{9, 8, 7, 6}, {9, 8, 7, 6}},
      {{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, {0, 5, 10, 1, 6, 9, 2, 7, 3, 8, 4}},
      {{30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40}, {37, 39, 35, 31, 40, 38, 33, 32, 34, 36, 30}},
      {{0, 32, 64, 96, 1, 33, 1024, 1056, 2048, 70000, 131072},
       {1, 33, 96, 70000, 2048, 131072, 1056, 1024, 0, 32, 64}},
      {{100, 4, 3, 2, 1, 65536, 65568, 2147483647}, {1, 2, 65568, 3, 2147483647, 100, 4, 65536}}};
  for (const auto& [elements, order] : cases) EXPECT_EQ(scala_set_order(elements), order);
}

}  // namespace
}  // namespace afterglow::history
