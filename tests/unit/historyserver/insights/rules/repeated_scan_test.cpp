#include "historyserver/insights/rules/table.h"
#include "tests/unit/historyserver/insights/facts_builder.h"

namespace afterglow::history {
namespace {

struct Query {
  std::int64_t stage = 0;
  std::int64_t rows = 1000;
  std::string filter = "(id#1L = 3)";
  std::string above = "HashAggregate";
};

// A stage of 10 s that scans for 6 s.
QueryFacts& add_query(FactsBuilder& builder, const Query& query) {
  builder.stage(100, 1000, 10'000);
  PlanBuilder plan;
  const std::string number = std::to_string(query.stage);
  const auto scan = plan.node("Scan parquet ",
                              "FileScan parquet [id#" + number +
                                  "L] Location: InMemoryFileIndex(1 paths)[file:/data/orders]",
                              {{"number of output rows", query.rows, "sum", query.stage},
                               {"scan time", 60'000, "timing", query.stage},
                               {"size of files read", 5000, "size", -1}});
  const auto rows = plan.node("ColumnarToRow", "ColumnarToRow", {}, {scan});
  const auto filter = plan.node("Filter", "Filter " + query.filter,
                                {{"number of output rows", 10, "sum", query.stage}}, {rows});
  plan.node(query.above, query.above + number, {{"number of output rows", 1, "sum", query.stage}},
            {filter});
  return builder.query(plan.graph, plan.values);
}

TEST(RepeatedScan, IsTheSameInSeveralQueries) {
  FactsBuilder builder;
  for (int i = 0; i < 3; ++i) add_query(builder, {.stage = i});
  const auto findings = builder.run(kRepeatedScan);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_NEAR(findings[0].recoverable_ms, 2 * 6000 * 0.9, 1);
  EXPECT_EQ(findings[0].text,
            "The same part of a plan, from orders to Filter, was computed 3 times, in queries 0, "
            "1 and 2.");
}

TEST(RepeatedScan, IsTheLargestPartThatIsTheSame) {
  FactsBuilder builder;
  add_query(builder, {.stage = 0});
  add_query(builder, {.stage = 1, .filter = "(id#1L = 4)"});
  const auto findings = builder.run(kRepeatedScan);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].text, "The same scan of orders was computed 2 times, in queries 0 and 1.");
}

TEST(RepeatedScan, IsNoneOfOtherDataOrAStream) {
  FactsBuilder builder;
  add_query(builder, {.stage = 0});
  EXPECT_TRUE(builder.run(kRepeatedScan).empty());
  add_query(builder, {.stage = 1, .rows = 1001});
  EXPECT_TRUE(builder.run(kRepeatedScan).empty());
  add_query(builder, {.stage = 2}).row.description = "files\nid = a\nrunId = b\nbatch = 1";
  EXPECT_TRUE(builder.run(kRepeatedScan).empty());
}

TEST(RepeatedScan, IsNoneOfACache) {
  FactsBuilder builder;
  for (int i = 0; i < 2; ++i) {
    builder.stage(100, 1000, 10'000);
    PlanBuilder plan;
    const auto scan = plan.node("Scan parquet ", "", {{"number of output rows", 10, "sum", i}});
    plan.node("InMemoryTableScan", "", {{"number of output rows", 10, "sum", i}}, {scan});
    builder.query(plan.graph, plan.values);
  }
  EXPECT_TRUE(builder.run(kRepeatedScan).empty());
}

}  // namespace
}  // namespace afterglow::history
