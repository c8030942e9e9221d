#include "historyserver/insights/rules/table.h"
#include "tests/unit/historyserver/insights/facts_builder.h"

namespace afterglow::history {
namespace {

// A stage after another one, whose longest task took 40 s instead of 1 s.
StageFacts& slow_stage(FactsBuilder& builder) {
  builder.stage(10, 100, 100);
  StageFacts& stage = builder.stage(100, 1000, 10'000);
  stage.wall[WallPart::stragglers] = 30'000;
  FactsBuilder::spread(stage.tasks.shuffle_bytes, 100, 10 * kMebibyte);
  FactsBuilder::long_task(stage, 40'000, 10 * kMebibyte);
  stage.tasks.longest.launch = builder.facts.start + 20'000;
  stage.tasks.longest.run_time = stage.tasks.longest.duration;
  return stage;
}

TEST(Straggler, IsALongTaskThatReadNoMore) {
  FactsBuilder builder;
  slow_stage(builder);
  const auto findings = builder.run(kStraggler);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_NEAR(findings[0].recoverable_ms, 30'000 * (1 - 1 / 40.0), 1);
  EXPECT_EQ(findings[0].advice.back().setting, "spark.speculation");
  EXPECT_FALSE(findings[0].text.contains("executor")) << findings[0].text;
}

TEST(Straggler, IsNoSkewAndNothingShort) {
  FactsBuilder skewed;
  FactsBuilder::long_task(slow_stage(skewed), 40'000, 400 * kMebibyte);
  EXPECT_TRUE(skewed.run(kStraggler).empty());
  FactsBuilder brief;
  FactsBuilder::long_task(slow_stage(brief), 1900, 0);
  EXPECT_TRUE(brief.run(kStraggler).empty());
  FactsBuilder even;
  FactsBuilder::long_task(slow_stage(even), 2900, 0);
  EXPECT_TRUE(even.run(kStraggler).empty());
}

TEST(Straggler, IsNoFirstTaskOfAnExecutor) {
  FactsBuilder builder;
  StageFacts& stage = slow_stage(builder);
  FactsBuilder::long_task(stage, 9000, 10 * kMebibyte);
  EXPECT_EQ(builder.run(kStraggler).size(), 1U);
  builder.facts.executors[0].add_time = stage.tasks.longest.launch - 1000;
  EXPECT_TRUE(builder.run(kStraggler).empty());
}

TEST(Straggler, NamesTheExecutorThatSlowTasksShare) {
  FactsBuilder builder;
  StageFacts& stage = slow_stage(builder);
  stage.tasks.slowest[1].duration = 30'000;
  EXPECT_FALSE(builder.run(kStraggler)[0].text.contains("all ran on"));
  stage.tasks.slowest[1].host = 1;
  EXPECT_TRUE(builder.run(kStraggler)[0].text.contains("all ran on host host1"));
  stage.tasks.slowest[1].executor = 1;
  EXPECT_TRUE(builder.run(kStraggler)[0].text.contains("all ran on executor 1 (host1)"));
}

TEST(Straggler, TellsWhy) {
  struct Case {
    void (*change)(TaskFacts&);
    std::string_view words;
  };
  for (const Case& one : {
           Case{[](TaskFacts& task) { task.gc_time = 20'000; }, "garbage collection"},
           Case{[](TaskFacts& task) { task.fetch_wait = 20'000; }, "waiting for shuffle blocks"},
           Case{[](TaskFacts& task) { task.run_time = 5000; }, "before and after it ran"},
           Case{[](TaskFacts& task) { task.disk_spilled = kMebibyte; }, "spilled to disk"},
           Case{[](TaskFacts& task) { task.cpu_time = 39'000; }, "computing for most of it"},
           Case{[](TaskFacts&) {}, "waiting for its disk"},
       }) {
    FactsBuilder builder;
    one.change(slow_stage(builder).tasks.longest);
    const auto findings = builder.run(kStraggler);
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_TRUE(findings[0].text.contains(one.words)) << findings[0].text;
  }
}

}  // namespace
}  // namespace afterglow::history
