#pragma once

#include <memory>

#include "historyserver/codec/decoder.h"

namespace afterglow::history {

// The stream of snappy-java's SnappyOutputStream (not the framing format): a 16-byte header (0x82,
// "SNAPPY", 0, two big-endian int32 of versions), then chunks of a big-endian int32 length and a
// raw snappy block. A header in place of a length starts another stream.
// Decoding can start at a chunk, too.
std::unique_ptr<Decoder> make_snappy_decoder();

// See Codec::find_frame. Only the header has a mark; a chunk is told by a length and a number of
// decoded bytes (the snappy block's first bytes) that suit each other, and must be less than 64
// KiB.
std::size_t find_snappy_chunk(std::string_view bytes);

}  // namespace afterglow::history
