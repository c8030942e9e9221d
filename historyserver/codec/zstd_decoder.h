#pragma once

#include <memory>

#include "historyserver/codec/decoder.h"

namespace afterglow::history {

// Standard zstd frames (RFC 8878), any number of them one after the other. Spark's writer closes a
// frame at every flush, so that a log is a long row of small frames of unknown content size, and
// the last frame of a running application is open.
std::unique_ptr<Decoder> make_zstd_decoder();

// See Codec::find_frame.
std::size_t find_zstd_frame(std::string_view bytes);

}  // namespace afterglow::history
