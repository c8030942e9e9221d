#include "historyserver/codec/lz4_block_decoder.h"

#include <lz4.h>
#include <xxhash.h>

#include <algorithm>

#include "historyserver/codec/framed_decoder.h"

namespace afterglow::history {
namespace {

constexpr std::string_view kBlockMagic = "LZ4Block";
constexpr std::size_t kHeaderSize = kBlockMagic.size() + 1 + 3 * 4;
constexpr unsigned kStored = 0x10;
constexpr unsigned kCompressed = 0x20;
constexpr std::uint32_t kSeed = 0x9747b28c;
constexpr std::uint32_t kChecksumMask = 0x0fffffff;
constexpr unsigned kMinBlockBits = 10;

class Lz4BlockDecoder : public FramedDecoder {
  Result<std::size_t> take_frame(std::string_view bytes, std::string& output) override {
    if (!bytes.starts_with(kBlockMagic.substr(0, std::min(kBlockMagic.size(), bytes.size())))) {
      return fail(ErrorKind::corrupt, "bad lz4 data: no block header");
    }
    if (bytes.size() < kHeaderSize) return 0;
    const unsigned token = static_cast<unsigned char>(bytes[kBlockMagic.size()]);
    const unsigned method = token & 0xf0U;
    const std::uint32_t max_original = 1U << (kMinBlockBits + (token & 0x0fU));
    const std::uint32_t packed = read_little_endian_32(bytes.substr(kBlockMagic.size() + 1));
    const std::uint32_t original = read_little_endian_32(bytes.substr(kBlockMagic.size() + 5));
    const std::uint32_t checksum = read_little_endian_32(bytes.substr(kBlockMagic.size() + 9));
    if (original > max_original || packed > original + original / 255 + 16 ||
        (original == 0 && packed > 0) || (method == kStored && packed != original) ||
        (method != kStored && method != kCompressed)) {
      return fail(ErrorKind::corrupt, "bad lz4 data: impossible block header");
    }
    if (bytes.size() - kHeaderSize < packed) return 0;
    if (original == 0) return kHeaderSize;
    const std::string_view payload = bytes.substr(kHeaderSize, packed);
    const std::size_t before = output.size();
    if (auto done = unpack(method, payload, original, output); !done) {
      return std::unexpected(done.error());
    }
    if ((XXH32(output.data() + before, original, kSeed) & kChecksumMask) != checksum) {
      output.resize(before);
      return fail(ErrorKind::corrupt, "bad lz4 data: wrong checksum");
    }
    return kHeaderSize + packed;
  }

  static Result<void> unpack(unsigned method, std::string_view payload, std::uint32_t original,
                             std::string& output) {
    if (method == kStored) {
      output += payload;
      return {};
    }
    const std::size_t before = output.size();
    output.resize(before + original);
    const int size =
        LZ4_decompress_safe(payload.data(), output.data() + before,
                            static_cast<int>(payload.size()), static_cast<int>(original));
    if (size == static_cast<int>(original)) return {};
    output.resize(before);
    return fail(ErrorKind::corrupt, "bad lz4 data: the block does not decompress");
  }
};

}  // namespace

std::unique_ptr<Decoder> make_lz4_block_decoder() {
  return std::make_unique<Lz4BlockDecoder>();
}

std::size_t find_lz4_block(std::string_view bytes) {
  return find_mark(bytes, kBlockMagic);
}

}  // namespace afterglow::history
