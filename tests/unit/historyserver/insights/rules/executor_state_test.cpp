#include "historyserver/insights/rules/table.h"
#include "tests/unit/historyserver/insights/facts_builder.h"

namespace afterglow::history {
namespace {

TEST(WaitingForExecutors, IsAJobWithoutAny) {
  FactsBuilder builder;
  builder.facts.wall[WallPart::waiting_for_resources] = 30'000;
  for (ExecutorRow& executor : builder.facts.executors) executor.add_time += 30'000;
  builder.set("spark.dynamicAllocation.enabled", "true");
  const auto findings = builder.run(kWaitingForExecutors);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].recoverable_ms, 30'000);
  EXPECT_EQ(findings[0].advice[0].setting, "spark.dynamicAllocation.initialExecutors");
}

TEST(WaitingForExecutors, IsNotTheTimeThatAContainerNeeds) {
  FactsBuilder builder;
  builder.facts.wall[WallPart::waiting_for_resources] = 5000;
  EXPECT_TRUE(builder.run(kWaitingForExecutors).empty());
}

TEST(ExcludedExecutors, AreToldWithTheirHost) {
  FactsBuilder builder;
  EXPECT_TRUE(builder.run(kExcludedExecutors).empty());
  for (const int i : {0, 1}) {
    builder.facts.executors[i].host = "bad";
    builder.facts.executors[i].failed_tasks = 4;
  }
  builder.facts.executors[0].is_excluded = true;
  builder.facts.executors[1].excluded_in_stages = {3};
  const auto findings = builder.run(kExcludedExecutors);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].severity, Severity::note);
  EXPECT_EQ(findings[0].text,
            "2 executors of 5 got no more tasks because 8 tasks had failed there, all of them on "
            "bad.");
}

// In one stage each host runs twenty tasks of a second; those of one host take longer.
FactsBuilder with_work(std::int64_t slow_time, std::int64_t slow_bytes = 1000) {
  FactsBuilder builder;
  for (int i = 1; i <= 5; ++i) {
    ExecutorWork& work = builder.facts.executor_work.emplace_back();
    work.executor_id = std::to_string(i);
    work.completed_tasks = 20;
    work.task_time = i == 4 ? slow_time : 20'000;
    work.bytes_read = i == 4 ? slow_bytes : 1000;
  }
  return builder;
}

TEST(SlowHost, TakesLongerForTheSame) {
  const auto findings = with_work(60'000).run(kSlowHost);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].recoverable_core_ms, 40'000);
  EXPECT_EQ(findings[0].recoverable_ms, 4000);
  EXPECT_EQ(findings[0].numbers[0].value, 3);
  EXPECT_EQ(findings[0].links[0].name, "4");
  EXPECT_EQ(findings[0].links[1].name, "host4");
}

TEST(SlowHost, IsNoneThatHasMoreToDo) {
  EXPECT_TRUE(with_work(25'000).run(kSlowHost).empty());
  EXPECT_TRUE(with_work(60'000, 3000).run(kSlowHost).empty());
}

TEST(SlowHost, IsOneInMostStages) {
  FactsBuilder builder = with_work(60'000);
  for (int stage = 1; stage <= 2; ++stage) {
    for (int i = 0; i < 5; ++i) {
      ExecutorWork work = builder.facts.executor_work[i];
      work.stage.stage_id = stage;
      work.task_time = 200;
      builder.facts.executor_work.push_back(work);
    }
  }
  EXPECT_TRUE(builder.run(kSlowHost).empty());
}

}  // namespace
}  // namespace afterglow::history
