#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.h"

namespace afterglow::submit {

struct JarEntry {
  std::string name;
  std::uint32_t method = 0;  // of compression, by the zip format
  std::uint32_t packed_size = 0;
  std::uint32_t size = 0;
  std::uint32_t offset = 0;  // where the entry's own header is
};

// A jar by the directory at the end of the zip file. What is in it is unpacked only when read.
class JarFile {
 public:
  // ErrorKind::unsupported: it is as large as 4 GB (zip64); corrupt: it is no zip file.
  static Result<JarFile> open(const std::filesystem::path& path);

  const std::vector<JarEntry>& entries() const { return entries_; }
  const JarEntry* find(std::string_view name) const;  // null: there is none
  // Stored and deflated entries, which is what jars consist of.
  Result<std::string> read(const JarEntry& entry) const;

 private:
  std::filesystem::path path_;
  std::vector<JarEntry> entries_;
};

}  // namespace afterglow::submit
