#include "historyserver/insights/rules/table.h"
#include "tests/unit/historyserver/insights/facts_builder.h"

namespace afterglow::history {
namespace {

FactsBuilder with_cache(std::int64_t cached, int readers) {
  FactsBuilder builder;
  RddRow& rdd = builder.facts.rdds.emplace_back();
  rdd.id = 7;
  rdd.name = "*(1) Scan parquet";
  rdd.partition_count = 100;
  rdd.cached_partitions = cached;
  rdd.memory_used = cached * 10 * kMebibyte;
  for (ExecutorRow& executor : builder.facts.executors) {
    executor.max_memory = 200 * kMebibyte;
    executor.memory_used = 150 * kMebibyte;
  }
  for (int i = 0; i < readers; ++i) builder.stage(10, 1000, 1000).row.rdd_ids = {7};
  return builder;
}

TEST(CacheWaste, IsReadByNobody) {
  const auto findings = with_cache(100, 1).run(kCacheWaste);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].links[0].kind, LinkKind::rdd);
  EXPECT_EQ(findings[0].links[0].id, 7);
  EXPECT_EQ(findings[0].recoverable_ms, 200);
  // Most logs do not tell how much a cache holds.
  EXPECT_EQ(with_cache(0, 1).run(kCacheWaste).size(), 1U);
}

// Spark 3.5 and later fill a cache in a stage of its own, before the query reads it.
TEST(CacheWaste, IsReadByNobodyButTheQueryThatFillsIt) {
  const auto of_query = [](int readers) {
    FactsBuilder builder = with_cache(0, readers);
    builder.facts.queries.emplace_back().row.id = 1;
    for (std::size_t i = 0; i < 2; ++i) builder.facts.stages[i].query_id = 1;
    return builder.run(kCacheWaste).size();
  };
  EXPECT_EQ(of_query(2), 1U);
  EXPECT_EQ(of_query(3), 0U);
}

TEST(CacheWaste, FindsNoRoom) {
  FactsBuilder builder = with_cache(60, 3);
  const auto findings = builder.run(kCacheWaste);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].severity, Severity::warning);
  EXPECT_NEAR(findings[0].numbers[0].value, 0.4, 1e-9);
  // There is room: nobody asked for the others.
  builder.facts.executors[0].max_memory = 8000 * kMebibyte;
  EXPECT_TRUE(builder.run(kCacheWaste).empty());
}

TEST(CacheWaste, TellsWhatDroppedPartitionsCost) {
  const struct {
    std::string what;
    std::int64_t cached;
    std::vector<double> compute;  // of each stage, ms; the first one fills the cache
    std::size_t caches;
    double saving;
  } cases[] = {
      {"without what the first stage had to do anyway", 60, {1000, 1000}, 1, 320},
      {"in each later stage", 60, {1000, 1000, 1000}, 1, 640},
      {"no more than a stage computed", 60, {1000, 1000, 100}, 1, 420},
      {"of two caches together neither", 60, {1000, 500}, 2, 500},
      {"all of it", 5, {1000, 1000}, 1, 760},
  };
  for (const auto& one : cases) {
    FactsBuilder builder = with_cache(one.cached, static_cast<int>(one.compute.size()));
    for (std::size_t i = 0; i < one.compute.size(); ++i) {
      builder.facts.stages[i].wall[WallPart::compute] = one.compute[i];
    }
    builder.facts.rdds.resize(one.caches, builder.facts.rdds[0]);
    for (std::size_t i = 1; i < one.caches; ++i) {
      const auto id = ++builder.facts.rdds[i].id;
      for (StageFacts& stage : builder.facts.stages) stage.row.rdd_ids.push_back(id);
    }
    builder.facts.rdds[0].memory_used = builder.facts.rdds.back().memory_used = 600 * kMebibyte;
    double saving = 0;
    for (const Finding& finding : builder.run(kCacheWaste)) {
      saving += finding.recoverable_ms;
      EXPECT_EQ(finding.recoverable_core_ms, finding.recoverable_ms * builder.facts.average_cores);
    }
    EXPECT_NEAR(saving, one.saving, 1e-9) << one.what;
  }
}

TEST(CacheWaste, IsNoCacheThatIsRead) {
  EXPECT_TRUE(with_cache(100, 2).run(kCacheWaste).empty());
  FactsBuilder failed = with_cache(5, 1);
  failed.facts.has_failed = true;
  EXPECT_TRUE(failed.run(kCacheWaste).empty());
  EXPECT_TRUE(with_cache(0, 5).run(kCacheWaste).empty());
}

}  // namespace
}  // namespace afterglow::history
