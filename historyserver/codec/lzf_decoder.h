#pragma once

#include <memory>

#include "historyserver/codec/decoder.h"

namespace afterglow::history {

// The chunks of ning/compress: "ZV", type; type 1: compressed and original length (big-endian 16
// bit each) and LZF data; type 0: length and the bytes themselves. No checksum, no trailer.
std::unique_ptr<Decoder> make_lzf_decoder();

// See Codec::find_frame.
std::size_t find_lzf_chunk(std::string_view bytes);

}  // namespace afterglow::history
