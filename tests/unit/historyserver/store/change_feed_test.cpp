#include "historyserver/store/change_feed.h"

#include <gtest/gtest.h>

#include <thread>

namespace afterglow::history {
namespace {

using Texts = std::vector<std::string>;
constexpr std::chrono::milliseconds kNone{0};

TEST(ChangeFeed, TellsWhatChangedSince) {
  ChangeFeed feed;
  const auto start = feed.version();
  EXPECT_EQ(feed.since(start, kNone).applications, Texts{});
  feed.note("b");
  feed.note("a");
  const auto middle = feed.version();
  feed.note("b");
  EXPECT_EQ(feed.since(start, kNone).applications, (Texts{"a", "b"}));
  EXPECT_EQ(feed.since(middle, kNone).applications, Texts{"b"});
  EXPECT_EQ(feed.since(middle, kNone).version, feed.version());
  EXPECT_TRUE(feed.since(start, kNone).complete);
}

TEST(ChangeFeed, SaysWhenItHasForgotten) {
  ChangeFeed feed;
  const auto start = feed.version();
  for (int i = 0; i < 20'000; ++i) feed.note("a");
  EXPECT_FALSE(feed.since(start, kNone).complete);
  EXPECT_TRUE(feed.since(feed.version() - 10'000, kNone).complete);
  EXPECT_FALSE(feed.since(0, kNone).complete) << "of another run";
  EXPECT_FALSE(feed.since(feed.version() + 1, kNone).complete);
}

TEST(ChangeFeed, WakesThoseWhoWait) {
  ChangeFeed feed;
  const auto start = feed.version();
  std::jthread later([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    feed.note("a");
  });
  EXPECT_EQ(feed.since(start, std::chrono::minutes(1)).applications, Texts{"a"});
}

}  // namespace
}  // namespace afterglow::history
