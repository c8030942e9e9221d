#include "historyserver/ingest/log_condition.h"

#include "tests/unit/historyserver/support.h"

namespace afterglow::history {
namespace {

LogListing rolling(const std::vector<std::pair<long, bool>>& files) {
  LogListing listing;
  for (const auto& [index, compacted] : files) {
    LogFile file;
    file.index = index;
    file.compacted = compacted;
    listing.files.push_back(file);
  }
  return listing;
}

LogCondition of(const LogListing& listing) {
  return condition_of(listing, LogPosition());
}

TEST(LogCondition, FindsTheGapsOfARollingLog) {
  const struct {
    std::vector<std::pair<long, bool>> files;
    std::int64_t missing;
    const char* first;
  } cases[] = {
      {{{0, false}}, 0, ""},
      {{{1, false}, {2, false}, {3, false}}, 0, ""},
      {{{1, false}, {3, false}, {6, false}}, 3, "file 2"},
      {{{3, false}, {4, false}}, 2, "file 1"},
      {{{7, true}, {8, false}}, 0, ""},
      {{{7, true}, {9, false}}, 1, "file 8"},
  };
  for (const auto& c : cases) {
    const LogCondition condition = of(rolling(c.files));
    EXPECT_EQ(condition.missing_files, c.missing);
    EXPECT_EQ(condition.first_missing_file, c.first);
    EXPECT_EQ(condition.starts_with_compaction, c.files.front().second);
  }
}

TEST(LogCondition, TakesWhatTheReaderFound) {
  LogPosition position;
  position.lines = 9;
  position.damage = {2, "a, near byte 7"};
  position.long_lines = {1, "a, line 2"};
  LogListing listing;
  listing.in_progress = true;
  const LogCondition condition = condition_of(listing, position);
  EXPECT_TRUE(condition.in_progress);
  EXPECT_EQ(condition.lines, 9u);
  EXPECT_EQ(condition.damage.count, 2u);
  EXPECT_EQ(condition.long_lines.first, "a, line 2");
}

}  // namespace
}  // namespace afterglow::history
