#include "historyserver/api/mcp/mcp.h"

#include <gtest/gtest.h>

#include "common/json/json.h"

namespace afterglow::history {
namespace {

// Answers as the server would, and remembers what it was asked.
class McpTest : public testing::Test {
 protected:
  Response post(const std::string& body) {
    Request request;
    request.method = "POST";
    request.headers["content-type"] = "application/json; charset=utf-8";
    request.body = body;
    return send(request);
  }
  Response send(const Request& request) {
    return answer_mcp(request, [this](const Request& inner) {
      asked_ = inner;
      return answer_;
    });
  }
  Json result(const std::string& body) {
    const auto json = Json::parse(post(body).body);
    const auto result = json ? json->member("result") : std::nullopt;
    EXPECT_TRUE(result) << body;
    return result.value_or(Json::object());
  }
  std::int64_t error_code(const std::string& body) {
    const auto json = Json::parse(post(body).body);
    const auto error = json ? json->member("error") : std::nullopt;
    return error ? error->integer_of("code").value_or(0) : 0;
  }
  static std::string call(const std::string& tool, const std::string& arguments) {
    return R"({"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":")" + tool +
           R"(","arguments":)" + arguments + "}}";
  }

  Response answer_;
  Request asked_;
};

TEST_F(McpTest, BeginsWithARevisionThatBothKnow) {
  const auto begin = [](const std::string& revision) {
    return R"({"jsonrpc":"2.0","id":"x","method":"initialize","params":{"protocolVersion":")" +
           revision + R"("}})";
  };
  EXPECT_EQ(result(begin("2025-03-26")).text_of("protocolVersion"), "2025-03-26");
  EXPECT_EQ(result(begin("1999-01-01")).text_of("protocolVersion"), "2025-06-18");
  EXPECT_EQ(Json::parse(post(begin("2025-03-26")).body)->text_of("id"), "x");
}

TEST_F(McpTest, TakesNotifications) {
  const Response response = post(R"({"jsonrpc":"2.0","method":"notifications/initialized"})");
  EXPECT_EQ(response.status, 202);
  EXPECT_TRUE(response.body.empty());
}

TEST_F(McpTest, DescribesItsTools) {
  const auto tools = result(R"({"jsonrpc":"2.0","id":1,"method":"tools/list"})").list_of("tools");
  ASSERT_EQ(tools.size(), 6U);
  for (const Json& tool : tools) {
    EXPECT_EQ(tool.member("inputSchema")->text_of("type"), "object");
    EXPECT_EQ(tool.member("annotations")->flag_of("readOnlyHint"), true);
  }
}

TEST_F(McpTest, AsksTheDashboardsRoutes) {
  const struct {
    std::string tool, arguments, target, body;
  } cases[] = {
      {"list_applications", R"({"search":"a b","limit":5000})",
       "/api/dashboard/applications?shape=false&length=200&search=a%20b", ""},
      {"get_application", R"({"application":"app-1/2"})", "/api/dashboard/applications/app-1/2",
       ""},
      {"findings", R"({"application":"app-1"})", "/api/dashboard/applications/app-1/insights", ""},
      {"compare", R"({"a":"x","b":"y/1"})", "/api/dashboard/compare?a=x&b=y%2F1", ""},
      {"slowest", R"({"application":"app-1"})",
       "/api/dashboard/applications/app-1/overview?limit=10", ""},
      {"sql", R"({"application":"app-1","sql":"SELECT 1"})",
       "/api/dashboard/applications/app-1/query?limit=100", "SELECT 1"},
  };
  for (const auto& [tool, arguments, target, body] : cases) {
    answer_.body = "{}";
    EXPECT_EQ(result(call(tool, arguments)).flag_of("isError"), false) << tool;
    EXPECT_EQ(asked_.target, target);
    EXPECT_EQ(asked_.body, body);
  }
}

TEST_F(McpTest, TellsWhatWentWrong) {
  EXPECT_EQ(result(call("findings", "{}")).list_of("content")[0].text_of("text"),
            "the argument application is missing");
  answer_ = text_response(404, "no such app: x");
  const Json refused = result(call("findings", R"({"application":"x"})"));
  EXPECT_EQ(refused.flag_of("isError"), true);
  EXPECT_EQ(refused.list_of("content")[0].text_of("text"), "no such app: x");
  EXPECT_EQ(error_code(call("drop", "{}")), -32602);
  EXPECT_EQ(error_code(R"({"jsonrpc":"2.0","id":1,"method":"resources/list"})"), -32601);
  EXPECT_EQ(error_code("{"), -32700);
  EXPECT_EQ(error_code("[]"), -32600);
}

TEST_F(McpTest, CutsWhatIsTooLong) {
  answer_.stream = [](const BodySink& sink) {
    for (int i = 0; i < 1000; ++i) {
      if (!sink(std::string(1000, 'x'))) return false;
    }
    return true;
  };
  const auto text =
      result(call("findings", R"({"application":"x"})")).list_of("content")[0].text_of("text");
  EXPECT_LT(text->size(), 300'000U);
  EXPECT_NE(text->find("(cut: "), std::string::npos);
}

TEST_F(McpTest, RefusesOtherSitesAndOtherMethods) {
  Request request;
  request.method = "GET";
  EXPECT_EQ(send(request).status, 405);
  request.method = "POST";
  EXPECT_EQ(send(request).status, 415);
  request.headers = {{"content-type", "application/json"},
                     {"host", "history:18080"},
                     {"origin", "http://evil.example"}};
  request.body = R"({"jsonrpc":"2.0","id":1,"method":"ping"})";
  EXPECT_EQ(send(request).status, 403);
  request.headers["origin"] = "http://history:18080";
  EXPECT_EQ(send(request).status, 200);
}

}  // namespace
}  // namespace afterglow::history
