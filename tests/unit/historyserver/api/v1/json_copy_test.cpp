#include "historyserver/api/v1/json_copy.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace afterglow::history {
namespace {

TEST(JsonCopy, WritesJsonTextInTheFormOfTheAnswer) {
  const struct {
    const char* text;
    const char* written;  // without blanks
  } cases[] = {
      {"7", R"({"a":7,"z":0})"},
      {R"({"x":{"y":[1,-2.5,"t",true,{"u":null}]}})",
       R"({"a":{"x":{"y":[1,-2.5,"t",true,{}]}},"z":0})"},
      {R"({"b":2,"a":1})", R"({"a":{"b":2,"a":1},"z":0})"},
      {R"({"x":null,"y":1})", R"({"a":{"y":1},"z":0})"},
      {"[null,1]", R"({"a":[null,1],"z":0})"},
      {"[{}]", R"({"a":[{}],"z":0})"},
      {R"({"x":null})", R"({"a":{},"z":0})"},
      {"9223372036854775807", R"({"a":9223372036854775807,"z":0})"},
      {"18446744073709551615", R"({"a":1.8446744073709552E19,"z":0})"},
      {R"("\u00e4\n")", "{\"a\":\"\xc3\xa4\\n\",\"z\":0}"},
      {"null", R"({"z":0})"},
      {"", R"({"z":0})"},
      {"{\"x\":1", R"({"z":0})"},
      {"{} {}", R"({"z":0})"},
  };
  for (const auto& c : cases) {
    JsonWriter json;
    json.begin_object();
    write_json_field(json, "a", c.text);
    json.field("z", 0).end_object();
    std::string text = json.take();
    std::erase_if(text, [](char letter) { return letter == ' ' || letter == '\n'; });
    EXPECT_EQ(text, c.written) << c.text;
  }
}

}  // namespace
}  // namespace afterglow::history
