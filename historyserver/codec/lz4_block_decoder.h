#pragma once

#include <memory>

#include "historyserver/codec/decoder.h"

namespace afterglow::history {

// The stream of lz4-java's LZ4BlockOutputStream (not the LZ4 frame format): blocks of
//   "LZ4Block", token, compressed length, original length, checksum (three little-endian int32)
// and the payload. The token's high nibble is the method: 1 stored, 2 LZ4 block; its low nibble +
// 10 are the bits of the largest block's length. The checksum is xxHash32 of the original bytes
// with seed 0x9747b28c, its highest four bits dropped. A block with all lengths zero ends a stream;
// another may follow.
std::unique_ptr<Decoder> make_lz4_block_decoder();

// See Codec::find_frame.
std::size_t find_lz4_block(std::string_view bytes);

}  // namespace afterglow::history
