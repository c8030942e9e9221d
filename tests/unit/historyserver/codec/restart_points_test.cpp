// Decoding can start again at what decoders note on their way, and at what the search finds.

#include "historyserver/codec/codecs.h"
#include "tests/unit/historyserver/codec/encoders.h"

namespace afterglow::history {
namespace {

struct Sample {
  std::string bytes;
  std::string plain;
  std::vector<std::size_t> starts;  // of frames, in `bytes`
};

Sample sample(std::string_view codec) {
  Sample sample;
  if (codec == "snappy") sample.bytes = snappy_header();
  for (int i = 0; i < 40; ++i) {
    std::string piece;
    while (piece.size() < 300u * static_cast<unsigned>(i % 5)) piece += std::to_string(i * 37);
    piece += "line " + std::to_string(i) + "\n";
    sample.starts.push_back(sample.bytes.size());
    if (codec == "zstd") sample.bytes += zstd_frame(piece);
    if (codec == "lz4") sample.bytes += lz4_block(piece, i % 3 == 0);
    if (codec == "lzf") sample.bytes += lzf_chunk(piece, i % 5 == 0);
    if (codec == "snappy") sample.bytes += snappy_chunk(piece);
    sample.plain += piece;
  }
  return sample;
}

class RestartPoints : public testing::TestWithParam<const char*> {
 protected:
  const Codec& codec() { return *value_of(find_codec(GetParam(), "")); }
  std::string decode_from(const std::string& bytes, std::uint64_t stored) {
    const auto decoder = codec().make();
    decoder->start_at(stored);
    std::string plain;
    expect_done(push_all(*decoder, std::string_view(bytes).substr(stored), plain));
    return plain;
  }
};
INSTANTIATE_TEST_SUITE_P(All, RestartPoints, testing::Values("zstd", "lz4", "lzf", "snappy"),
                         [](const auto& run) { return std::string(run.param); });

TEST_P(RestartPoints, AreTheLastOnesBeforeAByte) {
  const Sample all = sample(GetParam());
  for (const std::size_t piece : {1UZ, 333UZ, all.bytes.size()}) {
    const auto decoder = codec().make();
    std::string output;
    std::uint64_t asked = 0;
    for (std::size_t at = 0; at < all.bytes.size(); at += piece) {
      expect_done(push_all(*decoder, std::string_view(all.bytes).substr(at, piece), output));
      asked = std::max<std::uint64_t>(asked, output.size() - std::min(output.size(), 700UZ));
      const RestartPoint point = decoder->restart_before(asked);
      ASSERT_LE(point.plain, asked);
      ASSERT_LE(asked - point.plain, 1300u);
      ASSERT_EQ(decode_from(all.bytes, point.stored), all.plain.substr(point.plain)) << at;
    }
    EXPECT_EQ(decoder->plain(), all.plain.size());
    EXPECT_EQ(decoder->last_restart().stored, all.bytes.size());
    EXPECT_EQ(decoder->last_frame(), all.starts.back());
    EXPECT_EQ(decoder->restart_before(all.plain.size()).stored, all.bytes.size());
  }
}

TEST_P(RestartPoints, CountFromWhereTheDecoderStarted) {
  const Sample all = sample(GetParam());
  const auto decoder = codec().make();
  decoder->start_at(all.starts[10]);
  std::string output;
  expect_done(push_all(*decoder, std::string_view(all.bytes).substr(all.starts[10]), output));
  EXPECT_TRUE(output.ends_with("line 39\n"));
  EXPECT_EQ(decoder->restart_before(0).stored, all.starts[10]);
  EXPECT_EQ(decoder->restart_before(output.size()).plain, output.size());
}

TEST_P(RestartPoints, AreFoundByTheSearch) {
  const Sample all = sample(GetParam());
  const std::string garbage(100, '\xee');
  for (const std::size_t start : all.starts) {
    const std::string bytes = garbage + all.bytes.substr(start);
    EXPECT_EQ(codec().find_frame(bytes), garbage.size());
  }
  EXPECT_EQ(codec().find_frame(garbage), std::string::npos);
  EXPECT_EQ(codec().find_frame(garbage + all.bytes.substr(all.starts[1], 1)), garbage.size());
}

TEST_P(RestartPoints, NoPushGivesMuchMoreThanAMegabyte) {
  std::string bytes = std::string_view(GetParam()) == "snappy" ? snappy_header() : "";
  const std::string piece(30'000, 'x');
  for (int i = 0; i < 200; ++i) {
    if (codec().suffix == "lz4") bytes += lz4_block(piece, false);
    if (codec().suffix == "lzf") bytes += lzf_chunk(piece, false);
    if (codec().suffix == "snappy") bytes += snappy_chunk(piece);
  }
  if (codec().suffix == "zstd") bytes = zstd_frame(std::string(6'000'000, 'x'));
  const auto decoder = codec().make();
  std::string_view rest = bytes;
  std::size_t total = 0;
  while (!rest.empty()) {
    std::string output;
    rest.remove_prefix(value_of(decoder->push(rest, output)));
    EXPECT_LE(output.size(), 1'300'000u);
    total += output.size();
  }
  EXPECT_EQ(total, 6'000'000u);
}

}  // namespace
}  // namespace afterglow::history
