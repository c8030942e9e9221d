#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "common/base/version.h"
#include "historyserver/api/static_files.h"
#include "historyserver/api/v1/routes.h"

namespace afterglow::history {
namespace {

nlohmann::json description() {
  Request request;
  request.method = "GET";
  parse_target("/api/v1/openapi.json", request);
  const Response response = static_file(request);
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.content_type, "application/json");
  return nlohmann::json::parse(response.body);
}

// "/jobs/{jobId}" as the table of routes writes it: "/jobs/#".
std::string as_pattern(std::string path, const nlohmann::json& parameters) {
  for (auto open = path.find('{'); open != std::string::npos; open = path.find('{')) {
    const auto end = path.find('}', open);
    const std::string name = path.substr(open + 1, end - open - 1);
    const nlohmann::json& schema = parameters.at(name).at("schema");
    const bool is_number = schema.at("type") == "integer";
    const char* number = schema.value("format", "") == "int64" ? "##" : "#";
    path.replace(open, end - open + 1, is_number ? number : "*");
  }
  return path;
}

TEST(OpenApi, DescribesEveryRouteAndNoOther) {
  const nlohmann::json document = description();
  std::set<std::string> described;
  for (const auto& [path, item] : document.at("paths").items()) {
    EXPECT_TRUE(item.contains("get")) << path;
    described.insert(as_pattern(path, document.at("components").at("parameters")));
  }
  std::set<std::string> served = {
      "/version",          "/openapi.json",        "/applications",         "/applications/*",
      "/applications/*/*", "/applications/*/logs", "/applications/*/*/logs"};
  for (const AppRoute& route : v1_app_routes()) {
    served.insert("/applications/*/" + std::string(route.pattern));
    served.insert("/applications/*/*/" + std::string(route.pattern));
  }
  for (const std::string& path : described) EXPECT_TRUE(served.contains(path)) << path;
  for (const std::string& path : served) EXPECT_TRUE(described.contains(path)) << path;
}

TEST(OpenApi, TellsTheVersionOfTheProgram) {
  EXPECT_EQ(description().at("info").at("version"), AFTERGLOW_VERSION);
}

TEST(OpenApi, NamesEachOperationOnce) {
  const nlohmann::json document = description();
  std::set<std::string> names;
  for (const auto& [path, item] : document.at("paths").items()) {
    EXPECT_TRUE(names.insert(item.at("get").at("operationId")).second) << path;
  }
}

}  // namespace
}  // namespace afterglow::history
