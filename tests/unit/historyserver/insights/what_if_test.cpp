#include "historyserver/insights/what_if.h"

#include "tests/unit/historyserver/insights/run_fixture.h"

namespace afterglow::history {
namespace {

using WhatIfTest = RunTest;

TEST_F(WhatIfTest, IsUnknownWhereNothingRan) {
  begin();
  EXPECT_FALSE(scaling_of(facts()).is_known);
}

// Four equal tasks, 200 ms each, on two cores: two waves; 200 ms are the driver's.
TEST_F(WhatIfTest, ScalesWaves) {
  begin();
  executor("1", 0);
  job(0, 100, 4);
  for (int wave = 0; wave < 2; ++wave) {
    task(0, 100 + wave * 200, 300 + wave * 200, "1");
    task(0, 100 + wave * 200, 300 + wave * 200, "1");
  }
  end_job(0, 500);
  const Scaling scaling = scaling_of(facts(600));
  ASSERT_TRUE(scaling.is_known);
  EXPECT_EQ(scaling.driver_ms, 200);
  EXPECT_NEAR(scaling.modelled_ms, 600, 150);
  EXPECT_DOUBLE_EQ(scaling.critical_ms, 400);
  EXPECT_DOUBLE_EQ(scaling.ideal_ms, 600);
  ASSERT_EQ(scaling.cases.size(), 3U);
  EXPECT_NEAR(scaling.cases[0].wall_ms, 1000, 150);
  EXPECT_NEAR(scaling.cases[1].wall_ms, 400, 100);
  EXPECT_NEAR(scaling.cases[2].wall_ms, 400, 100);
}

}  // namespace
}  // namespace afterglow::history
