#include "historyserver/codec/snappy_decoder.h"

#include <snappy.h>

#include "historyserver/codec/framed_decoder.h"

namespace afterglow::history {
namespace {

constexpr std::string_view kMagic("\x82SNAPPY\0", 8);
constexpr std::size_t kHeaderSize = 16;
constexpr std::size_t kLengthSize = 4;
constexpr std::size_t kMaxBlock = 64 << 20;  // far above what any writer's block size is set to

class SnappyDecoder : public FramedDecoder {
  Result<std::size_t> take_frame(std::string_view bytes, std::string& output) override {
    if (bytes.size() < kLengthSize) return 0;
    if (bytes.substr(0, kLengthSize) == kMagic.substr(0, kLengthSize)) {
      if (bytes.size() < kHeaderSize) return 0;
      if (bytes.starts_with(kMagic)) {
        has_header_ = true;
        return kHeaderSize;
      }
    }
    const std::uint32_t length = read_big_endian(bytes, kLengthSize);
    if (!has_header_ || length > kMaxBlock) {
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

}  // namespace

std::unique_ptr<Decoder> make_snappy_decoder() {
  return std::make_unique<SnappyDecoder>();
}

}  // namespace afterglow::history
