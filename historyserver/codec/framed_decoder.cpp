#include "historyserver/codec/framed_decoder.h"

#include <string.h>

#include <algorithm>

namespace afterglow::history {

Result<void> FramedDecoder::decode(std::string_view input, std::string& output,
                                   std::size_t& taken) {
  const std::size_t before = output.size();
  while (taken < input.size() && output.size() - before < kMaxPiece) {
    // Frames are decoded where they stand; only one that is cut is collected first.
    const std::size_t collected = pending_.size();
    if (collected > 0) pending_ += input.substr(taken);
    const auto size =
        take_frame(collected > 0 ? std::string_view(pending_) : input.substr(taken), output);
    if (!size) return std::unexpected(size.error());
    if (*size == 0) {
      if (collected == 0) pending_ = input.substr(taken);
      taken = input.size();
      return {};
    }
    taken += *size - collected;
    pending_.clear();
    note_frame_end(taken, output.size() - before);
  }
  return {};
}

std::size_t find_mark(std::string_view bytes, std::string_view mark) {
  // memmem is several times as fast as std::string_view::find.
  if (const void* found = memmem(bytes.data(), bytes.size(), mark.data(), mark.size())) {
    return static_cast<std::size_t>(static_cast<const char*>(found) - bytes.data());
  }
  for (std::size_t part = std::min(mark.size() - 1, bytes.size()); part > 0; --part) {
    if (bytes.ends_with(mark.substr(0, part))) return bytes.size() - part;
  }
  return std::string_view::npos;
}

std::uint32_t read_big_endian(std::string_view bytes, std::size_t size) {
  std::uint32_t number = 0;
  for (const char c : bytes.substr(0, size)) number = number << 8 | static_cast<unsigned char>(c);
  return number;
}

std::uint32_t read_little_endian_32(std::string_view bytes) {
  std::uint32_t number = 0;
  for (int i = 3; i >= 0; --i) {
    number = number << 8 | static_cast<unsigned char>(bytes[static_cast<std::size_t>(i)]);
  }
  return number;
}

}  // namespace afterglow::history
