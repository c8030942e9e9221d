#include "common/json/json.h"
#include "tests/unit/historyserver/api/route_fixture.h"

namespace afterglow::history {
namespace {

constexpr std::int64_t kHour = 3'600'000;
constexpr std::int64_t kDay = 24 * kHour;
constexpr double kGiB = 1 << 30;

// Runs as the catalog has them; no application's database is opened for these routes.
class FleetTest : public RouteFixture {
 protected:
  void SetUp() override {
    catalog_ = value_of(Catalog::open(store_.path("catalog.db"), {"/logs"}));
    alerts_ = value_of(AlertStore::open(store_.path("catalog.db")));
    prices_ = {0.1, 0.01, "EUR"};
    pipeline_ = std::make_unique<Pipeline>(*catalog_, store_.path(), 0);
    scanner_ =
        std::make_unique<Scanner>(*pipeline_, std::vector{logs_.path()}, std::chrono::hours(1));
    for (int i = 0; i < 5; ++i) put("good-" + std::to_string(i), "etl / a *", "ada", i, kHour);
    LogRow bad = put("bad", "etl / a *", "ada", 5, 3 * kHour);
    bad.findings = {{"partition-skew", Severity::critical, 1, 2.0 * kHour},
                    {"gc-pressure", Severity::note, 1, 1.0 * kHour}};
    bad.severity = "critical";
    bad.waste_core_time = kHour;
    expect_done(catalog_->put(bad));
    LogRow failed = put("failed", "b \"quoted\"", "bob", 1, kHour);
    failed.exit_code = 1;
    expect_done(catalog_->put(failed));
  }

  LogRow put(const std::string& id, const std::string& job, const std::string& user, int day,
             std::int64_t duration) {
    LogRow row;
    row.log_id = "/logs/" + id;
    row.directory = "/logs";
    row.app_id = id;
    row.name = job;
    row.job = job;
    row.user = user;
    row.queue = "prod";
    row.start_time = day * kDay + kHour;
    row.end_time = row.last_updated = row.start_time + duration;
    row.exit_code = 0;
    row.read_once = true;
    row.core_time = 4 * duration;
    row.memory_time = 10 * kGiB * static_cast<double>(duration);
    row.waste_core_time = 0;
    row.insights_tag = "tag";
    expect_done(catalog_->put(row));
    return row;
  }

  Json json(const std::string& target) {
    const Response response = get("/api/dashboard/" + target);
    EXPECT_EQ(response.status, 200) << target << ": " << response.body;
    return value_of(Json::parse(response.body));
  }
  std::vector<std::string> texts(const std::vector<Json>& list, const char* member) {
    std::vector<std::string> texts;
    for (const Json& one : list) texts.push_back(one.text_of(member).value_or(""));
    return texts;
  }
};

using Texts = std::vector<std::string>;

TEST_F(FleetTest, ListsJobsWithWhatIsUsualForThem) {
  const Json answer = json("jobs");
  EXPECT_EQ(answer.integer_of("total"), 2);
  EXPECT_EQ(answer.integer_of("regressed"), 1);
  const auto jobs = answer.list_of("jobs");
  ASSERT_EQ(jobs.size(), 2u);
  const Json& etl = jobs[0];
  EXPECT_EQ(etl.text_of("job"), "etl / a *");
  EXPECT_EQ(etl.integer_of("runs"), 6);
  EXPECT_EQ(etl.integer_of("failed"), 0);
  EXPECT_EQ(etl.integer_of("medianDuration"), kHour);
  EXPECT_EQ(etl.member("lastRun")->text_of("id"), "bad");
  EXPECT_EQ(etl.list_of("trend").size(), 6u);
  EXPECT_EQ(etl.member("regression")->text_of("metric"), "duration");
  EXPECT_EQ(etl.member("regression")->number_of("times"), 3);
  EXPECT_EQ(jobs[1].text_of("job"), "b \"quoted\"");
  EXPECT_FALSE(jobs[1].number_of("medianDuration")) << "it has only failed";
  for (const auto& [query, wanted] : std::initializer_list<std::pair<const char*, Texts>>{
           {"jobs?sortBy=runs", {"b \"quoted\"", "etl / a *"}},
           {"jobs?search=QUOTED", {"b \"quoted\""}},
           {"jobs?search=ada", {"etl / a *"}},
           {"jobs?regressed=true", {"etl / a *"}},
           {"jobs?offset=1&length=5", {"b \"quoted\""}},
       }) {
    EXPECT_EQ(texts(json(query).list_of("jobs"), "job"), wanted) << query;
  }
}

TEST_F(FleetTest, TellsTheRunsOfAJobAndTheFirstBadOne) {
  const Json job = json("jobs/etl%20%2F%20a%20%2A?length=2");
  EXPECT_EQ(job.integer_of("runs"), 6);
  const auto first_bad = job.list_of("firstBad");
  ASSERT_EQ(first_bad.size(), 2u) << "of durations and of core time";
  EXPECT_EQ(first_bad[0].text_of("id"), "bad");
  EXPECT_EQ(first_bad[0].member("regression")->text_of("metric"), "duration");
  const auto runs = job.list_of("history");
  ASSERT_EQ(texts(runs, "id"), (Texts{"bad", "good-4"}));
  EXPECT_EQ(runs[0].member("findings")->integer_of("critical"), 1);
  EXPECT_EQ(runs[0].text_of("severity"), "critical");
  EXPECT_EQ(runs[0].member("bands")->member("duration")->number_of("median"), kHour);
  EXPECT_EQ(runs[0].list_of("regressed").size(), 2u);
  EXPECT_EQ(runs[1].list_of("regressed").size(), 0u);
  EXPECT_EQ(get("/api/dashboard/jobs/none").status, 404);
  EXPECT_EQ(get("/api/dashboard/jobs/a/b").status, 404);
  EXPECT_EQ(get("/api/dashboard/jobs", "POST").status, 405);
}

TEST_F(FleetTest, TellsTheRunsOfAJobWhateverItsKey) {
  for (const char* const key : {"etl / a *", "a/../b\nc", "..", "runs"}) {
    put("one", key, "ada", 9, kHour);
    const Json job = json("runs?length=1&job=" + percent_encode(key));
    EXPECT_EQ(job.text_of("job"), key);
    EXPECT_EQ(texts(job.list_of("history"), "id"), Texts{"one"});
  }
  EXPECT_EQ(get("/api/dashboard/runs?job=none").status, 404);
  EXPECT_EQ(get("/api/dashboard/runs").status, 400);
}

TEST_F(FleetTest, AddsUpWhatRunsCost) {
  const Json fleet = json("fleet");
  const Json total = *fleet.member("total");
  EXPECT_EQ(total.integer_of("runs"), 7);
  EXPECT_EQ(total.integer_of("failed"), 1);
  EXPECT_EQ(total.integer_of("unread"), 0);
  EXPECT_EQ(total.number_of("coreHours"), 36);
  EXPECT_EQ(total.number_of("memoryGiBHours"), 90);
  EXPECT_NEAR(total.number_of("cost").value_or(0), 3.6 + 0.9, 1e-9);
  EXPECT_EQ(total.number_of("wasteCoreHours"), 1);
  EXPECT_EQ(total.number_of("recoverableCoreHours"), 2);
  EXPECT_NEAR(total.number_of("wasteCost").value_or(0), 4.5 / 36, 1e-9);
  EXPECT_EQ(total.member("findings")->integer_of("critical"), 1);
  EXPECT_EQ(fleet.member("prices")->text_of("currency"), "EUR");
  EXPECT_EQ(texts(fleet.list_of("groups"), "value"), (Texts{"ada", "bob"}));
  const auto days = fleet.list_of("days");
  ASSERT_EQ(days.size(), 6u);
  EXPECT_EQ(days[1].integer_of("from"), kDay);
  EXPECT_EQ(days[1].integer_of("to"), 2 * kDay - 1);
  EXPECT_EQ(days[1].integer_of("runs"), 2);
}

// Each group leads to its runs: by the same filters, the list has as many.
TEST_F(FleetTest, EveryNumberCanBeFollowed) {
  for (const char* by : {"user", "queue", "job", "rule"}) {
    const auto groups = json(std::string("fleet?groupBy=") + by).list_of("groups");
    EXPECT_FALSE(groups.empty());
    for (const Json& group : groups) {
      const std::string filter = std::string(by) + "=" + percent_encode(*group.text_of("value"));
      EXPECT_EQ(json("applications?" + filter).integer_of("matching"), group.integer_of("runs"))
          << filter;
      EXPECT_EQ(json("fleet?" + filter).member("total")->integer_of("runs"),
                group.integer_of("runs"));
    }
  }
  for (const Json& day : json("fleet?groupBy=day").list_of("groups")) {
    const std::string filter = "from=" + std::to_string(*day.integer_of("from")) +
                               "&to=" + std::to_string(*day.integer_of("to"));
    EXPECT_EQ(json("applications?" + filter).integer_of("matching"), day.integer_of("runs"));
  }
}

TEST_F(FleetTest, CallsRulesByTheirTitles) {
  const auto titles = [&](const std::string& target) { return *json(target).member("titles"); };
  EXPECT_EQ(titles("fleet?groupBy=rule").line(),
            R"({"gc-pressure":"GC pressure","partition-skew":"Partition skew"})");
  EXPECT_EQ(titles("fleet?rule=partition-skew&rule=of-another-version").line(),
            R"({"partition-skew":"Partition skew"})");
  EXPECT_EQ(titles("fleet").line(), "{}");
  const auto facet = json("applications").member("facets")->list_of("rule");
  EXPECT_EQ(texts(facet, "title"), (Texts{"GC pressure", "Partition skew"}));
}

TEST_F(FleetTest, TakesPricesAndLimits) {
  const Json fleet = json("fleet?coreHour=1&memoryGiBHour=0&currency=CHF&limit=1");
  EXPECT_EQ(fleet.member("total")->number_of("cost"), 36);
  EXPECT_EQ(fleet.member("prices")->text_of("currency"), "CHF");
  EXPECT_EQ(fleet.list_of("groups").size(), 1u);
  EXPECT_EQ(fleet.integer_of("groupCount"), 2);
  EXPECT_EQ(fleet.member("others")->integer_of("runs"), 1);
  for (const char* target : {"fleet?coreHour=x", "fleet?memoryGiBHour=-1", "fleet?groupBy=name",
                             "fleet?from=today", "fleet?limit=x"}) {
    EXPECT_GE(get(std::string("/api/dashboard/") + target).status, 400) << target;
  }
}

TEST_F(FleetTest, TellsRegressionsInTheListOfRuns) {
  const auto runs = json("applications?regressed=true").list_of("applications");
  ASSERT_EQ(runs.size(), 1u);
  EXPECT_EQ(runs[0].text_of("job"), "etl / a *");
  EXPECT_EQ(runs[0].text_of("queue"), "prod");
  EXPECT_EQ(runs[0].integer_of("wasteCoreTime"), kHour);
  EXPECT_EQ(runs[0].member("findings")->integer_of("note"), 1);
  EXPECT_EQ(runs[0].member("regression")->member("band")->integer_of("runs"), 5);
  const Json bad = json("applications/bad");
  EXPECT_EQ(bad.member("regression")->text_of("metric"), "duration");
  EXPECT_EQ(bad.member("regression")->number_of("times"), 3);
  EXPECT_FALSE(json("applications/good-4").member("regression"));
  EXPECT_FALSE(json("applications/failed").member("regression"));
}

TEST_F(FleetTest, ListsAlerts) {
  EXPECT_EQ(json("alerts").flag_of("enabled"), false);
  value_of(alerts_->begin(5));
  AlertRow alert;
  alert.app_id = "failed";
  alert.kind = "failure";
  alert.made_at = 6;
  alert.body = "{}";
  alert.next_try = 7;
  expect_done(alerts_->add("/logs/failed", {alert}));
  const Json answer = json("alerts");
  EXPECT_EQ(answer.integer_of("since"), 5);
  EXPECT_EQ(answer.integer_of("waiting"), 1);
  const auto alerts = answer.list_of("alerts");
  ASSERT_EQ(alerts.size(), 1u);
  EXPECT_EQ(alerts[0].text_of("state"), "waiting");
  EXPECT_EQ(alerts[0].text_of("id"), "failed");
}

TEST_F(FleetTest, CountsForPrometheus) {
  const Response response = get("/metrics");
  EXPECT_EQ(response.status, 200);
  EXPECT_TRUE(response.content_type.starts_with("text/plain; version=0.0.4"));
  for (const char* line :
       {"# TYPE afterglow_applications gauge\n",
        "\nafterglow_applications{state=\"completed\"} 6\n",
        "\nafterglow_applications{state=\"failed\"} 1\n", "\nafterglow_logs_unread 0\n",
        "\nafterglow_findings{rule=\"partition-skew\",severity=\"critical\"} 1\n",
        "\nafterglow_jobs 2\n", "\nafterglow_jobs_regressed 1\n",
        "\nafterglow_alerts_total{result=\"sent\"} 0\n"}) {
    EXPECT_NE(response.body.find(line), std::string::npos) << line << response.body;
  }
  EXPECT_TRUE(response.body.ends_with('\n'));
}

}  // namespace
}  // namespace afterglow::history
