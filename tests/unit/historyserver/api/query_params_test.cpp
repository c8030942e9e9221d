#include "historyserver/api/query_params.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace afterglow::history {
namespace {

Request with(const std::string& query) {
  Request request;
  parse_target("/x?" + query, request);
  return request;
}

TEST(QueryParams, Integers) {
  const struct {
    const char* query;
    std::optional<std::int64_t> value;  // none: 404
  } cases[] = {
      {"", 7},
      {"n=", 7},
      {"n", 7},
      {"n=5", 5},
      {"n=-5", -5},
      {"n=%2B5", 5},
      {"n=0005", 5},
      {"n=5&n=6", 5},
      {"n=2147483647", 2147483647},
      {"n=2147483648", {}},
      {"n=%2B-5", {}},
      {"n=+5", {}},
      {"n=5x", {}},
      {"n=1.0", {}},
      {"n=abc", {}},
  };
  for (const auto& c : cases) {
    const auto value = int_parameter(with(c.query), "n", 7);
    ASSERT_EQ(value.has_value(), c.value.has_value()) << c.query;
    if (value) {
      EXPECT_EQ(*value, *c.value) << c.query;
    } else {
      EXPECT_EQ(value.error().status, 404);
      EXPECT_EQ(value.error().content_type, "text/html;charset=utf-8");
    }
  }
}

TEST(QueryParams, Flags) {
  const struct {
    const char* query;
    bool if_true;
    bool if_false;
  } cases[] = {
      {"", true, false},      {"f=", true, false},       {"f=true", true, true},
      {"f=TRUE", true, true}, {"f=false", false, false}, {"f=bogus", false, false},
      {"f=1", false, false},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(flag_parameter(with(c.query), "f", true), c.if_true) << c.query;
    EXPECT_EQ(flag_parameter(with(c.query), "f", false), c.if_false) << c.query;
  }
}

TEST(QueryParams, Words) {
  using Words = std::vector<std::string>;
  const struct {
    const char* query;
    std::optional<Words> words;
  } cases[] = {
      {"", Words{}},
      {"s=failed", Words{"FAILED"}},
      {"s=Failed&s=KILLED", Words{"FAILED", "KILLED"}},
      {"s=", Words{""}},
      {"s=other", {}},
      {"s=failed&s=other", {}},
      {"s=failed,killed", {}},
  };
  for (const auto& c : cases) {
    const auto words = enum_parameters(with(c.query), "s", {"FAILED", "KILLED"});
    ASSERT_EQ(words.has_value(), c.words.has_value()) << c.query;
    if (words) {
      EXPECT_EQ(*words, *c.words) << c.query;
    } else {
      EXPECT_EQ(words.error().status, 404);
    }
  }
}

TEST(QueryParams, Quantiles) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  const struct {
    const char* query;
    std::vector<double> quantiles;
  } cases[] = {
      {"", {0.25, 0.75}},
      {"quantiles=0.9,0.1,0.5", {0.1, 0.5, 0.9}},
      {"quantiles=0.25,,,", {0.25}},
      {"quantiles=%200.5%20", {0.5}},
      {"quantiles=0.1f,2D,1e-1,.5,5.,%2B1", {0.1, 0.1, 0.5, 1, 2, 5}},
      {"quantiles=-Infinity,Infinity,-1", {-kInfinity, -1, kInfinity}},
      {"quantiles=1e400,1e-400", {0, kInfinity}},
      {"quantiles=0x1p-1,0x.8P1f", {0.5, 1}},
  };
  for (const auto& c : cases) {
    const auto quantiles = quantiles_parameter(with(c.query), "0.25,0.75");
    ASSERT_TRUE(quantiles) << c.query;
    EXPECT_EQ(*quantiles, c.quantiles) << c.query;
  }
}

TEST(QueryParams, NotANumberIsTheLastQuantile) {
  const auto quantiles = quantiles_parameter(with("quantiles=NaN,0.5,NaN,2"), "");
  ASSERT_TRUE(quantiles);
  ASSERT_EQ(quantiles->size(), 4u);
  EXPECT_EQ(quantiles->at(1), 2);
  EXPECT_TRUE(std::isnan(quantiles->at(2)) && std::isnan(quantiles->at(3)));
}

TEST(QueryParams, BadQuantilesAreNamed) {
  for (const char* text :
       {"foo", "", ",", "0.5;1", "0x1", "1e", "--1", "nan", "inf", "0.5x", "0x"}) {
    const auto quantiles =
        quantiles_parameter(with("quantiles=0.5," + std::string(text) + ",1"), "");
    ASSERT_FALSE(quantiles) << text;
    EXPECT_EQ(quantiles.error().status, 400);
    EXPECT_EQ(quantiles.error().content_type, "text/plain");
    const std::string named = std::string(text) == "," ? "" : text;
    EXPECT_EQ(quantiles.error().body,
              "Bad value for parameter \"quantiles\".  Expected a double, got \"" + named + "\"");
  }
}

TEST(QueryParams, Dates) {
  EXPECT_EQ(*date_parameter(with(""), "d", 7), 7);
  EXPECT_EQ(*date_parameter(with("d="), "d", 7), 7);
  EXPECT_EQ(*date_parameter(with("d=1970-01-02"), "d", 7), 86'400'000);
  const auto bad = date_parameter(with("d=bogus"), "d", 7);
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error().status, 400);
  EXPECT_EQ(bad.error().content_type, "application/json");
  EXPECT_EQ(bad.error().body, "Couldn't parse date: bogus");
}

}  // namespace
}  // namespace afterglow::history
