#include "historyserver/api/http.h"

#include <gtest/gtest.h>

namespace afterglow::history {
namespace {

using Texts = std::vector<std::string>;

TEST(Http, TakesATargetApart) {
  const struct {
    const char* target;
    const char* path;
    Texts segments;
    std::vector<std::pair<std::string, std::string>> query;
  } cases[] = {
      {"/", "/", {}, {}},
      {"/a//b/", "/a//b/", {"a", "b"}, {}},
      {"/a%2Fb/%3Cx%3E", "/a%2Fb/%3Cx%3E", {"a/b", "<x>"}, {}},
      {"/a+b?c+d=e+f&g&h=i=j&&k=%26",
       "/a+b",
       {"a+b"},
       {{"c d", "e f"}, {"g", ""}, {"h", "i=j"}, {"k", "&"}}},
      {"/a?", "/a", {"a"}, {}},
      {"/%zz%4", "/%zz%4", {"%zz%4"}, {}},
  };
  for (const auto& c : cases) {
    Request request;
    parse_target(c.target, request);
    EXPECT_EQ(request.path, c.path) << c.target;
    EXPECT_EQ(request.segments, c.segments) << c.target;
    EXPECT_EQ(request.query, c.query) << c.target;
  }
}

TEST(Http, FindsParameters) {
  Request request;
  parse_target("/?a=1&b=2&a=3", request);
  EXPECT_EQ(request.parameter("a"), "1");
  EXPECT_EQ(request.parameters("a"), (Texts{"1", "3"}));
  EXPECT_EQ(request.parameter("c"), std::nullopt);
  EXPECT_EQ(request.parameters("c"), Texts{});
}

TEST(Http, CodesAndDecodesPercents) {
  const std::string all = "a b/?&=%\xc3\xa4-_.~+";
  EXPECT_EQ(percent_encode(all), "a%20b%2F%3F%26%3D%25%C3%A4-_.~%2B");
  EXPECT_EQ(percent_decode(percent_encode(all), true), all);
  EXPECT_EQ(percent_decode("%c3%A4", false), "\xc3\xa4");
}

TEST(Http, EscapesHtml) {
  EXPECT_EQ(html_escape("<a href=\"x\">&</a>"), "&lt;a href=&quot;x&quot;&gt;&amp;&lt;/a&gt;");
  EXPECT_EQ(html_error(404, "<b>").body.find("<b>"), std::string::npos);
}

TEST(Http, MakesAnswers) {
  EXPECT_EQ(text_response(404, "no").content_type, "text/plain");
  EXPECT_EQ(html_error(404, "Not Found").status, 404);
  const Response moved = redirect(302, "/x");
  EXPECT_EQ(moved.status, 302);
  EXPECT_EQ(moved.headers, (std::vector<std::pair<std::string, std::string>>{{"Location", "/x"}}));
}

}  // namespace
}  // namespace afterglow::history
