#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "common/base/result.h"

namespace afterglow::history {

// A local file, open for reading as long as this lives.
class StoredFile {
 public:
  // ErrorKind::not_found when there is no such file, else ErrorKind::io.
  static Result<StoredFile> open(const std::string& path);
  ~StoredFile();
  StoredFile(StoredFile&& other) noexcept;
  StoredFile& operator=(StoredFile&& other) noexcept;

  // Appends the `size` bytes that stand from `offset` on, as far as the file goes; answers how many
  // they were.
  Result<std::size_t> read_at(std::uint64_t offset, std::size_t size, std::string& output) const;
  // The same into memory that is there.
  Result<std::size_t> read_at(std::uint64_t offset, std::size_t size, char* output) const;

 private:
  StoredFile(int descriptor, std::string path);

  int descriptor_;
  std::string path_;
};

}  // namespace afterglow::history
