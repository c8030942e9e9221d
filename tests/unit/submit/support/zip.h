#pragma once

#include <zlib.h>

#include <cstdint>
#include <string>
#include <vector>

namespace afterglow::submit {

struct ZipMember {
  std::string name;
  std::string content = {};
};

inline std::string little_endian(std::size_t number, int size) {
  std::string text;
  for (int i = 0; i < size; ++i) text += static_cast<char>(number >> (8 * i) & 0xFF);
  return text;
}

inline std::string deflated(std::string content) {
  std::string packed(content.size() + 64, '\0');
  z_stream stream = {};
  deflateInit2(&stream, 9, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
  stream.next_in = reinterpret_cast<Bytef*>(content.data());
  stream.avail_in = static_cast<uInt>(content.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  deflate(&stream, Z_FINISH);
  packed.resize(packed.size() - stream.avail_out);
  deflateEnd(&stream);
  return packed;
}

// A zip file with something before it and a comment behind it, as launchers and tools leave them.
// Files with content are deflated, empty ones stored.
inline std::string zip(const std::vector<ZipMember>& members) {
  std::string files = "before";
  std::string directory;
  for (const auto& [name, content] : members) {
    const std::string packed = content.empty() ? "" : deflated(content);
    const std::string about = little_endian(content.empty() ? 0 : 8, 2) + std::string(8, '\0') +
                              little_endian(packed.size(), 4) + little_endian(content.size(), 4) +
                              little_endian(name.size(), 2);
    directory += "PK\x01\x02" + std::string(6, '\0') + about + std::string(12, '\0') +
                 little_endian(files.size(), 4) + name;
    files += "PK\x03\x04" + std::string(4, '\0') + about + std::string(2, '\0') + name + packed;
  }
  const std::string count = little_endian(members.size(), 2);
  return files + directory + "PK\x05\x06" + std::string(4, '\0') + count + count +
         little_endian(directory.size(), 4) + little_endian(files.size(), 4) + little_endian(7, 2) +
         "comment";
}

}  // namespace afterglow::submit
