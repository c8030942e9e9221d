#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "historyserver/api/route_table.h"
#include "tests/unit/historyserver/ingest/log_lines.h"
#include "tests/unit/historyserver/support.h"

namespace afterglow::history {

// A server without its network: two applications, one of them with attempts.
class RouteFixture : public testing::Test {
 protected:
  void SetUp() override {
    logs_.write("a", application_log(2, "app-1"));
    logs_.write("b_1", log_start() + application_start("app 2/\xc3\xa4", "1") + application_end());
    logs_.write("b_2",
                log_start() + application_start("app 2/\xc3\xa4", "x") + stage_with_tasks(1));
    catalog_ = value_of(Catalog::open(store_.path("catalog.db"), {logs_.path()}));
    pipeline_ = std::make_unique<Pipeline>(*catalog_, store_.path(), 1);
    for (const LogListing& log : value_of(list_logs(logs_.path()))) pipeline_->offer(log);
    for (const char* log : {"a", "b_1", "b_2"}) {
      ASSERT_TRUE(pipeline_->wait_until_read(logs_.path(log), std::chrono::minutes(1)));
    }
    scanner_ =
        std::make_unique<Scanner>(*pipeline_, std::vector{logs_.path()}, std::chrono::minutes(1));
  }

  Response get(const std::string& target, const std::string& method = "GET",
               const std::string& prefer = "") {
    Request request;
    request.method = method;
    parse_target(target, request);
    if (!prefer.empty()) request.headers["prefer"] = prefer;
    return answer(request);
  }

  Response answer(const Request& request) {
    return route({*catalog_, *pipeline_, *scanner_, *answers_, databases_, retention_, "test",
                  console_, proxy_, ui_, insights_, prices_, alerts_.get()},
                 request);
  }

  std::optional<RetentionLimits> retention_;
  SqlConsole console_;
  ProxyBase proxy_;
  SparkUi ui_;
  std::shared_ptr<RecentInsights> insights_ = std::make_shared<RecentInsights>();
  Prices prices_;
  TemporaryFolder store_;
  TemporaryFolder logs_;
  std::unique_ptr<AnswerCache> answers_ = std::make_unique<AnswerCache>(0);
  DatabasePool databases_{4};
  std::unique_ptr<Catalog> catalog_;
  std::unique_ptr<AlertStore> alerts_;
  std::unique_ptr<Pipeline> pipeline_;
  std::unique_ptr<Scanner> scanner_;
};

// What a stream sends, whole.
inline std::string body_of(const Response& response) {
  std::string body = response.body;
  if (response.stream) {
    EXPECT_TRUE(response.stream([&](std::string_view part) {
      body += part;
      return true;
    }));
  }
  return body;
}

}  // namespace afterglow::history
