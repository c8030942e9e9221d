#include "historyserver/insights/rules/table.h"
#include "tests/unit/historyserver/insights/facts_builder.h"

namespace afterglow::history {
namespace {

TEST(LargeResults, AreNearTheLimit) {
  FactsBuilder builder;
  builder.stage(10, 1000, 1000).row.metrics[TaskMetric::result_size] = 700 * kMebibyte;
  const auto findings = builder.run(kLargeResults);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].severity, Severity::warning);
  builder.set("spark.driver.maxResultSize", "4g");
  EXPECT_TRUE(builder.run(kLargeResults).empty());
  builder.set("spark.driver.maxResultSize", "0");
  EXPECT_EQ(builder.run(kLargeResults).size(), 1U);
}

TEST(LargeResults, WereRefused) {
  FactsBuilder builder;
  builder.stage(10, 1000, 1000).row.metrics[TaskMetric::result_size] = 900 * kMebibyte;
  builder.stage(10, 1000, 1000).row.failure_reason =
      "Job aborted: Total size of serialized results of 9 tasks is bigger than "
      "spark.driver.maxResultSize (1024.0 MiB)";
  const auto findings = builder.run(kLargeResults);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].severity, Severity::critical);
  EXPECT_EQ(findings[0].links[0].id, 1);
}

TEST(LargeResults, KeepTheDriverBusy) {
  FactsBuilder builder;
  builder.stage(10, 1000, 1000).row.metrics[TaskMetric::result_size] = 50 * kMebibyte;
  EXPECT_TRUE(builder.run(kLargeResults).empty());
  builder.facts.jobs[0].end -= 30'000;
  const auto findings = builder.run(kLargeResults);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].recoverable_ms, 10'000);
  EXPECT_EQ(findings[0].links[0].kind, LinkKind::job);
}

TEST(LargeResults, OfABroadcastAreLeftToThat) {
  FactsBuilder builder;
  builder.stage(10, 1000, 1000).row.metrics[TaskMetric::result_size] = 50 * kMebibyte;
  JobFacts next = builder.facts.jobs[0];
  builder.facts.jobs[0].end -= 30'000;
  next.start = next.end - 100;
  next.row.id = 1;
  builder.facts.jobs.push_back(next);
  EXPECT_EQ(builder.run(kLargeResults).size(), 1U);
  for (JobFacts& job : builder.facts.jobs) job.row.sql_execution_id = 3;
  EXPECT_TRUE(builder.run(kLargeResults).empty());
}

TEST(LargeResults, AreNotSmall) {
  FactsBuilder builder;
  builder.stage(10, 1000, 1000).row.metrics[TaskMetric::result_size] = 100 * kMebibyte;
  EXPECT_TRUE(builder.run(kLargeResults).empty());
}

}  // namespace
}  // namespace afterglow::history
