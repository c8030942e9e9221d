#pragma once

// Frames of every codec, made with the libraries that decode them, and what decodes them again.

#include <gtest/gtest.h>
#include <liblzf/lzf.h>
#include <lz4.h>
#include <snappy.h>
#include <xxhash.h>

#include <string>
#include <string_view>

#include "historyserver/codec/decoder.h"
#include "tests/unit/historyserver/support.h"

namespace afterglow::history {

inline std::string number(std::uint32_t value, int bytes, bool big_endian) {
  std::string text;
  for (int i = 0; i < bytes; ++i) {
    text += static_cast<char>(value >> 8 * (big_endian ? bytes - 1 - i : i));
  }
  return text;
}

inline std::string lz4_block(const std::string& plain, bool stored) {
  std::string packed(static_cast<std::size_t>(LZ4_compressBound(static_cast<int>(plain.size()))),
                     '\0');
  packed.resize(static_cast<std::size_t>(LZ4_compress_default(plain.data(), packed.data(),
                                                              static_cast<int>(plain.size()),
                                                              static_cast<int>(packed.size()))));
  if (stored) packed = plain;
  const std::uint32_t checksum = XXH32(plain.data(), plain.size(), 0x9747b28c) & 0x0fffffff;
  return std::string("LZ4Block") + (stored ? '\x15' : '\x25') +
         number(static_cast<std::uint32_t>(packed.size()), 4, false) +
         number(static_cast<std::uint32_t>(plain.size()), 4, false) + number(checksum, 4, false) +
         packed;
}

inline std::string lz4_end() {
  return std::string("LZ4Block\x15", 9) + std::string(12, '\0');
}

inline std::string lzf_chunk(const std::string& plain, bool stored) {
  const auto size = static_cast<std::uint32_t>(plain.size());
  if (stored) return std::string("ZV\0", 3) + number(size, 2, true) + plain;
  std::string packed(plain.size() + 64, '\0');
  packed.resize(
      lzf_compress(plain.data(), size, packed.data(), static_cast<unsigned>(packed.size())));
  return "ZV\1" + number(static_cast<std::uint32_t>(packed.size()), 2, true) +
         number(size, 2, true) + packed;
}

inline std::string snappy_header() {
  return std::string("\x82SNAPPY\0", 8) + number(1, 4, true) + number(1, 4, true);
}

inline std::string snappy_chunk(const std::string& plain) {
  std::string packed;
  snappy::Compress(plain.data(), plain.size(), &packed);
  return number(static_cast<std::uint32_t>(packed.size()), 4, true) + packed;
}

// As many calls of push() as it takes.
inline Result<void> push_all(Decoder& decoder, std::string_view input, std::string& output) {
  while (!input.empty()) {
    const auto taken = decoder.push(input, output);
    if (!taken) return std::unexpected(taken.error());
    input.remove_prefix(*taken);
  }
  return {};
}

}  // namespace afterglow::history
