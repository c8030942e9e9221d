#include "tests/unit/historyserver/api/route_fixture.h"

namespace afterglow::history {
namespace {

class RouteTableTest : public RouteFixture {};

struct Case {
  const char* target;
  int status;
  const char* body;  // of a text answer: all of it; of another: a part
};

TEST_F(RouteTableTest, AnswersEveryRouteThatIsBuilt) {
  const char* app = "/api/v1/applications/app-1";
  for (const char* tail :
       {"", "/", "/jobs", "/jobs/", "/jobs/0", "/stages", "/stages/0", "/stages/0/0",
        "/stages/0/0/taskList", "/stages/0/0/taskSummary",
        "/stages/0/0/taskTable?numTasks=1&start=0&length=1&columnNameToSort=ID", "/sql/sqlTable",
        "/streaming-queries", "/executors", "/allexecutors", "//jobs", "/jobs/00"}) {
    const Response response = get(std::string(app) + tail);
    EXPECT_EQ(response.status, 200) << tail << " " << response.body;
    EXPECT_EQ(response.content_type, "application/json") << tail;
  }
  EXPECT_EQ(get("/api/v1/version").body, "{\n  \"spark\" : \"4.3.0\"\n}");
  EXPECT_EQ(get("/api/v1/openapi.json").status, 200);
  EXPECT_EQ(get("/api/v1/applications").status, 200);
  EXPECT_EQ(get("/api/dashboard/applications").status, 200);
  EXPECT_EQ(get("/api/dashboard/applications/app-1").status, 200);
  EXPECT_EQ(get("/api/dashboard/applications/app-1/completeness").status, 200);
  for (const char* tail :
       {"/jobs?search=count&status=succeeded", "/jobs/0", "/jobs/0/stages?skipped=too", "/overview",
        "/timeline?width=300&from=0", "/timeline?job=0"}) {
    EXPECT_EQ(get(std::string("/api/dashboard/applications/app-1") + tail).status, 200) << tail;
  }
  EXPECT_EQ(get("/api/dashboard/applications/app-1/timeline?query=77").status, 404);
  EXPECT_EQ(get("/api/dashboard/applications/app-1/stages/0/0/tasks").status, 200);
  EXPECT_EQ(get("/api/dashboard/applications/app-1/stages/0/0/durations").status, 200);
  EXPECT_EQ(get("/api/dashboard/applications/app-1/stages/0/0/summary").status, 200);
  EXPECT_EQ(get("/api/dashboard/applications/app-1/search?q=0").status, 200);
  EXPECT_EQ(get("/api/dashboard/applications/app-1/neighbours?kind=job&id=0").status, 200);
  EXPECT_EQ(get("/api/dashboard/applications/app-1/neighbours?kind=x").status, 400);
  EXPECT_EQ(get("/").status, 200);
  EXPECT_EQ(databases_.waiting(), 1u) << "all had the same connection, and gave it back";
}

// What does not change any more is answered from memory, and not at all to a client that has it.
TEST_F(RouteTableTest, KnowsAnswersAboutEndedApplications) {
  answers_ = std::make_unique<AnswerCache>(1'000'000);
  Request request;
  request.method = "GET";
  parse_target("/api/v1/applications/app-1/jobs", request);
  const Response first = answer(request);
  ASSERT_FALSE(first.headers.empty());
  EXPECT_EQ(first.headers.back().first, "ETag");
  const std::string tag = first.headers.back().second;
  store_.remove(value_of(catalog_->attempts("app-1")).at(0).database);
  EXPECT_EQ(answer(request).body, first.body);
  EXPECT_EQ(answer(request).headers, first.headers);

  request.headers["if-none-match"] = "W/\"1\", " + tag;
  EXPECT_EQ(answer(request).body, "");
  EXPECT_EQ(answer(request).headers.back().second, tag);

  // Other words in the request, another answer; another log, no tag that lasts.
  Request other = request;
  other.headers["accept"] = "text/csv";
  EXPECT_NE(answer(other).headers.back().second, tag);
  Request running;
  running.method = "GET";
  parse_target("/api/v1/applications/app%202%2F%C3%A4/x/jobs", running);
  EXPECT_EQ(answer(running).status, 200);
  for (const auto& [name, value] : answer(running).headers) EXPECT_NE(name, "ETag");
}

TEST_F(RouteTableTest, KnowsAListUntilAnApplicationChanges) {
  answers_ = std::make_unique<AnswerCache>(1'000'000);
  const std::string list = "/api/v1/applications?minDate=1970-01-01&minEndDate=1970-01-01";
  const std::string first = get(list).body;
  EXPECT_EQ(get(list).body, first);
  EXPECT_NE(get(list + "&limit=1").body, first);
  LogRow row = value_of(catalog_->attempts("app-1")).at(0);
  row.app_id = "app-9";
  expect_done(catalog_->put(row));
  EXPECT_NE(get(list).body.find("app-9"), std::string::npos);
}

TEST_F(RouteTableTest, PagesAndSortsLists) {
  const auto headers = [&](const std::string& target) {
    std::string text;
    for (const auto& [name, value] : get(target).headers) {
      if (name == "X-Total-Count" || name == "Link") text += name + ": " + value + "\n";
    }
    return text;
  };
  // The logs are of 1970, before the dates that Spark lists without being asked.
  const std::string all = "/api/v1/applications?minDate=1970-01-01&minEndDate=1970-01-01";
  EXPECT_EQ(headers(all), "X-Total-Count: 2\n");
  EXPECT_EQ(headers(all + "&limit=1"), "X-Total-Count: 2\nLink: <" + all +
                                           "&limit=1&offset=0&length=1>; rel=\"first\", <" + all +
                                           "&limit=1&offset=1&length=1>; rel=\"next\", <" + all +
                                           "&limit=1&offset=1&length=1>; rel=\"last\"\n");
  const std::string tasks = "/api/v1/applications/app-1/stages/0/0/taskList";
  EXPECT_EQ(headers(tasks + "?length=1&offset=1"),
            "X-Total-Count: 2\nLink: <" + tasks + "?offset=0&length=1>; rel=\"first\", <" + tasks +
                "?offset=0&length=1>; rel=\"prev\", <" + tasks +
                "?offset=1&length=1>; rel=\"last\"\n");
  for (const char* list : {"jobs", "stages", "executors", "allexecutors", "storage/rdd", "sql"}) {
    EXPECT_TRUE(
        headers("/api/v1/applications/app-1/" + std::string(list)).starts_with("X-Total-Count: "))
        << list;
  }
  const auto ids = [&](const std::string& query) { return get(all + "&fields=id" + query).body; };
  EXPECT_EQ(ids("&sortBy=id&length=1"), "[ {\n  \"id\" : \"app 2/\xc3\xa4\"\n} ]");
  EXPECT_EQ(ids("&sortBy=-id&length=1"), "[ {\n  \"id\" : \"app-1\"\n} ]");
  EXPECT_EQ(ids("&user=nobody"), "[ ]");
  for (const char* list : {"applications", "applications/app-1/jobs", "applications/app-1/stages",
                           "applications/app-1/executors"}) {
    const Response refused = get("/api/v1/" + std::string(list) + "?sortBy=bogus");
    EXPECT_EQ(refused.status, 400) << list;
    EXPECT_TRUE(refused.body.starts_with("unknown sortBy \"bogus\"; one of these")) << list;
  }
}

// Runs a feed until it has said `enough`; `change` happens after its first words.
std::string listen(const Response& feed, std::string_view enough,
                   const std::function<void()>& change) {
  std::string heard;
  feed.stream([&](std::string_view part) {
    if (heard.empty()) change();
    heard += part;
    return heard.find(enough) == std::string::npos;
  });
  return heard;
}

TEST_F(RouteTableTest, FeedsChangesOfApplications) {
  Request request;
  request.method = "GET";
  request.headers["accept"] = "text/event-stream";
  parse_target("/api/v1/applications/app-1?fields=id,name", request);
  const auto rename = [&](const std::string& app, const std::string& name) {
    LogRow row = value_of(catalog_->attempts(app)).at(0);
    row.name = name;
    expect_done(catalog_->put(row));
  };
  const Response feed = answer(request);
  EXPECT_EQ(feed.content_type, "text/event-stream");
  const std::string heard = listen(feed, "event: application", [&] {
    rename("app 2/\xc3\xa4", "other");
    rename("app-1", "renamed");
  });
  EXPECT_TRUE(heard.starts_with("retry: 2000\nid: ")) << heard;
  EXPECT_TRUE(heard.ends_with("data: {\"id\":\"app-1\",\"name\":\"renamed\"}\n\n")) << heard;
  EXPECT_EQ(heard.find("other"), std::string::npos);

  // A client that comes back gets what it has missed.
  request.headers["last-event-id"] = heard.substr(heard.find("id: ") + 4, heard.find("\n\n") - 16);
  EXPECT_NE(listen(answer(request), "event: ", [] {}).find("renamed"), std::string::npos);
  request.headers["last-event-id"] = "another-run";
  EXPECT_NE(listen(answer(request), "event: ", [] {}).find("event: reset"), std::string::npos);
  request.headers.erase("last-event-id");
  EXPECT_NE(listen(answer(request), "event: ",
                   [&] {
                     const auto rows = value_of(catalog_->attempts("app-1"));
                     expect_done(catalog_->remove(rows.at(0).log_id));
                   })
                .find("event: removed"),
            std::string::npos);
  EXPECT_EQ(answer(request).status, 404);
}

TEST_F(RouteTableTest, MakesALostOrDamagedDatabaseAgain) {
  const std::string jobs = "/api/v1/applications/app-1/jobs";
  const Response before = get(jobs);
  const std::string database = value_of(catalog_->attempts("app-1")).at(0).database;
  store_.remove(database);
  EXPECT_EQ(get(jobs).body, before.body);
  store_.write(database, "no database at all");
  EXPECT_EQ(get(jobs).body, before.body);
  EXPECT_EQ(get(jobs).status, 200);
}

TEST_F(RouteTableTest, SaysWhatALogLacks) {
  const std::string target = "/api/dashboard/applications/app%202%2F%C3%A4/x/completeness";
  const std::string body = get(target).body;
  for (const char* part :
       {"\"complete\" : false", "\"inProgress\" : false", "\"kind\" : \"no_application_end\"",
        "\"matters\" : true", "\"count\" : 1", "\"tasksStarted\" : 1", "\"events\" : [ ]"}) {
    EXPECT_NE(body.find(part), std::string::npos) << part << " in " << body;
  }
}

TEST_F(RouteTableTest, SaysWhatIsNotThere) {
  const Case cases[] = {
      {"/api/v1/applications/none", 404, "unknown app: none"},
      {"/api/v1/applications/none/7", 404, "unknown app none, attempt 7"},
      {"/api/v1/applications/none/jobs", 404, "no such app: none"},
      {"/api/v1/applications/none/7/jobs", 404, "no such app: none/7"},
      {"/api/v1/applications/%3Cx%3E/jobs", 404, "no such app: <x>"},
      {"/api/v1/applications/app-1/1", 404, "unknown app app-1, attempt 1"},
      {"/api/v1/applications/app-1/jobs/9", 404, "unknown job: 9"},
      {"/api/v1/applications/app-1/stages/9", 404, "unknown stage: 9"},
      {"/api/v1/applications/app-1/stages/9/0", 404, "unknown stage: 9"},
      {"/api/v1/applications/app-1/stages/0/9", 404,
       "unknown attempt for stage 0.  Found attempts: [0]"},
      {"/api/v1/applications/app-1/stages/9/0/taskSummary", 404,
       "No tasks reported metrics for 9 / 0 yet."},
      {"/api/v1/applications/app-1/sql/9", 404, "unknown query execution id: 9"},
      {"/api/v1/applications/app-1/streaming-queries/x", 404, "unknown streaming query: x"},
      {"/api/v1/applications/app-1/storage/rdd/9", 404, "no rdd found w/ id 9"},
      {"/api/v1/applications/app-1/storage", 404, "unknown app app-1, attempt storage"},
      {"/api/v1/applications/app-1/streaming/batches/1/operations", 404,
       "no streaming listener attached to name"},
      {"/api/v1/applications/app-1/executors/x/threads", 400,
       "Invalid executorId: neither 'driver' nor number."},
      {"/api/v1/applications/app-1/threads?taskId=0&executorId=1", 503,
       "Thread dumps not available through the history server."},
      {"/api/v1/applications/app-1/jobs/abc", 404, "/api/v1/applications/app-1/jobs/abc"},
      {"/api/v1/applications/app-1/x/y", 404, "/api/v1/applications/app-1/x/y"},
      {"/api/dashboard", 404, "/api/dashboard"},
      {"/api/dashboard/applications/none", 404, "unknown application: none"},
      {"/api/dashboard/applications/app-1/nothing/here", 404,
       "/api/dashboard/applications/app-1/nothing/here"},
      {"/no/such/file", 404, "Not found: /no/such/file"},
  };
  for (const Case& c : cases) {
    const Response response = get(c.target);
    EXPECT_EQ(response.status, c.status) << c.target;
    EXPECT_EQ(response.content_type, "text/plain") << c.target;
    EXPECT_EQ(response.body, c.body) << c.target;
  }
}

TEST_F(RouteTableTest, AnswersPathsThatSparkDoesNotUnderstandAsHtml) {
  for (const char* target :
       {"/api/v1", "/api/v1/x", "/api/v1/version/x", "/api/v2/applications",
        "/api/v1/applications/app-1/stages/abc", "/api/v1/applications/app-1/stages/0/0/x",
        "/api/v1/applications/app-1/jobs/99999999999", "/api/v1/applications?limit=x"}) {
    EXPECT_EQ(get(target).status, 404) << target;
    EXPECT_EQ(get(target).content_type, "text/html;charset=utf-8") << target;
  }
}

TEST_F(RouteTableTest, TakesIdsOfExecutionsThatAreLong) {
  const std::string sql = "/api/v1/applications/app-1/sql/";
  EXPECT_EQ(get(sql + "9223372036854775807").body,
            "unknown query execution id: 9223372036854775807");
  EXPECT_EQ(get(sql + "9223372036854775808").content_type, "text/html;charset=utf-8");
}

TEST_F(RouteTableTest, FindsApplicationsByTheirNames) {
  const auto found = [&](const std::string& query) {
    const std::string body = get("/api/dashboard/search?q=" + query).body;
    std::size_t count = 0;
    for (auto at = body.find("\"kind\""); at != std::string::npos;
         at = body.find("\"kind\"", at + 1)) {
      ++count;
    }
    return count;
  };
  EXPECT_EQ(found(""), 3u);
  EXPECT_EQ(found("&limit=2"), 2u);
  EXPECT_EQ(found("APP-1"), 1u);
  EXPECT_EQ(found("app%202"), 2u);
  EXPECT_EQ(found("nobody"), 0u);
  EXPECT_NE(get("/api/dashboard/search?q=%C3%84").body.find("\"attemptId\" : \"x\""),
            std::string::npos);
}

TEST_F(RouteTableTest, AllowsNothingButReading) {
  for (const char* method : {"POST", "PUT", "DELETE", "PATCH", "OPTIONS"}) {
    const Response response = get("/api/v1/version", method);
    EXPECT_EQ(response.status, 405) << method;
    EXPECT_EQ(response.body, std::string(method) + " is not allowed here.");
  }
  EXPECT_EQ(get("/api/v1/version", "HEAD").status, 200);
  EXPECT_EQ(get("/api/dashboard/applications", "POST").status, 405);
  EXPECT_EQ(get("/api/dashboard/applications/app-1/completeness", "POST").status, 405);
  EXPECT_EQ(get("/api/dashboard/applications/app-1/data", "POST").status, 405);
  EXPECT_EQ(get("/api/dashboard/applications/app-1/query").status, 405);
}

TEST_F(RouteTableTest, LinksExecutorsLogsAsItIsConfigured) {
  const std::string executor =
      R"({"Event":"SparkListenerExecutorAdded","Timestamp":2000,"Executor ID":"1","Executor Info":)"
      R"({"Host":"h","Total Cores":1,"Log Urls":{"stdout":"logged"},"Attributes":{"NODE":"n"}}})"
      "\n";
  logs_.write("ended", log_start() + application_start("ended") + executor + application_end());
  logs_.write("runs", log_start() + application_start("runs") + executor);
  for (const LogListing& log : value_of(list_logs(logs_.path()))) pipeline_->offer(log);
  for (const char* log : {"ended", "runs"}) {
    ASSERT_TRUE(pipeline_->wait_until_read(logs_.path(log), std::chrono::minutes(1)));
  }
  ui_.log_url = "https://logs/{{NODE}}";
  const auto shows = [this](const std::string& app, const std::string& link) {
    return get("/api/v1/applications/" + app + "/executors").body.find("\"" + link + "\"") !=
           std::string::npos;
  };
  EXPECT_TRUE(shows("ended", "https://logs/n"));
  EXPECT_TRUE(shows("runs", "https://logs/n"));
  ui_.log_url_of_incomplete = false;
  EXPECT_TRUE(shows("ended", "https://logs/n"));
  EXPECT_TRUE(shows("runs", "logged"));
}

TEST_F(RouteTableTest, NamesAnAttemptWhereThereAreAttempts) {
  const std::string app = "/api/v1/applications/app%202%2F%C3%A4";
  EXPECT_EQ(get(app).status, 200);
  EXPECT_NE(get(app).body.find("\"id\" : \"app 2/\xc3\xa4\""), std::string::npos);
  EXPECT_EQ(get(app + "/1").status, 200);
  EXPECT_EQ(get(app + "/x/jobs/0").status, 200);
  EXPECT_EQ(get(app + "/1/jobs").body, "[ ]");
  EXPECT_EQ(get(app + "/jobs").status, 404);
  EXPECT_EQ(get(app + "/jobs").body, "no such app: app 2/\xc3\xa4");
  EXPECT_EQ(get(app + "/3").body, "unknown app app 2/\xc3\xa4, attempt 3");
  EXPECT_EQ(get("/api/dashboard/applications/app%202%2F%C3%A4/x").status, 200);
}

TEST_F(RouteTableTest, RedirectsOldLinks) {
  const Response api = get("/api");
  EXPECT_EQ(api.status, 301);
  const Response page = get("/history/app-1/stages/stage/?id=0");
  EXPECT_EQ(page.status, 302);
  EXPECT_EQ(page.headers.at(0).second, "../../../../#/app/app-1/-/stage/0/0");
}

// An application whose log was seen but not read: as after a start on many logs.
class UnreadLogTest : public RouteTableTest {
 protected:
  void SetUp() override {
    RouteTableTest::SetUp();
    scanner_.reset();
    pipeline_.reset();
    for (LogRow& row : value_of(catalog_->attempts("app-1"))) {
      row.read_once = false;
      row.size = 100;
      row.bytes_read = 25;
      expect_done(catalog_->put(row));
    }
    pipeline_ = std::make_unique<Pipeline>(*catalog_, store_.path(), 0);
    scanner_ =
        std::make_unique<Scanner>(*pipeline_, std::vector<std::string>(), std::chrono::minutes(1));
  }
};

TEST_F(UnreadLogTest, IsAnsweredAsFarAsItIsKnownWhenAWaitWasAskedFor) {
  const Response response = get("/api/v1/applications/app-1/jobs", "GET", "respond-async, wait=0");
  EXPECT_EQ(response.status, 200);
  bool told = false;
  for (const auto& [name, value] : response.headers)
    told |= name == "Afterglow-Progress" && value == "0.250000";
  EXPECT_TRUE(told);
}

}  // namespace
}  // namespace afterglow::history
