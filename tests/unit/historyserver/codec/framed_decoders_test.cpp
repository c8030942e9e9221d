// The decoders of formats that are rows of frames, against frames made here with the same
// libraries.

#include <gtest/gtest.h>
#include <liblzf/lzf.h>
#include <lz4.h>
#include <snappy.h>
#include <xxhash.h>

#include <ostream>
#include <string>
#include <vector>

#include "historyserver/codec/lz4_block_decoder.h"
#include "historyserver/codec/lzf_decoder.h"
#include "historyserver/codec/snappy_decoder.h"

namespace afterglow::history {
namespace {

std::string number(std::uint32_t value, int bytes, bool big_endian) {
  std::string text;
  for (int i = 0; i < bytes; ++i) {
    text += static_cast<char>(value >> 8 * (big_endian ? bytes - 1 - i : i));
  }
  return text;
}

std::string lz4_block(const std::string& plain, bool stored) {
  std::string packed(static_cast<std::size_t>(LZ4_compressBound(static_cast<int>(plain.size()))),
                     '\0');
  packed.resize(static_cast<std::size_t>(LZ4_compress_default(plain.data(), packed.data(),
                                                              static_cast<int>(plain.size()),
                                                              static_cast<int>(packed.size()))));
  if (stored) packed = plain;
  const std::uint32_t checksum = XXH32(plain.data(), plain.size(), 0x9747b28c) & 0x0fffffff;
  return std::string("LZ4Block") + (stored ? '\x15' : '\x25') +
         number(static_cast<std::uint32_t>(packed.size()), 4, false) +
         number(static_cast<std::uint32_t>(plain.size()), 4, false) + number(checksum, 4, false) +
         packed;
}

std::string lz4_end() {
  return std::string("LZ4Block\x15", 9) + std::string(12, '\0');
}

std::string lzf_chunk(const std::string& plain, bool stored) {
  const auto size = static_cast<std::uint32_t>(plain.size());
  if (stored) return std::string("ZV\0", 3) + number(size, 2, true) + plain;
  std::string packed(plain.size() + 64, '\0');
  packed.resize(
      lzf_compress(plain.data(), size, packed.data(), static_cast<unsigned>(packed.size())));
  return "ZV\1" + number(static_cast<std::uint32_t>(packed.size()), 2, true) +
         number(size, 2, true) + packed;
}

std::string snappy_header() {
  return std::string("\x82SNAPPY\0", 8) + number(1, 4, true) + number(1, 4, true);
}

std::string snappy_chunk(const std::string& plain) {
  std::string packed;
  snappy::Compress(plain.data(), plain.size(), &packed);
  return number(static_cast<std::uint32_t>(packed.size()), 4, true) + packed;
}

const std::string kPlain = std::string(3000, 'a') + "the end of the first part\n";

struct Case {
  const char* name;
  std::unique_ptr<Decoder> (*make)();
  std::string bytes;
  std::string plain;
};
std::ostream& operator<<(std::ostream& to, const Case& c) {
  return to << c.name;
}

std::vector<Case> cases() {
  return {
      {"Lz4", make_lz4_block_decoder, lz4_block(kPlain, false) + lz4_block("stored", true),
       kPlain + "stored"},
      {"Lz4TwoStreams", make_lz4_block_decoder,
       lz4_block("one", true) + lz4_end() + lz4_block(kPlain, false) + lz4_end(), "one" + kPlain},
      {"Lzf", make_lzf_decoder, lzf_chunk(kPlain, false) + lzf_chunk("stored", true),
       kPlain + "stored"},
      {"Snappy", make_snappy_decoder, snappy_header() + snappy_chunk(kPlain) + snappy_chunk("x"),
       kPlain + "x"},
      {"SnappyTwoStreams", make_snappy_decoder,
       snappy_header() + snappy_chunk("one") + snappy_header() + snappy_chunk(kPlain),
       "one" + kPlain},
  };
}

class FramedDecoders : public testing::TestWithParam<Case> {};
INSTANTIATE_TEST_SUITE_P(All, FramedDecoders, testing::ValuesIn(cases()),
                         [](const auto& run) { return std::string(run.param.name); });

TEST_P(FramedDecoders, DecodeWhateverTheSizesOfThePieces) {
  for (const std::size_t piece : {1UZ, 7UZ, 1000UZ, GetParam().bytes.size()}) {
    const auto decoder = GetParam().make();
    std::string output;
    for (std::size_t at = 0; at < GetParam().bytes.size(); at += piece) {
      ASSERT_TRUE(decoder->push(GetParam().bytes.substr(at, piece), output)) << "at " << at;
    }
    EXPECT_EQ(output, GetParam().plain) << "pieces of " << piece;
  }
}

TEST_P(FramedDecoders, TakeATornEndForOneThatIsNotThereYet) {
  const auto decoder = GetParam().make();
  std::string output;
  const std::string& bytes = GetParam().bytes;
  ASSERT_TRUE(decoder->push(bytes.substr(0, bytes.size() - 1), output));
  EXPECT_TRUE(GetParam().plain.starts_with(output));
  ASSERT_TRUE(decoder->push(bytes.substr(bytes.size() - 1), output));
  EXPECT_EQ(output, GetParam().plain);
}

TEST_P(FramedDecoders, KeepWhatIsGoodBeforeDamage) {
  const auto decoder = GetParam().make();
  std::string output;
  const auto pushed = decoder->push(GetParam().bytes + std::string(64, '\xff'), output);
  ASSERT_FALSE(pushed);
  EXPECT_EQ(pushed.error().kind, ErrorKind::corrupt);
  EXPECT_EQ(output, GetParam().plain);
}

TEST(Lz4BlockDecoder, RefusesAWrongChecksum) {
  std::string bytes = lz4_block(kPlain, true);
  bytes.back() = '!';
  std::string output;
  const auto pushed = make_lz4_block_decoder()->push(bytes, output);
  ASSERT_FALSE(pushed);
  EXPECT_NE(pushed.error().message.find("checksum"), std::string::npos);
  EXPECT_EQ(output, "");
}

}  // namespace
}  // namespace afterglow::history
