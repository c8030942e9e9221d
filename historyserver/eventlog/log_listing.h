#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "common/base/result.h"

namespace afterglow::history {

// One file of a log, as a scan saw it.
struct LogFile {
  std::string path;
  std::string codec;       // see log_name.h
  std::uint64_t size = 0;  // bytes
  std::uint64_t inode = 0;
  long index = 0;          // in a rolling log, from 1; else 0
  bool compacted = false;  // replaces the files up to its index
};

// One log, as a scan of its directory saw it: the files to read, in order. Of a rolling log, the
// files that a compaction replaced are left out.
struct LogListing {
  std::string id;         // path of the file or folder without ".inprogress": stays the same
                          // from the first event to the last
  std::string directory;  // the configured log directory, as the user wrote it
  std::vector<LogFile> files;
  bool in_progress = false;   // by name; whether the application ended is said by its events
  std::int64_t modified = 0;  // newest file's modification time, ms since 1970
  std::string problem;        // one line when files are missing in the middle

  bool is_rolling() const { return !files.empty() && files.front().index > 0; }
  std::uint64_t size() const {
    std::uint64_t total = 0;
    for (const LogFile& file : files) total += file.size;
    return total;
  }
};

// Every log of a local directory, in no particular order. Empty files, names that start with a dot
// and folders that are not rolling logs are left out, as Spark does. What disappears during the
// scan is skipped. An error when the directory itself cannot be read.
Result<void> list_logs(const std::string& directory,
                       const std::function<void(LogListing&&)>& found);
// All at once.
Result<std::vector<LogListing>> list_logs(const std::string& directory);
// Whether the directory itself can be read.
Result<void> check_log_directory(const std::string& directory);

// The one log that stands under `name` (a file, or the folder of a rolling log) in `directory`;
// nothing when there is none, by the rules above.
std::optional<LogListing> list_log(const std::string& directory, const std::string& name);
// The same for the log that has this id, under the name that it has now.
std::optional<LogListing> list_log_by_id(const std::string& directory, const std::string& id);

}  // namespace afterglow::history
