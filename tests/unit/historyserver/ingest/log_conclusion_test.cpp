#include "historyserver/ingest/log_ingest.h"
#include "historyserver/insights/insights.h"
#include "historyserver/insights/insights_json.h"
#include "tests/unit/historyserver/support.h"

namespace afterglow::history {
namespace {

// Reads a log that has ended as the server does, in memory if it is small; where its database then
// is.
std::string read_in_memory(const LogListing& log, const std::string& folder, SmallDatabases& small,
                           const RollUp& roll_up) {
  LogRow row;
  row.database = "app.db";
  row.size = static_cast<std::int64_t>(log.size());
  row.end_time = 1;
  const auto ingest = value_of(LogIngest::start(folder, row, LogIngest::Start::anew, {}, &small));
  EXPECT_EQ(value_of(ingest->advance(log, 1 << 30)), LogIngest::State::caught_up) << log.id;
  expect_done(ingest->conclude(roll_up));
  if (ingest->is_in_memory()) expect_done(ingest->keep());
  return folder + "/" + row.database;
}

std::string text_of(const Insights& insights) {
  return to_json(insights).pretty();
}

// In memory they follow from rows that were kept, instead of being read.
TEST(LogConclusion, IsTheSameInMemoryAsFromTheFile) {
  const TemporaryFolder folder;
  const RollUp roll_up;
  SmallDatabases small;
  std::size_t told = 0;
  for (const char* const logs : {"/golden/logs", "/golden/illness/logs"}) {
    for (const LogListing& log : value_of(list_logs(std::string(AFTERGLOW_TESTS) + logs))) {
      const auto database = value_of(ApplicationDatabase::open_read_only(
          read_in_memory(log, folder.path(""), small, roll_up)));
      const auto stored = value_of(database->insights.get(insights_tag({})));
      if (!stored) continue;  // no application in it
      ++told;
      const auto facts = value_of(gather_facts(*database));
      EXPECT_EQ(text_of(*stored), text_of(make_insights(facts, {}))) << log.id;
    }
  }
  EXPECT_GT(told, 120u);
}

}  // namespace
}  // namespace afterglow::history
