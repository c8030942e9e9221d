#pragma once

#include <memory>
#include <string>
#include <vector>

#include "historyserver/api/v1/routes.h"
#include "tests/unit/historyserver/support.h"

namespace afterglow::history {

using Strings = std::vector<std::string>;

// An application attempt whose rows a test writes, and requests for it.
class AttemptFixture : public testing::Test {
 protected:
  void SetUp() override {
    attempt_.database = value_of(ApplicationDatabase::create(folder_.path("app.db")));
    attempt_.log.last_updated = 5000;
  }

  ApplicationDatabase& database() { return *attempt_.database; }

  template <typename Handler>
  Response get(Handler handle, const std::string& query, const PathArguments& path = {}) {
    Request request;
    parse_target("/?" + query, request);
    return handle(attempt_, request, path);
  }

  // What stands behind each `"name" : ` of an answer, in its order.
  static Strings members(const Response& response, const std::string& name) {
    const std::string key = "\"" + name + "\" : ";
    Strings values;
    const std::string& body = response.body;
    for (auto at = body.find(key); at != std::string::npos; at = body.find(key, at + 1)) {
      const auto begin = at + key.size();
      const auto end = body.find_first_of(body[begin] == '[' ? "]" : ",\n", begin);
      values.push_back(body.substr(begin, end - begin + (body[begin] == '[' ? 1 : 0)));
    }
    return values;
  }

  TemporaryFolder folder_;
  OpenAttempt attempt_;
};

}  // namespace afterglow::history
