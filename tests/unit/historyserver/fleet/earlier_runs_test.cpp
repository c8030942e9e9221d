#include "historyserver/fleet/earlier_runs.h"

#include "tests/unit/historyserver/fleet/listing_builder.h"
#include "tests/unit/historyserver/support.h"

namespace afterglow::history {
namespace {

// Whoever asks about one run hears the same as who looks at all of them.
TEST(EarlierRuns, OfTheCatalogSayWhatTheHistoryOfAllSays) {
  ListingBuilder runs;
  std::uint64_t state = 1;
  const auto random = [&](std::uint64_t below) {
    state = state * 6364136223846793005U + 1442695040888963407U;
    return static_cast<std::int64_t>((state >> 33) % below);
  };
  for (int i = 0; i < 300; ++i) {
    const std::string job = "job " + std::to_string(random(4));
    LogRow& row = runs.run("run-" + std::to_string(i), random(9) == 0 ? "" : job, random(200),
                           60 + random(5) * random(5) * random(5));
    if (random(5) == 0) row.exit_code = random(2);
    if (random(9) == 0) row.end_time.reset();
    if (random(9) == 0) row.read_once = false;
  }
  TemporaryFolder folder;
  const auto catalog = value_of(Catalog::open(folder.path("catalog.db"), {"/logs"}));
  expect_done(catalog->put(runs.rows()));
  const JobHistory history = runs.history();
  int regressed = 0;
  for (const LogRow& row : runs.rows()) {
    const ListedAttempt& run = listed(history, row.log_id);
    const EarlierRuns earlier = value_of(EarlierRuns::of(*catalog, row));
    const auto worst = worst_of(earlier.regressions(row.listed()));
    const auto expected = history.worst(run);
    ASSERT_EQ(worst.has_value(), expected.has_value()) << row.log_id;
    const auto band = earlier.band(RunMetric::duration);
    ASSERT_EQ(band.has_value(), history.band(run, RunMetric::duration).has_value()) << row.log_id;
    if (band) {
      EXPECT_EQ(band->high, history.band(run, RunMetric::duration)->high) << row.log_id;
    }
    if (!worst) continue;
    ++regressed;
    EXPECT_EQ(worst->metric, expected->metric) << row.log_id;
    EXPECT_EQ(worst->times, expected->times) << row.log_id;
    EXPECT_EQ(worst->band.runs, expected->band.runs) << row.log_id;
  }
  EXPECT_GT(regressed, 10);
}

}  // namespace
}  // namespace afterglow::history
