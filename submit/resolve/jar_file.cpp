#include "submit/resolve/jar_file.h"

#include <zlib.h>

#include <algorithm>
#include <fstream>

namespace afterglow::submit {
namespace {

// By the zip format: the end record names where the directory is; numbers are little-endian.
constexpr std::size_t end_record_size = 22;
constexpr std::size_t longest_comment = 65535;
constexpr std::size_t entry_size = 46;
constexpr std::size_t header_size = 30;
constexpr std::uint32_t in_zip64 = 0xFFFFFFFF;
constexpr std::uint32_t stored = 0;
constexpr std::uint32_t deflated = 8;
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

std::vector<JarEntry> entries_in(std::string_view directory) {
  std::vector<JarEntry> entries;
  while (directory.size() >= entry_size && directory.starts_with(entry_mark)) {
    const std::size_t name_size = number(directory, 28, 2);
    const std::size_t size =
        entry_size + name_size + number(directory, 30, 2) + number(directory, 32, 2);
    if (size > directory.size()) break;
    entries.push_back({.name = std::string(directory.substr(entry_size, name_size)),
                       .method = number(directory, 10, 2),
                       .packed_size = number(directory, 20, 4),
                       .size = number(directory, 24, 4),
                       .offset = number(directory, 42, 4)});
    directory.remove_prefix(size);
  }
  return entries;
}

// Raw deflate; empty when `packed` is not that, or not `size` bytes come out.
std::string inflated(std::string& packed, std::size_t size) {
  std::string bytes(size, '\0');
  z_stream stream = {};
  stream.next_in = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_in = static_cast<uInt>(packed.size());
  stream.next_out = reinterpret_cast<Bytef*>(bytes.data());
  stream.avail_out = static_cast<uInt>(size);
  if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) return {};
  const int ended = inflate(&stream, Z_FINISH);
  inflateEnd(&stream);
  return ended == Z_STREAM_END && stream.avail_out == 0 ? bytes : std::string();
}

}  // namespace

Result<JarFile> JarFile::open(const std::filesystem::path& path) {
  const auto corrupt = [&path] {
    return fail(ErrorKind::corrupt, path.string() + " is no zip file that can be read");
  };
  std::error_code error;
  const std::size_t size = std::filesystem::file_size(path, error);
  std::ifstream file(path, std::ios::binary);
  if (error || !file || size < end_record_size) return corrupt();
  const std::size_t tail_size = std::min(size, end_record_size + longest_comment);
  const std::string tail = read_part(file, size - tail_size, tail_size);
  const std::size_t end = tail.rfind(end_mark);
  if (end == std::string::npos || tail.size() - end < end_record_size) return corrupt();
  const std::size_t count = number(tail, end + 10, 2);
  const std::size_t directory_size = number(tail, end + 12, 4);
  const std::size_t offset = number(tail, end + 16, 4);
  if (offset == in_zip64) {
    return fail(ErrorKind::unsupported, path.string() + " is a zip file of 4 GB or more");
  }
  if (offset + directory_size > size) return corrupt();
  file.clear();
  JarFile jar;
  jar.path_ = path;
  jar.entries_ = entries_in(read_part(file, offset, directory_size));
  if (jar.entries_.size() % 65536 != count) return corrupt();
  return jar;
}

const JarEntry* JarFile::find(std::string_view name) const {
  const auto found = std::ranges::find(entries_, name, &JarEntry::name);
  return found == entries_.end() ? nullptr : &*found;
}

Result<std::string> JarFile::read(const JarEntry& entry) const {
  std::ifstream file(path_, std::ios::binary);
  const std::string header = read_part(file, entry.offset, header_size);
  if (header.size() == header_size) {
    const std::size_t start =
        entry.offset + header_size + number(header, 26, 2) + number(header, 28, 2);
    std::string packed = read_part(file, start, entry.packed_size);
    if (entry.method == deflated) packed = inflated(packed, entry.size);
    const bool known = entry.method == stored || entry.method == deflated;
    if (known && packed.size() == entry.size) return packed;
  }
  return fail(ErrorKind::corrupt, path_.string() + ": cannot read " + entry.name + " in it");
}

}  // namespace afterglow::submit
