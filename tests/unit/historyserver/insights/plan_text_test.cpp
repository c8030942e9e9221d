#include "historyserver/insights/plan_text.h"

#include <gtest/gtest.h>

namespace afterglow::history {
namespace {

SqlPlanNode node_of(std::string name, std::string description) {
  return {.id = 0,
          .cluster_id = {},
          .name = std::move(name),
          .description = std::move(description),
          .metadata = {}};
}

TEST(PlanText, JoinTypesAndTheirSides) {
  struct Case {
    std::string description;
    std::string_view type;
    bool left;
    bool right;
  };
  const Case cases[] = {
      {"SortMergeJoin [k#1L], [k#4L], Inner", "Inner", true, true},
      {"SortMergeJoin(skew=true) [k#1L], [k#4L], LeftOuter", "LeftOuter", false, true},
      {"SortMergeJoin [k#1L], [k#4L], RightOuter, (a#2 < b#3)", "RightOuter", true, false},
      {"SortMergeJoin [k#1L], [k#4L], FullOuter", "FullOuter", false, false},
      {"SortMergeJoin [k#1L], [k#4L], LeftSemi", "LeftSemi", false, true},
      {"SortMergeJoin [k#1L], [k#4L], ExistenceJoin(exists#9)", "ExistenceJoin", false, true},
      {"BroadcastNestedLoopJoin BuildRight, Cross", "Cross", true, true},
      {"BroadcastHashJoin [k#1L], [Inner_k#2L], LeftAnti, BuildRight, true", "LeftAnti", false,
       true},
      {"SortMergeJoin [k#1L], [k#4L]", "", false, false},
  };
  for (const Case& one : cases) {
    const std::string_view type = join_type(node_of("SortMergeJoin", one.description));
    EXPECT_EQ(type, one.type) << one.description;
    EXPECT_EQ(sides_to_broadcast(type).left, one.left) << one.description;
    EXPECT_EQ(sides_to_broadcast(type).right, one.right) << one.description;
  }
}

TEST(PlanText, ScanDetailsFromMetadataOrElseTheDescription) {
  SqlPlanNode scan = node_of(
      "Scan parquet ",
      "FileScan parquet [id#30L] Batched: true, Location: InMemoryFileIndex(1 "
      "paths)[file:/a/ord..., "
      "PartitionFilters: [], PushedFilters: [In(a, [1,2]), IsNotNull(id)], ReadSchema: struct<>");
  EXPECT_EQ(scan_detail(scan, "PushedFilters"), "[In(a, [1,2]), IsNotNull(id)]");
  EXPECT_EQ(scan_detail(scan, "PartitionFilters"), "[]");
  EXPECT_EQ(scan_detail(scan, "Bucketed"), "");
  scan.metadata = R"({"Location":"InMemoryFileIndex(1 paths)[file:/a/orders]"})";
  EXPECT_EQ(scan_detail(scan, "Location"), "InMemoryFileIndex(1 paths)[file:/a/orders]");
  EXPECT_EQ(source_words(scan), "orders");
}

TEST(PlanText, SourcesAsPeopleCallThem) {
  const std::pair<std::string, std::string> cases[] = {
      {"Scan parquet spark_catalog.default.sales", "spark_catalog.default.sales"},
      {"Scan hive default.shops", "default.shops"},
      {"Scan JDBCRelation(public.orders) [numPartitions=1]", "public.orders"},
      {"BatchScan catalog.db.events", "catalog.db.events"},
      {"Scan csv ", "Scan csv "},
  };
  for (const auto& [name, source] : cases) EXPECT_EQ(source_words(node_of(name, "")), source);
}

TEST(PlanText, KindsOfOperators) {
  EXPECT_TRUE(is_join(node_of("SortMergeJoin(skew=true)", "")));
  EXPECT_TRUE(is_join(node_of("CartesianProduct", "")));
  EXPECT_FALSE(is_join(node_of("Scan parquet default.LastJoin", "")));
  EXPECT_TRUE(is_scan(node_of("Scan csv ", "")));
  EXPECT_FALSE(is_scan(node_of("Scan In-memory table t", "")));
  EXPECT_FALSE(is_scan(node_of("Scan ExistingRDD", "")));
}

TEST(PlanText, NumbersOfColumnsAndExchangesMakeNoDifference) {
  EXPECT_EQ(normalised(node_of("Exchange", "Exchange hashpartitioning(k#1L, 6), [plan_id=569]")),
            normalised(node_of("Exchange", "Exchange hashpartitioning(k#77L, 6), [plan_id=4]")));
  EXPECT_NE(normalised(node_of("Filter", "Filter (id#1L = 3)")),
            normalised(node_of("Filter", "Filter (id#1L = 4)")));
}

TEST(PlanText, WordsThatAreTheSameInEachRun) {
  const struct {
    std::string name;
    std::string description;
    std::string words;
  } cases[] = {
      {"Filter", "Filter (isnotnull(id#12L) AND (id#12L > 5))", "(isnotnull(id) AND (id > 5))"},
      {"Exchange", "Exchange hashpartitioning(k#1L, 200), ENSURE_REQUIREMENTS, [plan_id=105]",
       "hashpartitioning(k, 200), ENSURE_REQUIREMENTS"},
      {"Subquery", "Subquery subquery#3, [id=#32]", "subquery"},
      {"Scan parquet ", "FileScan parquet [id#30L] Batched: true", "[id] Batched: true"},
      {"MapPartitions",
       "MapPartitions org.example.Job$$$Lambda$1234/0x0000000800d2c040@5f3a1b2c, obj#3",
       "org.example.Job$$$Lambda$/, obj"},
      {"Filter", "Filter (mail#1 = a@bc.de)", "(mail = a@bc.de)"},
      {"Project", "", ""},
  };
  for (const auto& one : cases) {
    EXPECT_EQ(plain_words(node_of(one.name, one.description)), one.words);
  }
}

TEST(PlanText, PartsOfADescription) {
  using Parts = std::vector<std::string_view>;
  EXPECT_EQ(top_parts("[a, b], [c], Inner, (x < f(y, z))"),
            (Parts{"[a, b]", "[c]", "Inner", "(x < f(y, z))"}));
  EXPECT_EQ(top_parts(""), Parts{});
}

}  // namespace
}  // namespace afterglow::history
