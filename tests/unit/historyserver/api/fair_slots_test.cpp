#include "historyserver/api/fair_slots.h"

#include <gtest/gtest.h>

#include <optional>
#include <thread>
#include <vector>

namespace afterglow::history {
namespace {

TEST(FairSlots, WhoComesFirstIsServedFirst) {
  FairSlots slots(1);
  std::vector<int> order;  // guarded by the one slot
  std::optional<FairSlots::Held> held(slots);
  std::vector<std::jthread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&, i] {
      const FairSlots::Held mine(slots);
      order.push_back(i);
    });
    while (slots.waiting() <= static_cast<std::size_t>(i)) std::this_thread::yield();
  }
  held.reset();
  threads.clear();
  EXPECT_EQ(order, (std::vector{0, 1, 2, 3, 4, 5, 6, 7}));
}

TEST(FairSlots, AsManyAsThereAreDoNotWait) {
  FairSlots slots(2);
  const FairSlots::Held first(slots);
  { const FairSlots::Held second(slots); }
  const FairSlots::Held third(slots);
  EXPECT_EQ(slots.waiting(), 0u);
}

}  // namespace
}  // namespace afterglow::history
