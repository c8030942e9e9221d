#include "historyserver/api/proxy_base.h"

#include <gtest/gtest.h>

namespace afterglow::history {
namespace {

Request request_of(const std::string& target, const std::string& context = "") {
  Request request;
  parse_target(target, request);
  if (!context.empty()) request.headers["x-forwarded-context"] = context;
  return request;
}

TEST(ProxyBase, IsConfiguredOrForwarded) {
  const struct {
    const char* configured;
    const char* forwarded;
    const char* base;
  } cases[] = {
      {"", "", ""},
      {"", "/gateway/spark", "/gateway/spark"},
      {"", "/gateway/spark/", "/gateway/spark"},
      {"/mine", "/gateway", "/mine"},
      {"/", "/gateway", ""},
      {"", "//evil.example", ""},
      {"", "https://evil.example", ""},
      {"", "/a\"><script>", ""},
      {"", "gateway", ""},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(base_path({c.configured, ""}, request_of("/", c.forwarded)), c.base)
        << c.configured << " " << c.forwarded;
  }
}

TEST(ProxyBase, MayBeLeftOnTheRequest) {
  const struct {
    const char* target;
    const char* inner;
  } cases[] = {
      {"/gate/api/v1/version?x=1", "/api/v1/version?x=1"},
      {"/gate", "/"},
      {"/gate?x", "/?x"},
      {"/gates/x", "/gates/x"},
      {"/api/v1", "/api/v1"},
  };
  for (const auto& c : cases) {
    Request request = request_of(c.target);
    remove_base_path({"/gate", ""}, request);
    EXPECT_EQ(request.target, c.inner);
    EXPECT_EQ(request.segments, request_of(c.inner).segments);
    EXPECT_EQ(request.query, request_of(c.inner).query);
  }
}

TEST(ProxyBase, StandsBeforeAddresses) {
  const struct {
    ProxyBase proxy;
    const char* target;
    const char* location;
  } cases[] = {
      {{}, "/history", "./#/app"},
      {{}, "/history/", "../#/app"},
      {{}, "/history/a/jobs/job/?id=/", "../../../../#/app"},
      {{"/gate", ""}, "/history/a/", "/gate/#/app"},
      {{"/gate", "https://host"}, "/history/a/", "https://host/gate/#/app"},
      {{"", "https://host"}, "/history/a/", "https://host/#/app"},
  };
  for (const auto& c : cases) {
    Response response = redirect(302, "/#/app");
    address_to_client(c.proxy, request_of(c.target), response);
    EXPECT_EQ(response.headers.at(0).second, c.location) << c.target;
  }
}

TEST(ProxyBase, StandsBeforeLinks) {
  const std::string links =
      "</api/v1/x?offset=0>; rel=\"first\", </api/v1/x?offset=5>; rel=\"next\"";
  Response response;
  response.headers.emplace_back("Link", links);
  address_to_client({}, request_of("/api/v1/x"), response);
  EXPECT_EQ(response.headers.at(0).second, links);
  address_to_client({}, request_of("/api/v1/x", "/gate"), response);
  EXPECT_EQ(response.headers.at(0).second,
            "</gate/api/v1/x?offset=0>; rel=\"first\", </gate/api/v1/x?offset=5>; rel=\"next\"");
}

}  // namespace
}  // namespace afterglow::history
