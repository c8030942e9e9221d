#include "submit/launch/archive/jar_entries.h"

#include <cstdint>
#include <fstream>
#include <string_view>

namespace afterglow::submit {
namespace {

// By the zip format: the end record names where the directory is; numbers are little-endian.
constexpr std::size_t end_record_size = 22;
constexpr std::size_t longest_comment = 65535;
constexpr std::size_t entry_size = 46;
constexpr std::string_view end_mark("PK\x05\x06", 4);
constexpr std::string_view entry_mark("PK\x01\x02", 4);

std::uint32_t number(std::string_view bytes, std::size_t at, std::size_t size) {
  std::uint32_t value = 0;
  for (std::size_t i = size; i > 0; --i) {
    value = value << 8 | static_cast<unsigned char>(bytes[at + i - 1]);
  }
  return value;
}

std::string read_part(std::ifstream& file, std::size_t offset, std::size_t size) {
  std::string bytes(size, '\0');
  file.seekg(static_cast<std::streamoff>(offset));
  file.read(bytes.data(), static_cast<std::streamsize>(size));
  bytes.resize(static_cast<std::size_t>(file.gcount()));
  return bytes;
}

std::vector<std::string> names_in(std::string_view directory) {
  std::vector<std::string> names;
  while (directory.size() >= entry_size && directory.starts_with(entry_mark)) {
    const std::size_t name_size = number(directory, 28, 2);
    const std::size_t size =
        entry_size + name_size + number(directory, 30, 2) + number(directory, 32, 2);
    if (size > directory.size()) break;
    names.emplace_back(directory.substr(entry_size, name_size));
    directory.remove_prefix(size);
  }
  return names;
}

}  // namespace

Result<std::vector<std::string>> jar_entries(const std::filesystem::path& jar) {
  const auto corrupt = [&jar] {
    return fail(ErrorKind::corrupt, jar.string() + " is no zip file that can be read");
  };
  std::error_code error;
  const std::size_t size = std::filesystem::file_size(jar, error);
  std::ifstream file(jar, std::ios::binary);
  if (error || !file || size < end_record_size) return corrupt();
  const std::size_t tail_size = std::min(size, end_record_size + longest_comment);
  const std::string tail = read_part(file, size - tail_size, tail_size);
  const std::size_t end = tail.rfind(end_mark);
  if (end == std::string::npos || tail.size() - end < end_record_size) return corrupt();
  const std::size_t count = number(tail, end + 10, 2);
  const std::size_t directory_size = number(tail, end + 12, 4);
  const std::size_t offset = number(tail, end + 16, 4);
  if (offset + directory_size > size) return corrupt();
  file.clear();
  std::vector<std::string> names = names_in(read_part(file, offset, directory_size));
  if (names.size() % 65536 != count) return corrupt();
  return names;
}

}  // namespace afterglow::submit
