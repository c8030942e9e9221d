#include "historyserver/fleet/job_history.h"

#include "tests/unit/historyserver/fleet/listing_builder.h"
#include "tests/unit/historyserver/support.h"

namespace afterglow::history {
namespace {

using enum RunMetric;
using Texts = std::vector<std::string>;

TEST(NoiseBands, AreOfMedianAndDeviationWithAFloor) {
  struct Case {
    std::vector<double> earlier;
    RunMetric metric;
    double median;
    double high;
  };
  constexpr double minute = 60'000;
  constexpr double mib = 1 << 20;
  for (const Case& one : std::initializer_list<Case>{
           {{minute, minute, minute}, duration, minute, minute + 6'000},  // 10 %
           {{1000, 1000, 1000}, duration, 1000, 6000},                    // 5 s
           {{0, 0, 0, 0}, spill, 0, 64 * mib},
           {{100'000, 110'000, 120'000, 130'000}, core_time, 115'000, 115'000 + 44'478},
       }) {
    const auto band = noise_band(one.earlier, one.metric);
    ASSERT_TRUE(band);
    EXPECT_DOUBLE_EQ(band->median, one.median);
    EXPECT_DOUBLE_EQ(band->high, one.high);
    EXPECT_GE(band->low, 0);
    EXPECT_EQ(band->runs, one.earlier.size());
    EXPECT_FALSE(is_above_band(one.earlier, one.metric, one.high));
    EXPECT_TRUE(is_above_band(one.earlier, one.metric, one.high + 1));
  }
  EXPECT_FALSE(noise_band(std::vector<double>{1, 2}, duration)) << "too few";
  EXPECT_FALSE(is_above_band(std::vector<double>{1, 2}, duration, 1e9));
}

// The short way must not differ from the band itself.
TEST(NoiseBands, AreAskedWithoutBeingMade) {
  std::uint64_t state = 1;
  const auto random = [&](std::uint64_t below) {
    state = state * 6364136223846793005U + 1442695040888963407U;
    return static_cast<double>((state >> 33) % below);
  };
  for (int i = 0; i < 2000; ++i) {
    std::vector<double> earlier(3 + static_cast<std::size_t>(random(18)));
    for (double& value : earlier) value = 50'000 + random(20'000);
    const double value = 50'000 + random(30'000);
    EXPECT_EQ(is_above_band(earlier, duration, value), value > noise_band(earlier, duration)->high);
  }
}

TEST(JobHistories, TellWhichRunsGotWorseAndSinceWhen) {
  ListingBuilder runs;
  for (int i = 0; i < 5; ++i) runs.run("good-" + std::to_string(i), "etl *", 100 * i, 60);
  runs.run("slow-once", "etl *", 500, 200);
  runs.run("good-6", "etl *", 600, 61);
  runs.run("bad-1", "etl *", 700, 120);
  LogRow& failed = runs.run("failed", "etl *", 800, 2);
  failed.exit_code = 1;
  runs.run("bad-2", "etl *", 900, 130).totals.spill_bytes = 1 << 30;
  LogRow& running = runs.run("running", "etl *", 1000, 500);
  running.end_time.reset();
  runs.run("other", "other", 650, 5000);
  const JobHistory history = runs.history();
  ASSERT_EQ(history.jobs().size(), 2u);
  const auto* const job = history.find("etl *");
  ASSERT_TRUE(job);
  EXPECT_EQ(history.size(*job), 11u);
  EXPECT_EQ(history.run(*job, 0).app_id, "good-0");
  EXPECT_EQ(history.run(*job, 10).app_id, "running");
  EXPECT_FALSE(history.find("no such job"));
  Texts regressed;
  for (std::size_t i = 0; i < history.size(*job); ++i) {
    const ListedAttempt& run = history.run(*job, i);
    if (history.has_regressed(run, duration)) regressed.emplace_back(run.app_id);
  }
  EXPECT_EQ(regressed, (Texts{"slow-once", "bad-1", "bad-2"}));
  ASSERT_TRUE(history.first_bad(*job, duration));
  EXPECT_EQ(history.first_bad(*job, duration)->app_id, "bad-1");
  EXPECT_EQ(history.first_bad(*job, spill)->app_id, "bad-2");
  EXPECT_FALSE(history.first_bad(*job, input));
  EXPECT_EQ(history.last_completed(*job)->app_id, "bad-2");
  const ListedAttempt& bad = listed(history, "bad-1");
  ASSERT_EQ(history.regressions(bad).size(), 2u) << "duration and core time";
  EXPECT_EQ(history.worst(bad)->metric, duration);
  EXPECT_DOUBLE_EQ(history.worst(bad)->times, 2);
  EXPECT_EQ(history.worst(bad)->band.runs, 7u) << "neither failed ones nor later ones";
  EXPECT_FALSE(history.worst(listed(history, "good-6")));
  EXPECT_FALSE(history.band(listed(history, "running"), duration));
  EXPECT_FALSE(history.band(listed(history, "good-2"), duration)) << "only two before it";
}

TEST(JobHistories, LeaveOutRunsWithoutAJob) {
  ListingBuilder runs;
  runs.run("unread", "", 1, 1);
  const JobHistory history = runs.history();
  EXPECT_TRUE(history.jobs().empty());
  EXPECT_FALSE(history.has_regressed(listed(history, "unread")));
  EXPECT_FALSE(history.band(listed(history, "unread"), duration));
}

TEST(JobHistories, OnlyLookAtSomeRunsBefore) {
  ListingBuilder runs;
  for (int i = 0; i < 30; ++i) runs.run("slow-" + std::to_string(i), "job", i, 600);
  for (int i = 0; i < 21; ++i) runs.run("fast-" + std::to_string(i), "job", 100 + i, 60);
  const JobHistory history = runs.history();
  EXPECT_DOUBLE_EQ(history.band(listed(history, "fast-20"), duration)->median, 60'000);
  EXPECT_EQ(history.band(listed(history, "fast-20"), duration)->runs, kBandRuns);
}

TEST(JobHistories, AreMadeOnceForEachListing) {
  TemporaryFolder folder;
  const auto catalog = value_of(Catalog::open(folder.path("catalog.db"), {"/logs"}));
  LogRow row;
  row.log_id = "/logs/a";
  row.directory = "/logs";
  row.app_id = "a";
  row.job = "etl";
  expect_done(catalog->put(row));
  JobHistories histories;
  const auto* const first = histories.now(*catalog)->jobs().data();
  EXPECT_EQ(histories.now(*catalog)->jobs().data(), first);
  EXPECT_EQ(histories.now(*catalog)->jobs().size(), 1u);
  row.log_id = "/logs/b";
  row.app_id = "b";
  row.job = "other";
  expect_done(catalog->put(row));
  EXPECT_EQ(histories.now(*catalog)->jobs().size(), 2u);
}

}  // namespace
}  // namespace afterglow::history
