#include "historyserver/codec/snappy_decoder.h"

#include <snappy.h>

#include <algorithm>

#include "historyserver/codec/framed_decoder.h"

namespace afterglow::history {
namespace {

constexpr std::string_view kStreamMagic("\x82SNAPPY\0", 8);
constexpr std::size_t kStreamHeaderSize = 16;
constexpr std::size_t kLengthSize = 4;
constexpr std::size_t kMaxBlock = 64 << 20;  // far above what any writer's block size is set to

class SnappyDecoder : public FramedDecoder {
  Result<std::size_t> take_frame(std::string_view bytes, std::string& output) override {
    if (bytes.size() < kLengthSize) return 0;
    if (bytes.substr(0, kLengthSize) == kStreamMagic.substr(0, kLengthSize)) {
      if (bytes.size() < kStreamHeaderSize) return 0;
      if (bytes.starts_with(kStreamMagic)) {
        has_header_ = true;
        return kStreamHeaderSize;
      }
    }
    const std::uint32_t length = read_big_endian(bytes, kLengthSize);
    const bool started = has_header_ || !from_the_start();
    if (!started || length > kMaxBlock) {
      return fail(ErrorKind::corrupt, "bad snappy data: no stream header");
    }
    if (bytes.size() < kLengthSize + length) return 0;
    std::size_t original = 0;
    const char* block = bytes.data() + kLengthSize;
    if (!snappy::GetUncompressedLength(block, length, &original) || original > kMaxBlock) {
      return fail(ErrorKind::corrupt, "bad snappy data: impossible block length");
    }
    const std::size_t before = output.size();
    output.resize(before + original);
    if (!snappy::RawUncompress(block, length, output.data() + before)) {
      output.resize(before);
      return fail(ErrorKind::corrupt, "bad snappy data: the block does not decompress");
    }
    return kLengthSize + length;
  }

  bool has_header_ = false;
};

// Whether `bytes`, of which only the first are looked at, may be a chunk.
bool may_be_chunk(std::string_view bytes) {
  constexpr std::size_t kMostOfLength = 5;  // of the snappy block's own
  constexpr std::uint32_t kShortest = 3;
  if (!bytes.starts_with(std::string_view("\0\0", std::min<std::size_t>(bytes.size(), 2)))) {
    return false;
  }
  if (bytes.size() < kLengthSize + kMostOfLength) return true;
  const std::size_t length = read_big_endian(bytes, kLengthSize);
  std::size_t original = 0;
  return length >= kShortest &&
         snappy::GetUncompressedLength(bytes.data() + kLengthSize, kMostOfLength, &original) &&
         original > 0 && length <= snappy::MaxCompressedLength(original) &&
         original <= length * 64;  // a block's tags copy that much a byte at most
}

}  // namespace

std::unique_ptr<Decoder> make_snappy_decoder() {
  return std::make_unique<SnappyDecoder>();
}

std::size_t find_snappy_chunk(std::string_view bytes) {
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    const std::string_view rest = bytes.substr(at);
    if (may_be_chunk(rest) || rest.starts_with(kStreamMagic.substr(0, rest.size()))) return at;
  }
  return std::string_view::npos;
}

}  // namespace afterglow::history
