#include "historyserver/api/json_writer.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <optional>
#include <vector>

namespace afterglow::history {
namespace {

template <typename Value>
std::string json_of(const Value& value) {
  JsonWriter json;
  json.value(value);
  return json.take();
}

TEST(JsonWriter, LaysOutAsJackson) {
  JsonWriter json;
  json.begin_object().field("a", 1).key("b").begin_array();
  json.begin_object().field("c", "x").field("d", true).end_object();
  json.begin_object().end_object();
  json.value(2).end_array().key("e").begin_object().end_object();
  json.key("f").begin_array().end_array().end_object();
  EXPECT_EQ(json.take(),
            "{\n"
            "  \"a\" : 1,\n"
            "  \"b\" : [ {\n"
            "    \"c\" : \"x\",\n"
            "    \"d\" : true\n"
            "  }, { }, 2 ],\n"
            "  \"e\" : { },\n"
            "  \"f\" : [ ]\n"
            "}");
}

TEST(JsonWriter, LeavesAbsentMembersOut) {
  const std::vector<std::optional<std::int64_t>> absent(1);
  JsonWriter json;
  json.begin_object()
      .field("a", absent[0])
      .date_field("b", absent[0])
      .field("c", std::optional<std::string>(""))
      .end_object();
  EXPECT_EQ(json.take(), "{\n  \"c\" : \"\"\n}");
}

TEST(JsonWriter, WritesDoublesAsJava) {
  const struct {
    double number;
    const char* text;
  } cases[] = {
      {0, "0.0"},
      {-0.0, "-0.0"},
      {1, "1.0"},
      {-2.5, "-2.5"},
      {0.001, "0.001"},
      {0.00099, "9.9E-4"},
      {9999999, "9999999.0"},
      {10000000, "1.0E7"},
      {12345678.9, "1.23456789E7"},
      {1e21, "1.0E21"},
      {1.0 / 3, "0.3333333333333333"},
      {std::numeric_limits<double>::max(), "1.7976931348623157E308"},
      {std::nan(""), "\"NaN\""},
      {std::numeric_limits<double>::infinity(), "\"Infinity\""},
      {-std::numeric_limits<double>::infinity(), "\"-Infinity\""},
  };
  for (const auto& c : cases) EXPECT_EQ(json_of(c.number), c.text);
}

TEST(JsonWriter, WritesWholeNumbers) {
  EXPECT_EQ(json_of(std::numeric_limits<std::int64_t>::min()), "-9223372036854775808");
  EXPECT_EQ(json_of(std::numeric_limits<std::int64_t>::max()), "9223372036854775807");
}

TEST(JsonWriter, EscapesAndRepairsText) {
  const struct {
    std::string text;
    const char* json;
  } cases[] = {
      {"<script>&'/", R"("<script>&'/")"},
      {"\"\\\n\r\t\b\f", R"("\"\\\n\r\t\b\f")"},
      {std::string("\0\x1f\x7f", 3), "\"\\u0000\\u001F\x7f\""},
      {"\xc3\xa4 \xe4\xb8\x96 \xf0\x9f\x9a\x80 \xe2\x80\xa8",
       "\"\xc3\xa4 \xe4\xb8\x96 \xf0\x9f\x9a\x80 \xe2\x80\xa8\""},
      {"a\xffz", "\"a\xEF\xBF\xBDz\""},
      {"\xc3", "\"\xEF\xBF\xBD\""},
      {"\xe4\xb8", "\"\xEF\xBF\xBD\xEF\xBF\xBD\""},
      {"\xc0\x80", "\"\xEF\xBF\xBD\xEF\xBF\xBD\""},
      {"\xed\xa0\x80", "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\""},
      {"\xf4\x90\x80\x80", "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\""},
  };
  for (const auto& c : cases) EXPECT_EQ(json_of(std::string_view(c.text)), c.json);
}

TEST(JsonWriter, WritesDatesInGmt) {
  const struct {
    std::int64_t time;
    const char* text;
  } cases[] = {
      {0, "1970-01-01T00:00:00.000GMT"},
      {-1, "1969-12-31T23:59:59.999GMT"},
      {1'769'847'330'123, "2026-01-31T08:15:30.123GMT"},
      {1'709'164'799'999, "2024-02-28T23:59:59.999GMT"},
      {1'709'251'199'000, "2024-02-29T23:59:59.000GMT"},
  };
  for (const auto& c : cases) EXPECT_EQ(format_date(c.time), c.text);
}

TEST(JsonWriter, MakesAnAnswer) {
  JsonWriter json;
  json.begin_array().end_array();
  const Response response = json_response(json);
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.content_type, "application/json");
  EXPECT_EQ(response.body, "[ ]");
}

}  // namespace
}  // namespace afterglow::history
