#pragma once

#include <cstdint>
#include <string>

#include "historyserver/eventlog/log_listing.h"
#include "historyserver/eventlog/log_position.h"

namespace afterglow::history {

// What is known of a log's files and of their reading, as of now.
struct LogCondition {
  bool in_progress = false;             // by its name
  bool starts_with_compaction = false;  // its first file is what Spark left of earlier ones
  bool read_to_end = true;              // nothing is left that could be read just now
  bool torn_end = false;                // it ends in the middle of a line
  std::uint64_t lines = 0;              // read so far
  LogLoss long_lines = {};              // skipped
  LogLoss damage = {};                  // skipped
  std::int64_t missing_files = 0;
  std::string first_missing_file = {};
  std::string read_error = {};  // not empty: nothing can be read from here on
};

// What a listing and the position of its reader tell: everything but read_to_end, torn_end and
// read_error.
LogCondition condition_of(const LogListing& listing, const LogPosition& position);

}  // namespace afterglow::history
