#include "historyserver/insights/rules/table.h"
#include "tests/unit/historyserver/insights/facts_builder.h"

namespace afterglow::history {
namespace {

std::vector<Finding> write_of(std::int64_t files, std::int64_t bytes, std::int64_t partitions = 0) {
  FactsBuilder builder;
  builder.stage(100, 1000, 10'000).row.metrics[TaskMetric::output_bytes] = bytes;
  builder.facts.jobs[0].end -= 50'000;
  PlanBuilder plan;
  plan.node("Execute InsertIntoHadoopFsRelationCommand", "",
            {{"number of written files", files, "sum", -1},
             {"written output", bytes, "size", -1},
             {"number of dynamic part", partitions, "sum", -1},
             {"job commit time", 20'000, "timing", -1},
             {"task commit time", 50'000, "timing"}});
  builder.query(plan.graph, plan.values).stages = {{0, 0}};
  return builder.run(kSmallFilesWritten);
}

TEST(SmallFilesWritten, CostTheirCommits) {
  const auto findings = write_of(500, 50 * kMebibyte);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_NEAR(findings[0].recoverable_ms, 25'000 * 499 / 500, 1);
  EXPECT_EQ(findings[0].severity, Severity::note);
  EXPECT_NE(findings[0].advice[0].text.find("coalesce(1)"), std::string::npos);
}

TEST(SmallFilesWritten, AreToldForTheirReadersWhereTheyAreVeryMany) {
  const auto findings = write_of(5000, 50 * kMebibyte, 100);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].severity, Severity::warning);
  EXPECT_NE(findings[0].advice[0].text.find("partitionBy"), std::string::npos);
}

TEST(SmallFilesWritten, AreNotFewAndNotLarge) {
  EXPECT_TRUE(write_of(100, kMebibyte).empty());
  EXPECT_TRUE(write_of(500, 5000 * kMebibyte).empty());
  EXPECT_TRUE(write_of(500, 0).empty());
}

}  // namespace
}  // namespace afterglow::history
