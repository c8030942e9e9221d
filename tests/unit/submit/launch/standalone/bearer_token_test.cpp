#include "submit/launch/standalone/bearer_token.h"

#include <gtest/gtest.h>

namespace afterglow::submit {
namespace {

// The signature was made with Python's hmac module.
TEST(BearerToken, IsAJsonWebToken) {
  const auto token = bearer_token("VmlzaXQgaHR0cHM6Ly9leGFtcGxlLm9yZyB0byBsZWFybiBtb3Jl", "tester");
  ASSERT_TRUE(token) << token.error().message;
  EXPECT_EQ(*token,
            "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9."
            "eyJzdWIiOiJ0ZXN0ZXIifQ."
            "oIA90e_ZlBEFIPXCNQBtg4D1uzZ2YfukY6BAGsFLYwM");
}

TEST(BearerToken, AKeyMustBeLongEnoughAndBase64Url) {
  for (const std::string key : {"", "c2hvcnQ", "not base64url at all, though it is long enough!!",
                                "VmlzaXQgaHR0cHM6Ly9leGFtcGxlLm9yZyB0byBsZWFybiBtb3Jl+/"}) {
    const auto token = bearer_token(key, "tester");
    ASSERT_FALSE(token) << key;
    EXPECT_TRUE(token.error().message.contains("afterglow.submit.rest.secretKey"));
    EXPECT_TRUE(key.empty() || !token.error().message.contains(key)) << "a secret is not shown";
  }
}

}  // namespace
}  // namespace afterglow::submit
