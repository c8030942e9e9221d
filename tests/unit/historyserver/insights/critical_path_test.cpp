#include "historyserver/insights/critical_path.h"

#include "tests/unit/historyserver/insights/run_fixture.h"

namespace afterglow::history {
namespace {

using CriticalPathTest = RunTest;

// "driver 0-100, stage 0 100-300"
std::string words(const Facts& facts) {
  std::string text;
  for (const PathStep& step : critical_path(facts)) {
    text += (text.empty() ? "" : ", ") + std::string(kPathStepNames[static_cast<int>(step.kind)]);
    if (step.kind == PathStep::Kind::stage) text += " " + std::to_string(step.stage.stage_id);
    text += " " + std::to_string(step.start - facts.start) + "-" +
            std::to_string(step.end - facts.start);
  }
  return text;
}

TEST_F(CriticalPathTest, IsTheDriverAloneWithoutStages) {
  begin();
  EXPECT_EQ(words(facts()), "driver 0-1000");
}

TEST_F(CriticalPathTest, GoesFromStageToStage) {
  begin();
  executor("1", 0);
  job(0, 100, 1);
  task(0, 100, 300, "1");
  end_job(0, 300);
  job(1, 400, 1);
  task(1, 400, 900, "1");
  end_job(1, 900);
  EXPECT_EQ(words(facts()),
            "driver 0-100, stage 0 100-300, driver 300-400, stage 1 400-900, driver 900-1000");
}

// What ran beside the others all along was not waited for.
TEST_F(CriticalPathTest, FollowsWhatWasWaitedFor) {
  begin();
  executor("1", 0);
  job(0, 100, 1);
  job(1, 100, 1);
  task(0, 100, 300, "1");
  task(1, 100, 500, "1");
  end_job(0, 300);
  end_job(1, 500);
  job(2, 500, 1);
  task(2, 500, 800, "1");
  end_job(2, 800);
  EXPECT_EQ(words(facts()), "driver 0-100, stage 1 100-500, stage 2 500-800, driver 800-1000");
}

}  // namespace
}  // namespace afterglow::history
