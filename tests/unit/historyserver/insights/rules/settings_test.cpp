#include <algorithm>

#include "historyserver/insights/rules/known_settings.h"
#include "historyserver/insights/rules/table.h"
#include "tests/unit/historyserver/insights/facts_builder.h"

namespace afterglow::history {
namespace {

TEST(KnownSettings, AreSorted) {
  EXPECT_TRUE(std::ranges::is_sorted(known_settings()));
  EXPECT_GT(known_settings().size(), 1500U);
}

TEST(KnownSettings, AreKnownAndNothingElse) {
  for (const std::string_view key : known_settings()) {
    EXPECT_TRUE(is_known_setting(key)) << key;
    EXPECT_FALSE(is_known_setting(std::string(key) + "x")) << key;
  }
  EXPECT_FALSE(is_known_setting(""));
}

struct Typing {
  const char* key;
  const char* meant;  // nullptr: is no typing error
};

class UnknownSettingsOf : public testing::TestWithParam<Typing> {};

TEST_P(UnknownSettingsOf, ATypingError) {
  FactsBuilder builder;
  builder.set(GetParam().key, "7");
  const auto findings = builder.run(kUnknownSettings);
  ASSERT_EQ(findings.size(), GetParam().meant ? 1U : 0U);
  if (!GetParam().meant) return;
  EXPECT_EQ(findings[0].advice[0].setting, GetParam().meant);
  EXPECT_EQ(findings[0].advice[0].value, "7");
}

INSTANTIATE_TEST_SUITE_P(
    Keys, UnknownSettingsOf,
    testing::Values(Typing{"spark.sql.shuffle.partition", "spark.sql.shuffle.partitions"},
                    Typing{"spark.executors.memory", "spark.executor.memory"},
                    Typing{"spark.executor.memroy", "spark.executor.memory"},
                    Typing{"spark.executor.memoryoverhead", "spark.executor.memoryOverhead"},
                    Typing{"spark.dynamicAlocation.enabled", "spark.dynamicAllocation.enabled"},
                    Typing{"spark.shuffle.partitions", "spark.sql.shuffle.partitions"},
                    Typing{"spark.shuffel.partitions", "spark.sql.shuffle.partitions"},
                    Typing{"spark.adaptive.enabled", "spark.sql.adaptive.enabled"},
                    Typing{"spark.executor.memory", nullptr},
                    Typing{"spark.yarn.executor.memoryOverhead", nullptr},
                    Typing{"spark.hadoop.fs.s3a.endpoint", nullptr},
                    Typing{"spark.executorEnv.PYTHONPATHS", nullptr},
                    Typing{"spark.sql.catalog.mine", nullptr},
                    Typing{"spark.rapids.sql.enabled", nullptr},
                    Typing{"spark.myapp.input", nullptr}, Typing{"spark.executor.memory2", nullptr},
                    Typing{"executor.memroy", nullptr}));

TEST(DeprecatedSettings, HaveWhatTookTheirPlace) {
  FactsBuilder builder;
  builder.set("spark.yarn.executor.memoryOverhead", "512");
  const auto findings = builder.run(kDeprecatedSettings);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].severity, Severity::note);
  EXPECT_EQ(findings[0].advice[0].setting, "spark.executor.memoryOverhead");
  EXPECT_EQ(findings[0].advice[0].value, "512");
  builder.set("spark.executor.memoryOverhead", "512");
  EXPECT_TRUE(builder.run(kDeprecatedSettings).empty());
}

TEST(DeprecatedSettings, DependOnTheVersion) {
  FactsBuilder builder;
  builder.set("spark.blacklist.enabled", "true");
  EXPECT_EQ(builder.run(kDeprecatedSettings).at(0).severity, Severity::warning);
  for (const char* version : {"2.4.8", "3.0.1", "", "x"}) {
    builder.facts.spark_version = version;
    EXPECT_TRUE(builder.run(kDeprecatedSettings).empty()) << version;
  }
}

struct Odd {
  const char* key;
  const char* value;
  WallPart part;
  TaskMetric metric;
  bool is_sql;
};

class UnhelpfulSettingsOf : public testing::TestWithParam<Odd> {};

TEST_P(UnhelpfulSettingsOf, AStageThatTheyHarm) {
  const Odd& odd = GetParam();
  FactsBuilder builder;
  EXPECT_TRUE(builder.run(kUnhelpfulSettings).empty());
  StageFacts& stage = builder.stage(2000, 100, 20'000);
  stage.wall[odd.part] = 10'000;
  stage.row.name = "groupBy at App.scala:7";
  if (odd.is_sql) stage.query_id = 0;
  stage.row.metrics[odd.metric] = 2'000'000'000;
  EXPECT_TRUE(builder.run(kUnhelpfulSettings).empty() || odd.value[0] == '\0');
  builder.set(odd.key, odd.value);
  const auto findings = builder.run(kUnhelpfulSettings);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].advice[0].setting, odd.key);
  EXPECT_GT(findings[0].recoverable_ms, 0);
  EXPECT_LE(findings[0].recoverable_ms, stage.wall.sum());
}

using enum WallPart;
INSTANTIATE_TEST_SUITE_P(
    Settings, UnhelpfulSettingsOf,
    testing::Values(
        Odd{"spark.sql.adaptive.coalescePartitions.enabled", "false", scheduling,
            TaskMetric::shuffle_local_bytes_read, true},
        Odd{"spark.shuffle.compress", "false", shuffle_wait, TaskMetric::shuffle_bytes_written,
            true},
        Odd{"spark.shuffle.spill.compress", "false", io, TaskMetric::disk_bytes_spilled, true},
        Odd{"spark.serializer", "", io, TaskMetric::shuffle_bytes_written, false},
        Odd{"spark.memory.fraction", "0.2", io, TaskMetric::disk_bytes_spilled, false},
        Odd{"spark.memory.fraction", "0.9", gc, TaskMetric::jvm_gc_time, true},
        Odd{"spark.memory.storageFraction", "0.9", io, TaskMetric::disk_bytes_spilled, true},
        Odd{"spark.sql.codegen.wholeStage", "false", io, TaskMetric::input_bytes, true},
        Odd{"spark.locality.wait", "30s", scheduling, TaskMetric::input_bytes, false}));

TEST(UnhelpfulSettings, NeedOthers) {
  FactsBuilder builder;
  builder.set("spark.speculation.quantile", "0.5");
  builder.set("spark.dynamicAllocation.maxExecutors", "8");
  const auto findings = builder.run(kUnhelpfulSettings);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].links.size(), 2U);
  EXPECT_EQ(findings[0].advice[1].setting, "spark.speculation");
  // Whoever turned it off knows.
  builder.set("spark.speculation", "true");
  builder.set("spark.dynamicAllocation.enabled", "false");
  EXPECT_TRUE(builder.run(kUnhelpfulSettings).empty());
}

}  // namespace
}  // namespace afterglow::history
