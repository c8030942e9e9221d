#include "historyserver/insights/executors.h"
#include "historyserver/insights/rules/table.h"
#include "tests/unit/historyserver/insights/facts_builder.h"

namespace afterglow::history {
namespace {

void peak(ExecutorRow& executor, std::size_t metric, std::int64_t value) {
  ExecutorMetricValues values{};
  if (executor.peak_metrics.is_set()) values = executor.peak_metrics.values();
  values[metric] = value;
  executor.peak_metrics.raise_to(values);
}

FactsBuilder with_heap(const std::string& memory, std::int64_t used) {
  FactsBuilder builder;
  builder.facts.end = builder.facts.start + 3'600'000;
  builder.set("spark.executor.memory", memory);
  for (ExecutorRow& executor : builder.facts.executors) peak(executor, kJvmHeap, used);
  return builder;
}

TEST(ExecutorMemoryUnused, IsMuchOfALargeHeap) {
  const auto findings = with_heap("16g", 2000 * kMebibyte).run(kExecutorMemoryUnused);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].recoverable_core_ms, 0);
  EXPECT_EQ(findings[0].advice[0].value, "2560m");
  EXPECT_EQ(findings[0].advice[0].current, "16g");
}

TEST(ExecutorMemoryUnused, IsNotHalfOfIt) {
  EXPECT_TRUE(with_heap("16g", 9000 * kMebibyte).run(kExecutorMemoryUnused).empty());
  // Nor what is little, nor what nobody measured.
  EXPECT_TRUE(with_heap("1g", 100 * kMebibyte).run(kExecutorMemoryUnused).empty());
  EXPECT_TRUE(with_heap("16g", 0).run(kExecutorMemoryUnused).empty());
  FactsBuilder unmeasured;
  unmeasured.set("spark.executor.memory", "64g");
  EXPECT_TRUE(unmeasured.run(kExecutorMemoryUnused).empty());
}

TEST(ExecutorMemoryTight, IsAFullHeapThatMakesTrouble) {
  FactsBuilder builder = with_heap("2g", 2000 * kMebibyte);
  EXPECT_TRUE(builder.run(kExecutorMemoryTight).empty());
  builder.facts.executors[2].total_duration = 1000;
  builder.facts.executors[2].total_gc_time = 200;
  const auto findings = builder.run(kExecutorMemoryTight);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].severity, Severity::warning);
  EXPECT_EQ(findings[0].links[0].name, "3");
  EXPECT_EQ(findings[0].advice[0].value, "3g");
}

TEST(ExecutorMemoryTight, IsPythonInAContainer) {
  FactsBuilder builder = with_heap("2g", 500 * kMebibyte);
  builder.set("spark.executor.memoryOverhead", "512m");
  peak(builder.facts.executors[1], kPythonRss, 450 * kMebibyte);
  peak(builder.facts.executors[1], kJvmOffHeap, 60 * kMebibyte);
  EXPECT_TRUE(builder.run(kExecutorMemoryTight).empty());
  builder.set("spark.master", "yarn");
  const auto findings = builder.run(kExecutorMemoryTight);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_NE(findings[0].text.find("most of it in Python"), std::string::npos);
  EXPECT_EQ(findings[0].advice[0].setting, "spark.executor.memoryOverhead");
  EXPECT_EQ(findings[0].advice[0].value, "1g");
}

TEST(ExecutorMemoryTight, IsTheHeapOfADriverWhoseSizeIsSet) {
  FactsBuilder builder;
  builder.facts.driver.emplace().id = "driver";
  peak(*builder.facts.driver, kJvmHeap, 1000 * kMebibyte);
  EXPECT_TRUE(builder.run(kExecutorMemoryTight).empty());
  builder.set("spark.driver.memory", "1g");
  ASSERT_EQ(builder.run(kExecutorMemoryTight).size(), 1U);
  builder.set("spark.driver.memory", "512m");  // and yet it had more
  EXPECT_TRUE(builder.run(kExecutorMemoryTight).empty());
}

}  // namespace
}  // namespace afterglow::history
