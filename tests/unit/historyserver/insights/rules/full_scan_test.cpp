#include "historyserver/insights/rules/table.h"
#include "tests/unit/historyserver/insights/facts_builder.h"

namespace afterglow::history {
namespace {

struct Scan {
  std::string partition_filters = "[]";
  std::string pushed = "[IsNotNull(id)]";
  std::int64_t partitions = 0;
  std::int64_t kept = 1000;
  std::int64_t bytes = 1000 * kMebibyte;
};

std::vector<Finding> findings_of(const Scan& scan) {
  FactsBuilder builder;
  builder.stage(100, 1000, 10'000);
  PlanBuilder plan;
  std::vector<PlanBuilder::Metric> metrics = {{"number of output rows", 1'000'000},
                                              {"scan time", 80'000, "timing"},
                                              {"size of files read", scan.bytes, "size", -1}};
  if (scan.partitions > 0) metrics.push_back({"number of partitions read", scan.partitions});
  const auto id = plan.node(
      "Scan parquet default.sales",
      "FileScan parquet default.sales[id#1L] PartitionFilters: " + scan.partition_filters +
          ", PushedFilters: " + scan.pushed + ", ReadSchema: struct<id:bigint>",
      metrics);
  const auto rows = plan.node("ColumnarToRow", "", {}, {id});
  plan.node("Filter", "Filter (id#1L = 3)", {{"number of output rows", scan.kept}}, {rows});
  builder.query(plan.graph, plan.values);
  return builder.run(kFullScan);
}

TEST(FullScan, KeepsFewRows) {
  const auto findings = findings_of({});
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_NEAR(findings[0].recoverable_ms, 8000 * 0.999 / 2, 1);
}

TEST(FullScan, SaysWhy) {
  struct Case {
    Scan scan;
    std::string_view why;
  };
  const Case cases[] = {
      {{.partitions = 30}, "no filter left out a partition"},
      {{.pushed = "[IsNotNull(id), IsNotNull(name)]"}, "could not be handed"},
      {{.pushed = "[]"}, "could not be handed"},
      {{.pushed = "[IsNotNull(id), EqualTo(id,3)]"}, "spread over all files"},
      {{.partition_filters = "[(day#2 = 7)]", .pushed = "[EqualTo(id,3)]", .partitions = 30},
       "spread over all files"},
  };
  for (const Case& one : cases) {
    const auto findings = findings_of(one.scan);
    ASSERT_EQ(findings.size(), 1U) << one.why;
    EXPECT_NE(findings[0].text.find(one.why), std::string::npos) << findings[0].text;
  }
}

TEST(FullScan, IsNoneWhereManyRowsAreKeptOrLittleIsRead) {
  EXPECT_TRUE(findings_of({.kept = 200'000}).empty());
  EXPECT_TRUE(findings_of({.bytes = 10 * kMebibyte}).empty());
}

}  // namespace
}  // namespace afterglow::history
