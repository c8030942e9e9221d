#include "submit/lifecycle/driver_end.h"

#include <gtest/gtest.h>

#include "tests/unit/submit/lifecycle/fake_cluster.h"

namespace afterglow::submit {
namespace {

using std::chrono::minutes;

TEST(DriverEnd, ComesWithTheDriverOrItsSuccessor) {
  DriverStatus relaunched;
  relaunched.state = DriverState::relaunched;
  relaunched.successor = "driver-2";
  FakeCluster cluster({FakeCluster::state(DriverState::waiting, "SUBMITTED"), relaunched,
                       FakeCluster::state(DriverState::running, "RUNNING"),
                       FakeCluster::state(DriverState::killed, "KILLED")});
  DriverEnd has_ended(cluster);
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(has_ended("driver-1")) << i;
  EXPECT_TRUE(has_ended("driver-1"));
  EXPECT_EQ(cluster.asked,
            (std::vector<std::string>{"driver-1", "driver-1", "driver-2", "driver-2"}));
}

TEST(DriverEnd, ComesWithALongSilence) {
  const auto silent = FakeCluster::trouble(Trouble::unreachable, "nobody");
  FakeCluster cluster({silent, silent, FakeCluster::state(DriverState::running, "RUNNING"), silent,
                       silent, silent});
  std::chrono::steady_clock::time_point now;
  DriverEnd has_ended(cluster, [&now] { return now; });
  for (const auto& [minute, ended] :
       {std::pair(0, false), {29, false}, {31, false}, {40, false}, {69, false}, {70, true}}) {
    now = std::chrono::steady_clock::time_point(minutes(minute));
    EXPECT_EQ(has_ended("driver-1"), ended) << minute;
  }
}

TEST(DriverEnd, ComesWhenNobodyKnowsItAnyMore) {
  FakeCluster cluster({FakeCluster::state(DriverState::absent, "")});
  DriverEnd has_ended(cluster);
  int asked = 1;
  while (!has_ended("driver-1") && asked < 100) ++asked;
  EXPECT_EQ(asked, 11);
}

}  // namespace
}  // namespace afterglow::submit
