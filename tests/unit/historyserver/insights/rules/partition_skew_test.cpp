#include "historyserver/insights/rules/table.h"
#include "tests/unit/historyserver/insights/facts_builder.h"

namespace afterglow::history {
namespace {

StageFacts& waiting_stage(FactsBuilder& builder) {
  StageFacts& stage = builder.stage(100, 1000, 10'000);
  FactsBuilder::spread(stage.tasks.shuffle_bytes, 100, 10 * kMebibyte);
  stage.row.metrics[TaskMetric::shuffle_local_bytes_read] = 1000 * kMebibyte;
  stage.wall[WallPart::stragglers] = 30'000;
  return stage;
}

TEST(PartitionSkew, IsALongTaskThatReadMuch) {
  FactsBuilder builder;
  FactsBuilder::long_task(waiting_stage(builder), 40'000, 400 * kMebibyte);
  const auto findings = builder.run(kPartitionSkew);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].recoverable_ms, 30'000);
  EXPECT_EQ(findings[0].recoverable_core_ms, 300'000);
  EXPECT_EQ(findings[0].links[0].id, 0);
  EXPECT_EQ(findings[0].links[1].kind, LinkKind::task);
  EXPECT_TRUE(findings[0].text.contains("task 0 read 400 MiB of shuffle data, 40 times the median"))
      << findings[0].text;
}

struct Other {
  std::int64_t duration;
  std::int64_t bytes;
};

TEST(PartitionSkew, IsNothingElse) {
  for (const Other& other :
       {Other{40'000, 11 * kMebibyte},    // reads as much as the others
        Other{40'000, 30 * kMebibyte},    // 3 times the data for 40 times the time
        Other{1900, 400 * kMebibyte},     // short
        Other{2900, 400 * kMebibyte}}) {  // not much longer than the others
    FactsBuilder builder;
    FactsBuilder::long_task(waiting_stage(builder), other.duration, other.bytes);
    EXPECT_TRUE(builder.run(kPartitionSkew).empty()) << other.duration << " " << other.bytes;
  }
}

TEST(PartitionSkew, IsNotWhereACacheLacksPartitions) {
  FactsBuilder builder;
  StageFacts& stage = waiting_stage(builder);
  FactsBuilder::long_task(stage, 40'000, 400 * kMebibyte);
  stage.row.rdd_ids = {7};
  RddRow& cache = builder.facts.rdds.emplace_back();
  cache.id = 7;
  cache.partition_count = cache.cached_partitions = 100;
  EXPECT_EQ(builder.run(kPartitionSkew).size(), 1U);
  cache.cached_partitions = 60;
  EXPECT_TRUE(builder.run(kPartitionSkew).empty());
  EXPECT_TRUE(builder.run(kStraggler).empty());
}

TEST(PartitionSkew, HasThresholds) {
  FactsBuilder builder;
  FactsBuilder::long_task(waiting_stage(builder), 40'000, 400 * kMebibyte);
  EXPECT_TRUE(builder.run(kPartitionSkew, {{"partitionSkew.ratio", 50}}).empty());
}

// A query that joins, with these settings: the setting that is advised first.
std::string advised(std::initializer_list<std::pair<std::string, std::string>> settings,
                    std::int64_t bytes) {
  FactsBuilder builder;
  PlanBuilder plan;
  plan.node("SortMergeJoin", "SortMergeJoin [k#1], [k#2], Inner", {});
  builder.query(std::move(plan.graph), plan.values);
  for (const auto& [key, value] : settings) builder.set(key, value);
  StageFacts& stage = waiting_stage(builder);
  stage.query_id = 0;
  FactsBuilder::long_task(stage, 40'000, bytes);
  const auto findings = builder.run(kPartitionSkew);
  return findings.empty() ? "none"
                          : findings[0].advice[0].setting + "=" + findings[0].advice[0].value;
}

TEST(PartitionSkew, AdvisesWhatSplitsJoins) {
  EXPECT_EQ(advised({{"spark.sql.adaptive.enabled", "false"}}, 400 * kMebibyte),
            "spark.sql.adaptive.enabled=true");
  EXPECT_EQ(advised({{"spark.sql.adaptive.skewJoin.enabled", "false"}}, 400 * kMebibyte),
            "spark.sql.adaptive.skewJoin.enabled=true");
  EXPECT_EQ(advised({}, 200 * kMebibyte),
            "spark.sql.adaptive.skewJoin.skewedPartitionThresholdInBytes=100m");
  EXPECT_EQ(advised({}, 400 * kMebibyte), "=");  // Spark has tried: the key must be spread
}

}  // namespace
}  // namespace afterglow::history
