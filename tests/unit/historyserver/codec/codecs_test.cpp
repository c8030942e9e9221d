#include "historyserver/codec/codecs.h"

#include "tests/unit/historyserver/support.h"

namespace afterglow::history {
namespace {

const std::string kFrame = zstd_frame("x");

TEST(Codecs, AreToldByNameOrByTheirFirstBytes) {
  const struct {
    const char* codec;
    std::string first_bytes;
    bool decoder;  // else plain
  } cases[] = {
      {"zstd", kFrame, true}, {"zstd", "anything", true},
      {"", kFrame, true},     {"", R"({"Event":"SparkListenerLogStart"})", false},
      {"", "", false},
  };
  for (const auto& c : cases) {
    const auto codec = find_codec(c.codec, c.first_bytes);
    ASSERT_TRUE(codec) << c.codec;
    EXPECT_EQ(*codec != nullptr, c.decoder) << c.codec << " " << c.first_bytes;
  }
}

TEST(Codecs, SaysWhichOneIsNotSupported) {
  for (const char* codec : {"gz", "ZSTD", "org.apache.spark.io.OtherCodec"}) {
    const auto found = find_codec(codec, "");
    ASSERT_FALSE(found) << codec;
    EXPECT_EQ(found.error().kind, ErrorKind::unsupported);
    EXPECT_TRUE(found.error().message.starts_with("compression codec '" + std::string(codec) +
                                                  "' is not supported by this version"))
        << found.error().message;
  }
}

}  // namespace
}  // namespace afterglow::history
