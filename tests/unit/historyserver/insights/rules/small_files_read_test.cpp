#include "historyserver/insights/rules/table.h"
#include "tests/unit/historyserver/insights/facts_builder.h"

namespace afterglow::history {
namespace {

// 100 tasks of 1 s on 10 cores, all of it for the scan.
std::vector<Finding> scan_of(std::int64_t files, std::int64_t bytes) {
  FactsBuilder builder;
  builder.stage(100, 1000, 10'000);
  PlanBuilder plan;
  plan.node("Scan parquet default.sales", "",
            {{"number of output rows", 1000},
             {"scan time", 100'000, "timing"},
             {"number of files read", files, "sum", -1},
             {"size of files read", bytes, "size", -1}});
  builder.query(plan.graph, plan.values);
  return builder.run(kSmallFilesRead);
}

TEST(SmallFilesRead, AreManyAndSmall) {
  const auto findings = scan_of(2000, 200 * kMebibyte);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_NEAR(findings[0].recoverable_ms, 9000, 1);  // 200 MiB need 10 s of cores at 20 MiB/s
  EXPECT_EQ(findings[0].links[0].kind, LinkKind::node);
  EXPECT_NE(findings[0].text.find("default.sales"), std::string::npos);
}

TEST(SmallFilesRead, CostNothingWhereTasksAreBusyWithTheirData) {
  const auto findings = scan_of(2000, 4000 * kMebibyte);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_NEAR(findings[0].recoverable_ms, 0, 1e-9);
}

TEST(SmallFilesRead, AreNotFewAndNotLarge) {
  EXPECT_TRUE(scan_of(100, 10 * kMebibyte).empty());
  EXPECT_TRUE(scan_of(2000, 8000 * kMebibyte).empty());
  EXPECT_TRUE(scan_of(2000, 0).empty());
}

}  // namespace
}  // namespace afterglow::history
