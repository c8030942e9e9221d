#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "historyserver/codec/decoder.h"

namespace afterglow::history {

// A decoder for formats that are a row of frames which say how long they are: collects bytes until
// a frame is whole, then has it decoded.
class FramedDecoder : public Decoder {
 private:
  Result<void> decode(std::string_view input, std::string& output, std::size_t& taken) final;

  // Decodes the frame that `bytes` starts with, which may be followed by others, and answers how
  // many bytes it took; 0 when it is not all there yet. Leaves `output` alone on an error.
  virtual Result<std::size_t> take_frame(std::string_view bytes, std::string& output) = 0;

  std::string pending_;  // the start of a frame
};

// Where `mark` stands first in `bytes`, or the part of it that `bytes` end with; else npos.
std::size_t find_mark(std::string_view bytes, std::string_view mark);

// Unsigned integers as they stand in `bytes`, which must be long enough.
std::uint32_t read_big_endian(std::string_view bytes, std::size_t size);
std::uint32_t read_little_endian_32(std::string_view bytes);

}  // namespace afterglow::history
