#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "common/base/result.h"

namespace afterglow::history {

// A file or folder of a log as it is stored, whatever it means.
struct StoredEntry {
  std::string path;
  std::string name;  // below the log directory; a folder's ends with "/"
  std::uint64_t size = 0;
  std::int64_t modified = 0;  // s since 1970
  bool is_folder() const { return name.ends_with('/'); }
};

// Everything that is stored of the log `id` (LogListing::id): its file under the name that it has
// now, or the folder of a rolling log and then every file in it as the system
// lists them, but not the checksums that Hadoop hides. ErrorKind::not_found when
// the log is gone.
Result<std::vector<StoredEntry>> log_contents(const std::string& id);

}  // namespace afterglow::history
