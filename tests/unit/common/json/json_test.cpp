#include "common/json/json.h"

#include <gtest/gtest.h>

namespace afterglow {
namespace {

TEST(Json, WritesWhatItIsGivenInThatOrder) {
  const Json made = Json::object()
                        .set("z", "a \"quoted\"\nline")
                        .set("a", 7)
                        .set("yes", true)
                        .set("list", Json::array().push("x").push(0.5).push(Json::object()));
  EXPECT_EQ(made.line(), R"({"z":"a \"quoted\"\nline","a":7,"yes":true,"list":["x",0.5,{}]})");
  EXPECT_EQ(Json::object().set("a", 1).set("b", 1).merged(Json::object().set("b", 2)).line(),
            R"({"a":1,"b":2})");
  EXPECT_EQ(Json::object().set("k", 1).pretty(), "{\n  \"k\": 1\n}\n");
}

TEST(Json, TextThatIsNoUtf8IsStillJson) {
  EXPECT_EQ(Json::object().set("k", "a\xff").line(), "{\"k\":\"a\xef\xbf\xbd\"}");
}

TEST(Json, ReadsMembersOfTheTypeAskedForOnly) {
  const auto json =
      Json::parse(R"({"t":"x","f":false,"n":3,"o":{"t":"y"},"l":[{"n":1}],"0":null})");
  ASSERT_TRUE(json);
  EXPECT_EQ(json->text_of("t"), "x");
  EXPECT_EQ(json->flag_of("f"), false);
  EXPECT_EQ(json->integer_of("n"), 3);
  EXPECT_EQ(json->member("o")->text_of("t"), "y");
  ASSERT_EQ(json->list_of("l").size(), 1U);
  EXPECT_EQ(json->list_of("l")[0].integer_of("n"), 1);
  for (const char* const key : {"absent", "0", "n"}) EXPECT_FALSE(json->text_of(key)) << key;
  EXPECT_FALSE(json->flag_of("t"));
  EXPECT_TRUE(json->list_of("o").empty());
}

TEST(Json, SaysWhatIsNone) {
  for (const char* const text : {"", "<html>", "{\"a\":", "{} x"}) {
    EXPECT_FALSE(Json::parse(text)) << text;
  }
  EXPECT_FALSE(Json::parse("[1]")->text_of("a"));
}

}  // namespace
}  // namespace afterglow
