#include "historyserver/store/json_text.h"

#include <gtest/gtest.h>

namespace afterglow::history {
namespace {

TEST(JsonText, HasTheDocumentedForms) {
  EXPECT_EQ(to_json_text(StringMap{{"k", "v"}}), R"({"k":"v"})");
  EXPECT_EQ(to_json_text(CountMap{{"k", 1}}), R"({"k":1})");
  EXPECT_EQ(to_json_text(IntegerList{1, 2}), "[1,2]");
  EXPECT_EQ(to_json_text(TextList{"a\n\""}), R"(["a\n\""])");
  EXPECT_EQ(to_json_text(ExecutorResources{{"gpu", {"gpu", {"0", "1"}}}}), R"({"gpu":["0","1"]})");
  EXPECT_EQ(to_json_text(Accumulables{{1, "n", {}, "v"}}), R"([[1,"n",null,"v"]])");
}

TEST(JsonText, ReplacesBrokenUtf8) {
  EXPECT_EQ(to_json_text(TextList{"a\xffz"}), "[\"a\xEF\xBF\xBDz\"]");
}

TEST(JsonText, ReadsAnythingElseAsEmpty) {
  for (const char* text :
       {"", "{", "null", "7", "[[]]", R"({"k":[]})", R"([{"a":1}])", "[1,\"x\"]"}) {
    StringMap map{{"old", "x"}};
    CountMap counts{{"old", 1}};
    IntegerList integers{1};
    Accumulables accumulables{{1, {}, {}, {}}};
    from_json_text(text, map);
    from_json_text(text, counts);
    from_json_text(text, integers);
    from_json_text(text, accumulables);
    EXPECT_TRUE(map.empty()) << text;
    EXPECT_TRUE(counts.empty()) << text;
    EXPECT_TRUE(integers.empty()) << text;
    EXPECT_TRUE(accumulables.empty()) << text;
  }
}

}  // namespace
}  // namespace afterglow::history
