#include "historyserver/insights/rules/table.h"
#include "tests/unit/historyserver/insights/facts_builder.h"

namespace afterglow::history {
namespace {

void driver_gc_time(Facts& facts, std::int64_t ms) {
  ExecutorMetricValues values{};
  values[kTotalGcTimeIndex] = ms;
  facts.driver.emplace().id = "driver";
  facts.driver->peak_metrics.raise_to(values);
}

TEST(DriverGc, IsMuchOfTheTime) {
  FactsBuilder builder;
  driver_gc_time(builder.facts, 45'000);
  builder.facts.wall[WallPart::driver_only] = 60'000;
  const auto findings = builder.run(kDriverGc);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_NEAR(findings[0].recoverable_ms, 24'000, 1);
  EXPECT_EQ(findings[0].advice[0].value, "2g");
}

TEST(DriverGc, IsNotALittleAndNotThatOfTasks) {
  FactsBuilder builder;
  EXPECT_TRUE(builder.run(kDriverGc).empty());
  driver_gc_time(builder.facts, 5000);
  EXPECT_TRUE(builder.run(kDriverGc).empty());
  driver_gc_time(builder.facts, 50'000);
  builder.facts.is_local = true;
  EXPECT_TRUE(builder.run(kDriverGc).empty());
}

// Jobs from and to these seconds.
FactsBuilder with_jobs(const std::vector<std::pair<int, int>>& times) {
  FactsBuilder builder;
  Facts& facts = builder.facts;
  facts.jobs.clear();
  double without = 100'000;
  for (const auto& [from, to] : times) {
    JobFacts& job = facts.jobs.emplace_back();
    job.row.id = static_cast<std::int64_t>(facts.jobs.size()) - 1;
    job.start = facts.start + from * 1000;
    job.end = facts.start + to * 1000;
    without -= static_cast<double>(job.end - job.start);
  }
  facts.wall[WallPart::driver_only] = without;
  facts.cores[WallPart::driver_only] = without * 10;
  return builder;
}

TEST(DriverGap, IsBetweenJobs) {
  const auto findings = with_jobs({{0, 20}, {30, 40}, {41, 50}, {70, 100}}).run(kDriverGap);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].recoverable_ms, 30'000);
  EXPECT_NEAR(findings[0].recoverable_core_ms, 300'000, 1e4);
  EXPECT_EQ(findings[0].numbers[0].value, 20'000);
  EXPECT_EQ(findings[0].links[0].id, 2);
}

TEST(DriverGap, TellsWhatQueriesDoWithoutJobs) {
  FactsBuilder builder = with_jobs({{0, 20}, {60, 100}});
  builder.query({}, {}).start = builder.facts.start + 25'000;
  const auto findings = builder.run(kDriverGap);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].numbers[1].value, 35'000);
  EXPECT_NE(findings[0].text.find("inside of queries"), std::string::npos);
}

TEST(DriverGap, IsToldApartAtTheStartAndAtTheEnd) {
  const auto at_start = with_jobs({{70, 100}}).run(kDriverGap);
  ASSERT_EQ(at_start.size(), 1U);
  EXPECT_EQ(at_start[0].recoverable_ms, 40'000);
  FactsBuilder waits = with_jobs({{70, 100}});
  waits.facts.executors[3].add_time = waits.facts.start + 65'000;
  EXPECT_TRUE(waits.run(kDriverGap).empty());
  FactsBuilder late = with_jobs({{0, 60}});
  EXPECT_EQ(late.run(kDriverGap).at(0).recoverable_ms, 40'000);
  late.facts.has_ended = false;
  EXPECT_TRUE(late.run(kDriverGap).empty());
}

TEST(DriverGap, IsNoJobInsideOfAnother) {
  EXPECT_TRUE(with_jobs({{0, 90}, {10, 20}, {88, 100}}).run(kDriverGap).empty());
  EXPECT_TRUE(with_jobs({{20, 50}, {52, 97}}).run(kDriverGap).empty());
  EXPECT_TRUE(with_jobs({}).run(kDriverGap).empty());
}

TEST(DriverGap, IsNotWhereSomebodyThinks) {
  FactsBuilder builder = with_jobs({{0, 20}, {60, 100}});
  builder.facts.name = "Spark shell";
  EXPECT_TRUE(builder.run(kDriverGap).empty());
  FactsBuilder stream = with_jobs({{0, 20}, {60, 100}});
  stream.facts.jobs[1].row.description = "id = a\nrunId = b\nbatch = 7";
  EXPECT_TRUE(stream.run(kDriverGap).empty());
  FactsBuilder compacted = with_jobs({{0, 20}, {60, 100}});
  compacted.facts.completeness.compacted = true;
  EXPECT_TRUE(compacted.run(kDriverGap).empty());
}

}  // namespace
}  // namespace afterglow::history
