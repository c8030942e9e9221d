#include <fstream>

#include "tests/unit/historyserver/api/route_fixture.h"
#include "tests/unit/historyserver/store/query_rows.h"

namespace afterglow::history {
namespace {

class SqlConsoleTest : public RouteFixture {
 protected:
  static Request query(const std::string& sql, const std::string& parameters = "") {
    Request request;
    request.method = "POST";
    parse_target("/api/dashboard/applications/app-1/query" + parameters, request);
    request.headers["content-type"] = "application/sql";
    request.body = sql;
    return request;
  }
  // Without how long it took.
  std::string said(const Request& request) {
    std::string body = body_of(answer(request));
    const auto at = body.find(",\"milliseconds\":");
    if (at == std::string::npos) return body;
    return body.erase(at, body.find_first_of(",}", at + 1) - at);
  }
};

TEST_F(SqlConsoleTest, AnswersColumnsAndRows) {
  const struct {
    const char* sql;
    const char* parameters;
    const char* body;
  } cases[] = {
      {"SELECT count(*) AS tasks, 'a\"<b>' AS word FROM task", "",
       R"({"columns":["tasks","word"],"rows":[[2,"a\"<b>"]],"rowCount":1,"truncated":false})"},
      {"VALUES (1), (2), (3)", "?limit=2",
       R"({"columns":["column1"],"rows":[[1],[2]],"rowCount":2,"truncated":true})"},
      {"VALUES (NULL, x'0aff', 1.5, 9007199254740993)", "?limit=0",
       R"({"columns":["column1","column2","column3","column4"],)"
       R"("rows":[[null,"0aff",1.5,"9007199254740993"]],"rowCount":1,"truncated":false})"},
      {"SELECT 1 AS x WHERE 0", "",
       R"({"columns":["x"],"rows":[],"rowCount":0,"truncated":false})"},
      {"SELECT json('{') AS j", "",
       R"({"columns":["j"],"rows":[],"rowCount":0,"truncated":false,)"
       R"("error":{"kind":"query","message":"SQL: malformed JSON"}})"},
      {"SELECT length(zeroblob(100000000)) AS n", "",
       R"({"columns":["n"],"rows":[],"rowCount":0,"truncated":false,)"
       R"("error":{"kind":"query","message":"SQL: string or blob too big"}})"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(answer(query(c.sql, c.parameters)).status, 200) << c.sql;
    EXPECT_EQ(said(query(c.sql, c.parameters)), c.body);
  }
}

TEST_F(SqlConsoleTest, RefusesWhatItDoesNotTake) {
  Response wrong = answer(query("SELECT 1,\n  bogus FROM task"));
  EXPECT_EQ(wrong.status, 400);
  EXPECT_EQ(wrong.body,
            R"({"error":{"kind":"query","message":"SQL: no such column: bogus, at line 2, )"
            R"(column 3: bogus FROM task","line":2,"column":3,"offset":12}})");
  for (const char* sql : {"DELETE FROM job", "ATTACH ':memory:' AS x", "VACUUM INTO 'x'",
                          "SELECT load_extension('x')", "PRAGMA journal_mode", ""}) {
    EXPECT_EQ(answer(query(sql)).status, 400) << sql;
  }
  Request form = query("SELECT 1");
  form.headers["content-type"] = "text/plain";
  EXPECT_EQ(answer(form).status, 415);
  Request unknown = query("SELECT 1");
  unknown.segments[3] = "nobody";
  EXPECT_EQ(answer(unknown).status, 404);
  console_.enabled = false;
  EXPECT_EQ(answer(query("SELECT 1")).status, 403);
}

const std::string kEndlessQuery =
    "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n) SELECT ";

TEST_F(SqlConsoleTest, EndsAtItsLimits) {
  console_.rows = 3;
  EXPECT_NE(said(query(kEndlessQuery + "i FROM n", "?limit=9"))
                .find(R"([[1],[2],[3]],"rowCount":3,"truncated":true})"),
            std::string::npos);
  console_.time = std::chrono::milliseconds(50);
  EXPECT_NE(said(query(kEndlessQuery + "sum(i) FROM n"))
                .find(R"("error":{"kind":"time","message":"the query took longer than 0.05 s"})"),
            std::string::npos);
  console_ = {.enabled = true, .rows = 1'000'000, .time = std::chrono::seconds(30)};
  const std::string long_rows =
      body_of(answer(query(kEndlessQuery + "hex(zeroblob(50000)) FROM n")));
  EXPECT_GT(long_rows.size(), 30'000'000u);
  EXPECT_LT(long_rows.size(), 33'000'000u);
  EXPECT_NE(long_rows.find("\"truncated\":true"), std::string::npos);
}

// Empty parts only ask.
TEST_F(SqlConsoleTest, StopsWhenNobodyWaits) {
  const Response response = answer(query(kEndlessQuery + "sum(i) FROM n"));
  int asked = 0;
  const auto begun = std::chrono::steady_clock::now();
  EXPECT_FALSE(response.stream([&](std::string_view) { return ++asked < 3; }));
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(5));
}

TEST_F(SqlConsoleTest, RunsOnlySoManyAtOnce) {
  std::vector<Response> running;
  for (int i = 0; i < 4; ++i) running.push_back(answer(query("SELECT 1")));
  EXPECT_EQ(running.back().status, 200);
  EXPECT_EQ(answer(query("SELECT 1")).status, 503);
  running.pop_back();
  EXPECT_EQ(answer(query("SELECT 1")).status, 200);
}

TEST_F(SqlConsoleTest, ServesADatabaseAsAFile) {
  const Response response = get("/api/dashboard/applications/app%202%2F%C3%A4/x/database");
  EXPECT_EQ(response.headers.at(0).second, "attachment; filename=app_2___-x.db");
  std::ofstream(store_.path("copied.db"), std::ios::binary) << body_of(response);
  auto copy = value_of(UserQuery::open(store_.path("copied.db")));
  EXPECT_EQ(query_rows(copy, "SELECT id, attempt_id FROM application"), (Rows{"app 2/\xc3\xa4|x"}));
  for (const auto& entry : std::filesystem::directory_iterator(store_.path())) {
    EXPECT_FALSE(entry.path().filename().string().starts_with("copy-"));
  }
  EXPECT_NE(get("/api/dashboard/applications/app-1/data").body.find("\"maxRows\" : 10000"),
            std::string::npos);
}

}  // namespace
}  // namespace afterglow::history
