#pragma once

#include <memory>
#include <string_view>

#include "historyserver/codec/decoder.h"

namespace afterglow::history {

// `codec` is the suffix that Spark gives to a log's file name ("zstd"). A file without one is told
// by its first bytes (compaction leaves the suffix out); plain text has no decoder: the answer is
// null. ErrorKind::unsupported for a codec that is not built.
Result<std::unique_ptr<Decoder>> make_decoder(std::string_view codec, std::string_view first_bytes);

}  // namespace afterglow::history
