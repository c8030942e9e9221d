#include "common/base/redact.h"

#include <gtest/gtest.h>

namespace afterglow {
namespace {

TEST(Redact, DefaultPatternLooksAtKeyAndValue) {
  EXPECT_EQ(redact("spark.ssl.keyPassword", "x"), redacted_text);
  EXPECT_EQ(redact("spark.hadoop.fs.s3a.access.key", "x"), redacted_text);
  EXPECT_EQ(redact("spark.my.ACCESSKEY", "x"), redacted_text);
  EXPECT_EQ(redact("spark.a", "--token=1"), redacted_text);
  EXPECT_EQ(redact("spark.a", "my Secret"), redacted_text);
  EXPECT_EQ(redact("spark.a", "access_key"), "access_key");
  EXPECT_EQ(redact("spark.master", "local"), "local");
}

TEST(Redact, CustomPatternReplacesTheDefault) {
  const Redactor redactor("(?i)jdbc");
  EXPECT_TRUE(redactor.is_secret("spark.url", "JDBC:x"));
  EXPECT_FALSE(redactor.is_secret("spark.password", "x"));
  EXPECT_FALSE(Redactor("jdbc").is_secret("spark.url", "JDBC:x"));
}

TEST(Redact, PatternThatCannotBeReadHidesEverything) {
  EXPECT_TRUE(Redactor("(").is_secret("spark.master", "local"));
}

}  // namespace
}  // namespace afterglow
