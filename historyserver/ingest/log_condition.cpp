#include "historyserver/ingest/log_condition.h"

namespace afterglow::history {
namespace {

// Spark numbers the files of a rolling log from 1, without gaps.
void find_missing_files(const LogListing& listing, LogCondition& condition) {
  std::int64_t expected = 1;
  for (const LogFile& file : listing.files) {
    if (file.index == 0) return;  // no rolling log
    if (file.compacted) expected = file.index;
    if (file.index > expected) {
      if (condition.missing_files == 0) {
        condition.first_missing_file = "file " + std::to_string(expected);
      }
      condition.missing_files += file.index - expected;
    }
    expected = file.index + 1;
  }
}

}  // namespace

LogCondition condition_of(const LogListing& listing, const LogPosition& position) {
  LogCondition condition;
  condition.in_progress = listing.in_progress;
  condition.starts_with_compaction = !listing.files.empty() && listing.files.front().compacted;
  condition.lines = position.lines;
  condition.long_lines = position.long_lines;
  condition.damage = position.damage;
  find_missing_files(listing, condition);
  return condition;
}

}  // namespace afterglow::history
