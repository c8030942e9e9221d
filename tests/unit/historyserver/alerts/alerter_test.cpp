#include "historyserver/alerts/alerter.h"

#include "common/base/clock.h"
#include "common/json/json.h"
#include "tests/unit/common/net/canned_server.h"
#include "tests/unit/historyserver/support.h"

namespace afterglow::history {
namespace {

using std::chrono::milliseconds;

// Only a test that fails waits so long.
constexpr std::chrono::minutes kPatience{1};

LogRow ended(const std::string& id, std::int64_t end, std::int64_t duration = 1000) {
  LogRow row;
  row.log_id = "/logs/" + id;
  row.directory = "/logs";
  row.app_id = id;
  row.name = "etl <1>";
  row.job = "etl";
  row.start_time = end - duration;
  row.end_time = row.last_updated = end;
  row.exit_code = 0;
  row.read_once = true;
  row.insights_tag = "tag";
  return row;
}

Json body_of(const AlertRow& alert) {
  return value_of(Json::parse(alert.body));
}

TEST(AlertRules, TellWhatIsWanted) {
  LogRow run = ended("app", 9000);
  run.exit_code = 3;
  run.findings = {{"partition-skew", Severity::critical, 10, 40}, {"idle", Severity::note, 1, 2}};
  const std::vector<Regression> regressions = {
      {RunMetric::spill, 9, 0, {0, 0, 1, 5}}, {RunMetric::duration, 1000, 2.5, {400, 300, 500, 5}}};
  AlertSettings settings;
  settings.on_finding = true;
  const auto alerts = alerts_of(run, regressions, settings, 77);
  ASSERT_EQ(alerts.size(), 3u);
  EXPECT_EQ(alerts[0].kind, "failure");
  EXPECT_EQ(body_of(alerts[0]).text_of("id"), "app/-/failure");
  EXPECT_EQ(body_of(alerts[0]).text_of("text"), "etl <1> failed with exit code 3.");
  EXPECT_EQ(body_of(alerts[0]).member("application")->text_of("state"), "failed");
  EXPECT_EQ(body_of(alerts[0]).member("application")->integer_of("duration"), 1000);
  EXPECT_EQ(alerts[1].kind, "regression");
  EXPECT_EQ(body_of(alerts[1]).text_of("text"),
            "etl <1> is out of the band of its 5 runs before: duration is 2.5 times the median.");
  EXPECT_EQ(body_of(alerts[1]).list_of("regressions").size(), 2u);
  EXPECT_EQ(alerts[2].kind, "finding");
  EXPECT_EQ(body_of(alerts[2]).list_of("findings").size(), 1u) << "those from critical on";
  EXPECT_EQ(alerts[2].next_try, 77);
  settings.minimum_severity = Severity::note;
  settings.on_failure = settings.on_regression = false;
  const auto findings = alerts_of(run, regressions, settings, 77);
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(body_of(findings[0]).list_of("findings").size(), 2u);
  EXPECT_TRUE(alerts_of(ended("app", 9000), {}, settings, 77).empty());
}

TEST(AlertRules, KeepTextsShort) {
  LogRow run = ended("app", 9000);
  run.name = std::string(499, 'a') + "\xc3\xa4" + std::string(100'000, 'b');
  run.exit_code = 1;
  const auto alerts = alerts_of(run, {}, {}, 77);
  ASSERT_EQ(alerts.size(), 1u);
  EXPECT_LT(alerts[0].body.size(), 3000u);
  EXPECT_EQ(body_of(alerts[0]).member("application")->text_of("name"),
            std::string(499, 'a') + "...");
}

class AlerterTest : public testing::Test {
 protected:
  void SetUp() override {
    catalog_ = value_of(Catalog::open(folder_.path("catalog.db"), {"/logs"}));
    store_ = value_of(AlertStore::open(folder_.path("catalog.db")));
  }
  std::unique_ptr<Alerter> start(const CannedServer& server, milliseconds pause = milliseconds(1)) {
    const std::string url = server.url("/hook");
    return std::make_unique<Alerter>(
        *catalog_, *store_, AlertSettings{.webhook = {.url = url}},
        [url](const AlertRow& alert) { return send_webhook({.url = url}, alert.body); },
        std::vector<milliseconds>(4, pause));
  }
  template <typename Ready>
  std::vector<AlertRow> wait_for(Ready&& ready) {
    const auto deadline = std::chrono::steady_clock::now() + kPatience;
    for (;;) {
      auto alerts = value_of(store_->page(0, 100));
      if (ready(alerts)) return alerts;
      if (std::chrono::steady_clock::now() > deadline) {
        ADD_FAILURE() << "the alerts are not as expected";
        return alerts;
      }
      std::this_thread::sleep_for(milliseconds(5));
    }
  }
  std::vector<AlertRow> wait_until_settled(std::size_t count) {
    return wait_for([&](const auto& alerts) {
      return alerts.size() == count && std::ranges::none_of(alerts, [](const AlertRow& one) {
               return one.next_try.has_value();
             });
    });
  }

  TemporaryFolder folder_;
  std::unique_ptr<Catalog> catalog_;
  std::unique_ptr<AlertStore> store_;
};

TEST_F(AlerterTest, SendsAgainUntilItIsTaken) {
  CannedServer server(
      {http_answer("", "503 Busy"), http_answer("", "404 Not Found"), http_answer("{}")});
  LogRow old = ended("old", now_ms() - 60'000);
  old.exit_code = 1;
  expect_done(catalog_->put(old));
  const auto alerter = start(server);
  LogRow failed = ended("new", now_ms() + 60'000);
  failed.exit_code = 1;
  expect_done(catalog_->put(failed));
  const auto alerts = wait_until_settled(1);
  EXPECT_EQ(alerts.at(0).app_id, "new");
  EXPECT_EQ(alerts.at(0).tries, 3);
  EXPECT_EQ(alerts.at(0).answer, "HTTP status 200");
  EXPECT_TRUE(alerts.at(0).sent_at);
  EXPECT_EQ(server.requests().size(), 3u);
}

TEST_F(AlerterTest, GivesUpAfterSomeTries) {
  CannedServer server({http_answer("", "503 Busy")});
  const auto alerter = start(server);
  LogRow failed = ended("new", now_ms() + 60'000);
  failed.exit_code = 1;
  expect_done(catalog_->put(failed));
  const auto alerts = wait_until_settled(1);
  EXPECT_EQ(alerts.at(0).tries, 5);
  EXPECT_FALSE(alerts.at(0).sent_at);
}

TEST_F(AlerterTest, GoesOnAfterARestartAndSendsNothingTwice) {
  LogRow failed = ended("new", now_ms() + 60'000);
  failed.exit_code = 1;
  {
    CannedServer server({http_answer("", "503 Busy")});
    const auto alerter = start(server, std::chrono::hours(1));
    expect_done(catalog_->put(failed));
    wait_for([](const auto& alerts) { return alerts.size() == 1 && alerts[0].tries == 1; });
  }
  AlertRow waiting = value_of(store_->next()).value();
  waiting.next_try = 0;
  expect_done(store_->put(waiting));
  CannedServer server({http_answer("{}")});
  {
    const auto alerter = start(server);
    EXPECT_EQ(wait_until_settled(1).at(0).tries, 2);
  }
  // Its log is written again as if nobody had looked at it.
  expect_done(catalog_->put(failed));
  const auto alerter = start(server);
  LogRow other = ended("other", now_ms() + 60'000);
  other.exit_code = 1;
  expect_done(catalog_->put(other));
  wait_until_settled(2);
  EXPECT_EQ(server.requests().size(), 2u);
}

TEST_F(AlerterTest, TellsOfRegressions) {
  CannedServer server({http_answer("{}")});
  const auto alerter = start(server);
  const std::int64_t now = now_ms();
  for (int i = 0; i < 4; ++i) {
    expect_done(catalog_->put(ended("good-" + std::to_string(i), now - 1'000'000 + i, 10'000)));
  }
  expect_done(catalog_->put(ended("bad", now + 60'000, 100'000)));
  const auto alerts = wait_until_settled(1);
  EXPECT_EQ(alerts.at(0).app_id, "bad");
  EXPECT_EQ(alerts.at(0).kind, "regression");
}

}  // namespace
}  // namespace afterglow::history
