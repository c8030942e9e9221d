#include "historyserver/codec/codecs.h"

#include <array>

#include "historyserver/codec/lz4_block_decoder.h"
#include "historyserver/codec/lzf_decoder.h"
#include "historyserver/codec/snappy_decoder.h"
#include "historyserver/codec/zstd_decoder.h"

namespace afterglow::history {
namespace {

struct Codec {
  std::string_view suffix;
  std::string_view magic;  // what a file starts with
  std::unique_ptr<Decoder> (*make)();
};

constexpr std::array kCodecs = {
    Codec{"lz4", "LZ4Block", make_lz4_block_decoder},
    Codec{"lzf", "ZV", make_lzf_decoder},
    Codec{"snappy", "\x82SNAPPY", make_snappy_decoder},
    Codec{"zstd", "\x28\xB5\x2F\xFD", make_zstd_decoder},
};

}  // namespace

Result<std::unique_ptr<Decoder>> make_decoder(std::string_view codec,
                                              std::string_view first_bytes) {
  for (const Codec& known : kCodecs) {
    const bool found = codec.empty() ? first_bytes.starts_with(known.magic) : codec == known.suffix;
    if (found) return known.make();
  }
  if (codec.empty()) return nullptr;
  return fail(ErrorKind::unsupported,
              "compression codec '" + std::string(codec) +
                  "' is not supported by this version (plain, lz4, lzf, snappy and zstd are)");
}

}  // namespace afterglow::history
