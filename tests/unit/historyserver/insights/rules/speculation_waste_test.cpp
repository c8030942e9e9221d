#include "historyserver/insights/rules/table.h"
#include "tests/unit/historyserver/insights/facts_builder.h"

namespace afterglow::history {
namespace {

TEST(SpeculationWaste, IsCopiesThatCameSecond) {
  FactsBuilder builder;
  builder.facts.spark_version = "3.5.1";
  builder.set("spark.task.cpus", "2");
  builder.stage(80, 1000, 10'000).tasks.speculative_time = 20'000;
  const auto findings = builder.run(kSpeculationWaste);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].recoverable_ms, 0);
  EXPECT_EQ(findings[0].recoverable_core_ms, 40'000);
  EXPECT_EQ(findings[0].advice[0].setting, "spark.speculation.multiplier");
  builder.facts.spark_version = "4.0.0";  // its defaults are what is advised
  EXPECT_EQ(builder.run(kSpeculationWaste)[0].advice.size(), 1U);
}

TEST(SpeculationWaste, IsNotALittle) {
  FactsBuilder builder;
  builder.stage(80, 1000, 10'000).tasks.speculative_time = 5000;
  EXPECT_TRUE(builder.run(kSpeculationWaste).empty());
}

}  // namespace
}  // namespace afterglow::history
