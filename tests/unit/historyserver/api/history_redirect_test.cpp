#include "historyserver/api/history_redirect.h"

#include <gtest/gtest.h>

namespace afterglow::history {
namespace {

TEST(HistoryRedirect, GoesToTheDashboardsPage) {
  const struct {
    const char* target;
    const char* location;
  } cases[] = {
      {"/history", "/"},
      {"/history/", "/"},
      {"/history/app-1", "/#/app/app-1/-"},
      {"/history/app-1/jobs/", "/#/app/app-1/-/jobs"},
      {"/history/app-1/jobs/job/?id=3", "/#/app/app-1/-/job/3"},
      {"/history/app-1/jobs/job/", "/#/app/app-1/-/jobs"},
      {"/history/app-1/2", "/#/app/app-1/2"},
      {"/history/app-1/2/executors/", "/#/app/app-1/2/executors"},
      {"/history/app-1/stages/", "/#/app/app-1/-/stages"},
      {"/history/app-1/stages/stage/?id=3&attempt=1", "/#/app/app-1/-/stage/3/1"},
      {"/history/app-1/2/stages/stage/?id=3", "/#/app/app-1/2/stage/3/0"},
      {"/history/app-1/stages/pool/?poolname=a+b", "/#/app/app-1/-/pools/a%20b"},
      {"/history/app-1/stages/pool/", "/#/app/app-1/-/stages"},
      {"/history/app-1/stages/taskThreadDump/?executorId=1", "/#/app/app-1/-/stages"},
      {"/history/app-1/executors/threadDump/?executorId=1", "/#/app/app-1/-/executors"},
      {"/history/app-1/storage/", "/#/app/app-1/-/storage"},
      {"/history/app-1/storage/rdd/?id=7", "/#/app/app-1/-/storage/7"},
      {"/history/app-1/environment/", "/#/app/app-1/-/environment"},
      {"/history/app-1/SQL/", "/#/app/app-1/-/sql"},
      {"/history/app-1/2/SQL/execution/?id=12", "/#/app/app-1/2/sql/12"},
      {"/history/app-1/StreamingQuery/", "/#/app/app-1/-/streaming"},
      {"/history/app-1/StreamingQuery/statistics/?id=ab-1", "/#/app/app-1/-/streaming/ab-1"},
      {"/history/app-1/connect/", "/#/app/app-1/-/connect"},
      {"/history/app-1/connect/session/?id=1&userId=ann", "/#/app/app-1/-/connect/1"},
      {"/history/app-1/2/sqlserver/", "/#/app/app-1/2/jdbc"},
      {"/history/app-1/sqlserver/session/?id=ab-1", "/#/app/app-1/-/jdbc/ab-1"},
      {"/history/%3Cx%3E/%2F/SQL/", "/#/app/%3Cx%3E/%2F/sql"},
      {"/history/app-1/stages/stage/?id=%22%3E%0D%0A", "/#/app/app-1/-/stage/%22%3E%0D%0A/0"},
  };
  for (const auto& c : cases) {
    Request request;
    parse_target(c.target, request);
    const Response response = redirect_to_dashboard(request);
    EXPECT_EQ(response.status, 302);
    ASSERT_EQ(response.headers.size(), 1u);
    EXPECT_EQ(response.headers[0].second, c.location) << c.target;
  }
}

}  // namespace
}  // namespace afterglow::history
