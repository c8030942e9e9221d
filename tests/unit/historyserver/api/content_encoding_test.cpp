#include "historyserver/api/content_encoding.h"

#include <gtest/gtest.h>
#include <zlib.h>
#include <zstd.h>

namespace afterglow::history {
namespace {

TEST(ContentEncoding, TakesTheBestThatTheClientAccepts) {
  const struct {
    const char* accepted;
    ContentEncoding encoding;
  } cases[] = {
      {"", ContentEncoding::identity},
      {"gzip", ContentEncoding::gzip},
      {"GZIP, deflate, br", ContentEncoding::gzip},
      {"gzip, deflate, br, zstd", ContentEncoding::zstd},
      {"zstd;q=0.5, gzip;q=0.9", ContentEncoding::gzip},
      {"zstd;q=0, gzip;q=0", ContentEncoding::identity},
      {"*", ContentEncoding::zstd},
      {"*;q=0.1, zstd;q=0", ContentEncoding::gzip},
      {"identity", ContentEncoding::identity},
      {"xgzip", ContentEncoding::identity},
      {",;q=,", ContentEncoding::identity},
  };
  for (const auto& c : cases) EXPECT_EQ(preferred_encoding(c.accepted), c.encoding) << c.accepted;
}

std::string unpack(ContentEncoding encoding, const std::string& packed, std::size_t size) {
  std::string plain(size, '\0');
  if (encoding == ContentEncoding::identity) return packed;
  if (encoding == ContentEncoding::zstd) {
    ZSTD_DCtx* stream = ZSTD_createDCtx();
    ZSTD_inBuffer input{packed.data(), packed.size(), 0};
    ZSTD_outBuffer output{plain.data(), plain.size(), 0};
    EXPECT_EQ(ZSTD_decompressStream(stream, &output, &input), 0u) << "the frame ends";
    ZSTD_freeDCtx(stream);
    return plain.substr(0, output.pos);
  }
  z_stream stream{};
  inflateInit2(&stream, 15 + 16);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  stream.next_out = reinterpret_cast<Bytef*>(plain.data());
  stream.avail_out = static_cast<uInt>(plain.size());
  EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
  inflateEnd(&stream);
  return plain.substr(0, stream.total_out);
}

TEST(ContentEncoding, PacksBodiesThatComeInParts) {
  std::string plain;
  for (int i = 0; i < 60'000; ++i) plain += std::to_string(i * 7919 % 10'007) + ",";
  for (const auto encoding :
       {ContentEncoding::identity, ContentEncoding::gzip, ContentEncoding::zstd}) {
    const auto encoder = BodyEncoder::make(encoding);
    std::string packed;
    for (std::size_t at = 0, size = 1; at < plain.size(); at += size, size = size * 3 + 1) {
      packed += encoder->add(std::string_view(plain).substr(at, size));
    }
    packed += encoder->finish();
    EXPECT_EQ(unpack(encoding, packed, plain.size()), plain) << name_of(encoding);
    EXPECT_EQ(packed.size() < plain.size(), encoding != ContentEncoding::identity);
  }
}

}  // namespace
}  // namespace afterglow::history
