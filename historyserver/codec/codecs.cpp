#include "historyserver/codec/codecs.h"

#include <array>

#include "historyserver/codec/lz4_block_decoder.h"
#include "historyserver/codec/lzf_decoder.h"
#include "historyserver/codec/snappy_decoder.h"
#include "historyserver/codec/zstd_decoder.h"

namespace afterglow::history {
namespace {

constexpr std::array kCodecs = {
    Codec{"lz4", "LZ4Block", true, 1, make_lz4_block_decoder, find_lz4_block},
    Codec{"lzf", "ZV", true, 2, make_lzf_decoder, find_lzf_chunk},
    Codec{"snappy", "\x82SNAPPY", true, 2, make_snappy_decoder, find_snappy_chunk},
    Codec{"zstd", "\x28\xB5\x2F\xFD", false, 1, make_zstd_decoder, find_zstd_frame},
};

}  // namespace

Result<const Codec*> find_codec(std::string_view codec, std::string_view first_bytes) {
  for (const Codec& known : kCodecs) {
    const bool found = codec.empty() ? first_bytes.starts_with(known.magic) : codec == known.suffix;
    if (found) return &known;
    if (codec.empty() && !first_bytes.empty() && known.magic.starts_with(first_bytes)) {
      return fail(ErrorKind::unavailable, "too short to tell its format");
    }
  }
  if (codec.empty()) return nullptr;
  return fail(ErrorKind::unsupported,
              "compression codec '" + std::string(codec) +
                  "' is not supported by this version (plain, lz4, lzf, snappy and zstd are)");
}

}  // namespace afterglow::history
