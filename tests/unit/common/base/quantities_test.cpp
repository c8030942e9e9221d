#include "common/base/quantities.h"

#include <gtest/gtest.h>

namespace afterglow {
namespace {

using std::chrono::milliseconds;

TEST(Quantities, ReadsSizes) {
  const struct {
    const char* text;
    std::int64_t unit;
    std::int64_t bytes;
  } cases[] = {
      {"1", 1, 1},
      {"1", 1024, 1024},
      {"10b", 1024, 10},
      {"2k", 1, 2048},
      {"2kb", 1, 2048},
      {"512m", 1, 536870912},
      {"512MB", 1, 536870912},
      {"4g", 1, 4294967296},
      {" 4G ", 1, 4294967296},
      {"1t", 1, 1LL << 40},
      {"1pb", 1, 1LL << 50},
      {"-1g", 1, -(1LL << 30)},
  };
  for (const auto& c : cases) {
    const auto bytes = parse_bytes(c.text, c.unit);
    ASSERT_TRUE(bytes) << c.text;
    EXPECT_EQ(*bytes, c.bytes) << c.text;
  }
}

TEST(Quantities, RefusesOtherSizes) {
  for (const char* const text :
       {"", "g", "abc", "1.5g", "1 g", "1x", "99999999999999999999", "9999999p"}) {
    const auto bytes = parse_bytes(text, 1);
    ASSERT_FALSE(bytes) << text;
    EXPECT_EQ(bytes.error().kind, ErrorKind::invalid_argument);
  }
}

TEST(Quantities, ReadsDurations) {
  const struct {
    const char* text;
    milliseconds duration;
  } cases[] = {
      {"50", milliseconds(50'000)},     {"50ms", milliseconds(50)},
      {"50s", milliseconds(50'000)},    {"2m", milliseconds(120'000)},
      {"2min", milliseconds(120'000)},  {"1h", milliseconds(3'600'000)},
      {"1D", milliseconds(86'400'000)}, {"1500us", milliseconds(1)},
  };
  for (const auto& c : cases) {
    const auto duration = parse_duration(c.text, milliseconds(1'000));
    ASSERT_TRUE(duration) << c.text;
    EXPECT_EQ(*duration, c.duration) << c.text;
  }
  EXPECT_FALSE(parse_duration("1y", milliseconds(1)));
}

}  // namespace
}  // namespace afterglow
