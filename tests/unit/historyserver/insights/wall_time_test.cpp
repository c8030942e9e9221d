#include "historyserver/insights/wall_time.h"

#include "tests/unit/historyserver/insights/run_fixture.h"

namespace afterglow::history {
namespace {

using enum WallPart;
using WallTimeTest = RunTest;

TEST_F(WallTimeTest, IsTheDriversWithoutJobs) {
  begin();
  executor("1", 100);
  const Facts facts = this->facts();
  EXPECT_EQ(facts.wall[driver_only], 1000);
  EXPECT_EQ(facts.wall.sum(), 1000);
  EXPECT_EQ(facts.core_time, 1800);
  EXPECT_EQ(facts.cores.sum(), 1800);
  EXPECT_EQ(facts.average_cores, 2);
}

TEST_F(WallTimeTest, IsWaitingWhileAJobHasNoExecutor) {
  begin();
  job(0, 100, 2);
  executor("1", 400);
  task(0, 450, 950, "1");
  task(0, 450, 950, "1");
  end_job(0, 1000);
  const Facts facts = this->facts();
  EXPECT_EQ(facts.wall[driver_only], 100);
  EXPECT_EQ(facts.wall[waiting_for_resources], 300);
  EXPECT_EQ(facts.wall[scheduling], 100);  // before the tasks, and behind them
  EXPECT_EQ(facts.wall[compute], 500);
  EXPECT_EQ(facts.stages[0].wall[compute], 500);
}

// Two cores; the second of two tasks takes three times as long.
TEST_F(WallTimeTest, IsLostWhenTheLastTaskIsWaitedFor) {
  begin();
  executor("1", 0);
  job(0, 0, 2);
  task(0, 0, 300, "1");
  task(0, 0, 900, "1");
  end_job(0, 900);
  const Facts facts = this->facts();
  EXPECT_DOUBLE_EQ(facts.wall[compute], 600);
  EXPECT_DOUBLE_EQ(facts.wall[stragglers], 300);
  EXPECT_DOUBLE_EQ(facts.wall[idle], 0);
  EXPECT_DOUBLE_EQ(facts.stages[0].wall[stragglers], 300);
  EXPECT_DOUBLE_EQ(facts.cores[stragglers], 600);
}

TEST_F(WallTimeTest, IsIdleWhenThereAreFewerTasksThanCores) {
  begin();
  executor("1", 0);
  executor("2", 0);
  job(0, 0, 1);
  task(0, 0, 800, "1");
  end_job(0, 800);
  const Facts facts = this->facts();
  EXPECT_DOUBLE_EQ(facts.wall[compute], 200);
  EXPECT_DOUBLE_EQ(facts.wall[idle], 600);
  EXPECT_DOUBLE_EQ(facts.busy_time, 800);
}

TEST_F(WallTimeTest, IsSchedulingWhileTasksAreLeftAndCoresAreFree) {
  begin();
  executor("1", 0);
  job(0, 0, 3);
  task(0, 0, 400, "1");
  task(0, 0, 400, "1");
  task(0, 500, 800, "1");
  end_job(0, 800);
  const Facts facts = this->facts();
  EXPECT_DOUBLE_EQ(facts.wall[scheduling], 100);
  EXPECT_DOUBLE_EQ(facts.wall[compute], 400 + 150);
  EXPECT_DOUBLE_EQ(facts.wall[stragglers], 150);
}

// Four cores, two tasks, of which one fails and is tried again 50 ms later.
TEST_F(WallTimeTest, IsSchedulingForATaskThatIsTriedAgainOnlyOnceItHasFailed) {
  begin();
  executor("1", 0);
  executor("2", 0);
  job(0, 0, 2);
  task(0, 0, 600, "1");
  task(0, 0, 400, "2", TaskOutcome::failed);
  task(0, 450, 900, "2");
  end_job(0, 900);
  const Facts facts = this->facts(900);
  EXPECT_DOUBLE_EQ(facts.wall[scheduling], 50 * 3 / 4.0);
  EXPECT_DOUBLE_EQ(facts.wall[compute], (600 + 400 + 450) / 4.0);
  EXPECT_DOUBLE_EQ(facts.wall[stragglers], 300 / 4.0) << "of two cores that it could have used";
  EXPECT_DOUBLE_EQ(facts.wall[idle], (400 + 150 + 300) / 2.0);
  EXPECT_DOUBLE_EQ(facts.wall.sum(), 900);
  EXPECT_DOUBLE_EQ(facts.stages[0].wall[scheduling], facts.wall[scheduling]);
}

TEST_F(WallTimeTest, AddsUpWhenExecutorsComeAndGoUnderManyStages) {
  begin();
  executor("1", 0);
  executor("2", 333, 777);
  job(0, 10, 3);
  job(1, 200, 2);
  task(0, 20, 500, "1");
  task(1, 210, 600, "1");
  task(0, 340, 350, "2");
  task(1, 340, 760, "2");
  task(0, 610, 990, "1");
  end_job(0, 990);
  end_job(1, 800);
  const Facts facts = this->facts();
  EXPECT_NEAR(facts.wall.sum(), 1000, 1e-6);
  EXPECT_NEAR(facts.cores.sum(), facts.core_time, 1e-6);
  WallTimes of_stages;
  for (const StageFacts& stage : facts.stages) of_stages.add(stage.wall);
  for (const WallPart part : {compute, gc, io, shuffle_wait, stragglers, idle}) {
    EXPECT_NEAR(of_stages[part], facts.wall[part], 1e-6) << static_cast<int>(part);
  }
}

TEST_F(WallTimeTest, CountsMoreTasksThanCoresAsOneACore) {
  begin();
  executor("1", 0);
  job(0, 0, 4);
  for (int i = 0; i < 4; ++i) task(0, 0, 1000, "1");
  end_job(0, 1000);
  const Facts facts = this->facts();
  EXPECT_DOUBLE_EQ(facts.wall[compute], 1000);
}

TEST_F(WallTimeTest, EndsWithTheLastEventOfARunningApplication) {
  begin();
  executor("1", 0);
  job(0, 0, 2);
  task(0, 0, 700, "1");
  expect_done(projector_->flush());
  const Facts facts = value_of(gather_facts(*database_));
  EXPECT_FALSE(facts.has_ended);
  EXPECT_EQ(facts.duration(), 700);
  EXPECT_NEAR(facts.wall.sum(), 700, 1e-6);
}

}  // namespace
}  // namespace afterglow::history
