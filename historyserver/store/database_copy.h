#pragma once

#include <cstdint>
#include <string>

#include "common/base/result.h"

namespace afterglow::history {

// A database as it was at one moment, in a file of its own that nobody else sees, and which is gone
// with this. Somebody may write the original meanwhile.
class DatabaseCopy {
 public:
  // The copy takes about as much space in `folder` as the file at `path` does, and no more memory
  // than any reading. ErrorKind::not_found, unavailable, corrupt, or io: no space is left.
  static Result<DatabaseCopy> make(const std::string& path, const std::string& folder);
  // Removes what copies have left in a folder because their program was killed.
  static void remove_leftovers(const std::string& folder);

  DatabaseCopy(DatabaseCopy&& other) noexcept;
  DatabaseCopy(const DatabaseCopy&) = delete;
  ~DatabaseCopy();

  std::uint64_t size() const { return size_; }
  // Replaces `part` by up to `length` bytes from `offset` on.
  Result<void> read(std::uint64_t offset, std::size_t length, std::string& part) const;

 private:
  DatabaseCopy(int file, std::uint64_t size) : file_(file), size_(size) {}
  int file_;
  std::uint64_t size_;
};

}  // namespace afterglow::history
