#pragma once

#include <memory>

#include "historyserver/codec/decoder.h"

namespace afterglow::history {

// The stream of snappy-java's SnappyOutputStream (not the framing format): a 16-byte header (0x82,
// "SNAPPY", 0, two big-endian int32 of versions), then chunks of a big-endian int32 length and a
// raw snappy block. A header in place of a length starts another stream.
std::unique_ptr<Decoder> make_snappy_decoder();

}  // namespace afterglow::history
