#include "historyserver/api/json_writer.h"

#include <gtest/gtest.h>

#include <algorithm>
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
  json.value(2).null_value().end_array().key("e").begin_object().end_object();
  json.key("f").begin_array().end_array().end_object();
  EXPECT_EQ(json.take(),
            "{\n"
            "  \"a\" : 1,\n"
            "  \"b\" : [ {\n"
            "    \"c\" : \"x\",\n"
            "    \"d\" : true\n"
            "  }, { }, 2, null ],\n"
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

void write_sample(JsonWriter& json) {
  json.begin_array();
  for (const int id : {1, 2}) {
    json.begin_object().field("id", id).key("tasks").begin_object();
    json.key("7").begin_object().field("index", 0).field("host", "h").end_object();
    json.end_object().key("list").begin_array().value(1);
    json.begin_object().field("a", 2).field("b", 3).end_object();
    json.end_array().field("end", 2.5).end_object();
  }
  json.end_array();
}

std::string selected(std::string_view fields) {
  JsonWriter json(FieldSelection::parse(fields));
  write_sample(json);
  std::string text = json.take();
  std::erase_if(text, [](char c) { return c == ' ' || c == '\n'; });
  return text;
}

TEST(JsonWriter, WritesOnlyWhatIsSelected) {
  EXPECT_EQ(selected("id"), R"([{"id":1},{"id":2}])");
  EXPECT_EQ(selected("end,id"), R"([{"id":1,"end":2.5},{"id":2,"end":2.5}])");
  EXPECT_EQ(selected("tasks.*.index,list.b"), R"([{"tasks":{"7":{"index":0}},"list":[1,{"b":3}]},)"
                                              R"({"tasks":{"7":{"index":0}},"list":[1,{"b":3}]}])");
  EXPECT_EQ(selected("tasks.7"),
            R"([{"tasks":{"7":{"index":0,"host":"h"}}},{"tasks":{"7":{"index":0,"host":"h"}}}])");
  EXPECT_EQ(selected("nothing"), "[{},{}]");
  EXPECT_EQ(selected(",,"), selected(""));
}

TEST(JsonWriter, WritesLinesOfCompactValues) {
  JsonWriter json;
  json.compact();
  for (int i = 0; i < 2; ++i) {
    json.begin_object().field("a", i).key("b").begin_array().value(1).value("x y").end_array();
    json.key("c").begin_object().end_object().key("d").begin_array().end_array().end_object();
    json.raw("\n");
  }
  EXPECT_EQ(json.take(),
            "{\"a\":0,\"b\":[1,\"x y\"],\"c\":{},\"d\":[]}\n"
            "{\"a\":1,\"b\":[1,\"x y\"],\"c\":{},\"d\":[]}\n");
}

TEST(JsonWriter, HandsOverPiecesAndStops) {
  JsonWriter whole;
  std::string pieces;
  std::size_t largest = 0;
  JsonWriter json([&](std::string_view piece) {
    pieces += piece;
    largest = std::max(largest, piece.size());
    return true;
  });
  for (JsonWriter* writer : {&whole, &json}) {
    writer->begin_array();
    for (int i = 0; i < 20'000; ++i) write_sample(*writer);
    writer->end_array();
  }
  EXPECT_TRUE(json.finish());
  EXPECT_EQ(pieces, whole.take());
  EXPECT_LT(largest, 200'000u);

  int taken = 0;
  JsonWriter gone([&](std::string_view) { return ++taken < 2; });
  int written = 0;
  for (; written < 20'000 && !gone.stopped(); ++written) write_sample(gone);
  EXPECT_EQ(taken, 2);
  EXPECT_LT(written, 5'000);
  EXPECT_FALSE(gone.finish());
  EXPECT_EQ(taken, 2);

  JsonWriter limited(std::size_t{1000});
  for (written = 0; written < 20'000 && !limited.stopped(); ++written) write_sample(limited);
  EXPECT_LT(written, 20);
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
