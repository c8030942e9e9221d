#include "historyserver/api/dashboard/routes.h"
#include "tests/unit/historyserver/support.h"

namespace afterglow::history {
namespace {

TEST(DashboardDurations, TakesTimesThatCannotBe) {
  const TemporaryFolder folder;
  OpenAttempt attempt{{}, value_of(ApplicationDatabase::create(folder.path("app.db")))};
  for (const std::int64_t duration : {INT64_MAX, std::int64_t{7}, INT64_MIN}) {
    TaskRow row;
    row.status = "SUCCESS";
    row.duration = duration;
    expect_done(attempt.database->task_writer.append(row, {}));
  }
  expect_done(attempt.database->task_writer.flush());
  for (const std::string bins : {"1", "40", "999"}) {
    Request request;
    request.query = {{"bins", bins}};
    const std::string body = dashboard_durations(attempt, request, {{0, 0}, {}}).body;
    EXPECT_NE(body.find(R"("p50" : 7,)"), std::string::npos) << bins;
    EXPECT_NE(body.find(R"("max" : 1000000000000000,)"), std::string::npos) << bins;
  }
}

}  // namespace
}  // namespace afterglow::history
