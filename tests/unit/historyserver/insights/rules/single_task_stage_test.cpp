#include "historyserver/insights/rules/table.h"
#include "tests/unit/historyserver/insights/facts_builder.h"

namespace afterglow::history {
namespace {

StageFacts& single_task(FactsBuilder& builder, std::int64_t duration) {
  StageFacts& stage = builder.stage(1, duration, 5000);
  stage.wall[WallPart::idle] = 45'000;
  return stage;
}

TEST(SingleTaskStage, LeavesTheOtherCoresIdle) {
  FactsBuilder builder;
  single_task(builder, 50'000);
  const auto findings = builder.run(kSingleTaskStage);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].recoverable_ms, 45'000);
  EXPECT_TRUE(findings[0].text.contains("9 other cores")) << findings[0].text;
}

TEST(SingleTaskStage, IsNoShortOneAndNoneOfMoreTasks) {
  FactsBuilder brief;
  single_task(brief, 4900);
  EXPECT_TRUE(brief.run(kSingleTaskStage).empty());
  FactsBuilder two;
  two.stage(2, 50'000, 10'000).wall[WallPart::idle] = 40'000;
  EXPECT_TRUE(two.run(kSingleTaskStage).empty());
}

TEST(SingleTaskStage, TellsWhatMakesItOneTask) {
  FactsBuilder window;
  PlanBuilder plan;
  const auto exchange = plan.node("Exchange", "Exchange SinglePartition, ENSURE_REQUIREMENTS", {});
  const auto sort = plan.node("Sort", "Sort [v#1 ASC], false, 0", {}, {exchange});
  plan.node("Window", "Window [row_number() windowspecdefinition(v#1 ASC)]", {}, {sort});
  window.query(std::move(plan.graph), plan.values);
  StageFacts& stage = single_task(window, 50'000);
  stage.query_id = 0;
  stage.row.metrics[TaskMetric::shuffle_local_bytes_read] = 1000;
  EXPECT_TRUE(window.run(kSingleTaskStage)[0].advice[0].text.contains("PARTITION BY"));

  FactsBuilder file;
  single_task(file, 50'000).row.metrics[TaskMetric::input_bytes] = 1000;
  EXPECT_TRUE(file.run(kSingleTaskStage)[0].advice[0].text.contains("cannot be split"));
  file.facts.stages[0].row.metrics[TaskMetric::output_bytes] = 1000;
  EXPECT_TRUE(file.run(kSingleTaskStage)[0].advice[0].text.contains("several files"));
}

}  // namespace
}  // namespace afterglow::history
