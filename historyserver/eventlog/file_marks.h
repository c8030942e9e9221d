#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "historyserver/eventlog/stored_file.h"

namespace afterglow::history {

// What tells a file that was read up to some byte from any other, whatever its name and inode are
// now: its first bytes and those before that byte, as sizes (bytes) and hashes.
struct MarkValues {
  std::uint64_t end = 0;  // bytes read
  std::uint64_t head_size = 0;
  std::uint64_t head_hash = 0;
  std::uint64_t window_size = 0;
  std::uint64_t window_hash = 0;
};

// Collects these while a file is read. A few small reads check them. One thread at a time.
class FileMarks {
 public:
  FileMarks() = default;
  explicit FileMarks(const MarkValues& values) : values_(values) {}

  // `bytes` stand at `offset` of the file; what was noted before is passed over. Without gaps.
  void note(std::uint64_t offset, std::string_view bytes);

  // Whether `file` has them, too.
  Result<bool> match(const StoredFile& file);

  std::uint64_t end() const { return values_.end; }
  MarkValues values() const;

 private:
  MarkValues values_;  // as they came from elsewhere; only `end` is kept up to date after match()
  std::string head_;
  std::string window_;
};

}  // namespace afterglow::history
