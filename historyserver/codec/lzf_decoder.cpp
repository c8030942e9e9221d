#include "historyserver/codec/lzf_decoder.h"

#include <liblzf/lzf.h>

#include <algorithm>

#include "historyserver/codec/framed_decoder.h"

namespace afterglow::history {
namespace {

constexpr std::string_view kChunkMagic = "ZV";
constexpr std::size_t kTypeAt = 2;
constexpr std::size_t kStoredHeader = 5;
constexpr std::size_t kCompressedHeader = 7;

class LzfDecoder : public FramedDecoder {
  Result<std::size_t> take_frame(std::string_view bytes, std::string& output) override {
    if (!bytes.starts_with(kChunkMagic.substr(0, std::min(kChunkMagic.size(), bytes.size()))) ||
        (bytes.size() > kTypeAt && bytes[kTypeAt] != 0 && bytes[kTypeAt] != 1)) {
      return fail(ErrorKind::corrupt, "bad lzf data: no chunk header");
    }
    if (bytes.size() < kStoredHeader) return 0;
    const std::uint32_t length = read_big_endian(bytes.substr(3), 2);
    if (bytes[kTypeAt] == 0) {
      if (bytes.size() < kStoredHeader + length) return 0;
      output += bytes.substr(kStoredHeader, length);
      return kStoredHeader + length;
    }
    if (bytes.size() < kCompressedHeader + length) return 0;
    const std::uint32_t original = read_big_endian(bytes.substr(5), 2);
    const std::size_t before = output.size();
    output.resize(before + original);
    const unsigned size =
        lzf_decompress(bytes.data() + kCompressedHeader, length, output.data() + before, original);
    if (size != original) {
      output.resize(before);
      return fail(ErrorKind::corrupt, "bad lzf data: the chunk does not decompress");
    }
    return kCompressedHeader + length;
  }
};

}  // namespace

std::unique_ptr<Decoder> make_lzf_decoder() {
  return std::make_unique<LzfDecoder>();
}

std::size_t find_lzf_chunk(std::string_view bytes) {
  for (std::size_t at = 0;; ++at) {
    const std::size_t mark = find_mark(bytes.substr(at), kChunkMagic);
    if (mark == std::string_view::npos) return mark;
    at += mark;
    const std::string_view rest = bytes.substr(at);
    if (rest.size() <= kTypeAt || rest[kTypeAt] == 0 || rest[kTypeAt] == 1) return at;
  }
}

}  // namespace afterglow::history
