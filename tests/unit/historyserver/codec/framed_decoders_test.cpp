// The decoders of formats that are rows of frames, against frames made here with the same
// libraries.

#include <ostream>
#include <string>
#include <vector>

#include "historyserver/codec/lz4_block_decoder.h"
#include "historyserver/codec/lzf_decoder.h"
#include "historyserver/codec/snappy_decoder.h"
#include "tests/unit/historyserver/codec/encoders.h"

namespace afterglow::history {
namespace {

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
      ASSERT_TRUE(push_all(*decoder, GetParam().bytes.substr(at, piece), output)) << "at " << at;
    }
    EXPECT_EQ(output, GetParam().plain) << "pieces of " << piece;
  }
}

TEST_P(FramedDecoders, TakeATornEndForOneThatIsNotThereYet) {
  const auto decoder = GetParam().make();
  std::string output;
  const std::string& bytes = GetParam().bytes;
  ASSERT_TRUE(push_all(*decoder, bytes.substr(0, bytes.size() - 1), output));
  EXPECT_TRUE(GetParam().plain.starts_with(output));
  ASSERT_TRUE(push_all(*decoder, bytes.substr(bytes.size() - 1), output));
  EXPECT_EQ(output, GetParam().plain);
}

TEST_P(FramedDecoders, KeepWhatIsGoodBeforeDamage) {
  const auto decoder = GetParam().make();
  std::string output;
  const auto pushed = push_all(*decoder, GetParam().bytes + std::string(64, '\xff'), output);
  ASSERT_FALSE(pushed);
  EXPECT_EQ(pushed.error().kind, ErrorKind::corrupt);
  EXPECT_EQ(output, GetParam().plain);
}

TEST(Lz4BlockDecoder, RefusesAWrongChecksum) {
  std::string bytes = lz4_block(kPlain, true);
  bytes.back() = '!';
  std::string output;
  const auto pushed = push_all(*make_lz4_block_decoder(), bytes, output);
  ASSERT_FALSE(pushed);
  EXPECT_NE(pushed.error().message.find("checksum"), std::string::npos);
  EXPECT_EQ(output, "");
}

}  // namespace
}  // namespace afterglow::history
