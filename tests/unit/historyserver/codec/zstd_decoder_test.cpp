#include "historyserver/codec/zstd_decoder.h"

#include "tests/unit/historyserver/codec/encoders.h"

namespace afterglow::history {
namespace {

// What comes out when `bytes` arrive in pieces of `step` bytes.
std::string decode(std::string_view bytes, std::size_t step) {
  const auto decoder = make_zstd_decoder();
  std::string output;
  for (std::size_t at = 0; at < bytes.size(); at += step) {
    expect_done(push_all(*decoder, bytes.substr(at, step), output));
  }
  return output;
}

std::string random_like_text(std::size_t size) {
  std::string text;
  for (std::uint32_t state = 1; text.size() < size; state = state * 1664525 + 1013904223) {
    text += std::to_string(state) + ",";
  }
  return text;
}

TEST(ZstdDecoder, DecodesFramesOneAfterTheOtherInPiecesOfAnySize) {
  const std::string bytes =
      zstd_frame("first line\n") + zstd_frame("") + zstd_frame("second ") + zstd_frame("line\n");
  for (const std::size_t step : {1UL, 2UL, 7UL, bytes.size()}) {
    EXPECT_EQ(decode(bytes, step), "first line\nsecond line\n") << step;
  }
}

TEST(ZstdDecoder, DecodesMoreThanItsBlock) {
  const std::string text = random_like_text(1'000'000);
  EXPECT_EQ(decode(zstd_frame(text), 4096), text);
  EXPECT_EQ(decode(zstd_frame(std::string(1'000'000, 'x')), 1), std::string(1'000'000, 'x'));
}

TEST(ZstdDecoder, TakesATornFrameUpToTheTear) {
  const std::string frame = zstd_frame(random_like_text(400'000));
  const std::string torn = zstd_frame("whole\n") + frame.substr(0, frame.size() / 2);
  const std::string decoded = decode(torn, torn.size());
  EXPECT_TRUE(decoded.starts_with("whole\n1,"));
  EXPECT_GT(decoded.size(), 100'000u);
  EXPECT_EQ(decode(zstd_frame("whole\n") + frame.substr(0, 3), 1), "whole\n");
}

TEST(ZstdDecoder, GoesOnWhereATornFrameIsContinued) {
  const std::string frame = zstd_frame("one line\n");
  const auto decoder = make_zstd_decoder();
  std::string output;
  expect_done(push_all(*decoder, frame.substr(0, 5), output));
  EXPECT_EQ(output, "");
  expect_done(push_all(*decoder, frame.substr(5), output));
  EXPECT_EQ(output, "one line\n");
}

TEST(ZstdDecoder, RefusesGarbageAfterWhatWasGood) {
  const auto decoder = make_zstd_decoder();
  std::string output;
  const auto pushed = push_all(*decoder, zstd_frame("good\n") + "no zstd at all", output);
  ASSERT_FALSE(pushed);
  EXPECT_EQ(pushed.error().kind, ErrorKind::corrupt);
  EXPECT_EQ(output, "good\n");
}

}  // namespace
}  // namespace afterglow::history
