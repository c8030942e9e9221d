#include "tests/unit/historyserver/api/v1/attempt_fixture.h"

namespace afterglow::history {
namespace {

// 0 <- 1, 2; 3 failed; 4 runs; 5's root is not there.
class SqlTableRouteTest : public AttemptFixture {
 protected:
  void SetUp() override {
    AttemptFixture::SetUp();
    put(0, 0, "count b", 500, 40, "");
    put(1, 0, "save", 510, 10, "");
    put(2, 0, "Count a", 520, 10, "boom");
    put(3, 3, "count a", 530, 5, "boom");
    put(4, 4, "show", 400, {}, {});
    put(5, 99, "save", 540, 7, "");
    JobRow job;
    for (const auto& [id, status] :
         {std::pair(12, "SUCCEEDED"), std::pair(11, "FAILED"), std::pair(10, "SUCCEEDED")}) {
      job.id = id;
      job.status = status;
      job.sql_execution_id = 0;
      expect_done(database().jobs.put(job));
    }
  }
  void put(std::int64_t id, std::int64_t root, const char* description, std::int64_t start,
           std::optional<std::int64_t> duration, std::optional<std::string> error) {
    SqlExecutionRow row;
    row.id = id;
    row.root_id = root;
    row.description = description;
    row.submission_time = start;
    if (duration) row.completion_time = start + *duration;
    row.error = std::move(error);
    expect_done(database().sql.put(row));
  }
  Response table(const std::string& query) { return get(v1_sql_table, query); }
};

TEST_F(SqlTableRouteTest, SortsSearchesAndPages) {
  const std::string flat = "groupSubExecution=false&";
  const std::string by = "order[0][column]=7&columns[7][name]=";
  const struct {
    std::string query;
    Strings ids;
    std::string filtered;
    std::string total;
  } cases[] = {
      // Parts stand behind their root.
      {"", {"5", "4", "3", "0", "1", "2"}, "4", "4"},
      {"groupSubExecution=maybe&order[0][dir]=asc", {"0", "1", "2", "3", "4", "5"}, "4", "4"},
      {flat, {"5", "4", "3", "2", "1", "0"}, "6", "6"},
      {flat + "start=1&length=2", {"4", "3"}, "6", "6"},
      {flat + "start=-1&length=2", {"5"}, "6", "6"},
      {flat + "start=4&length=0", {"5", "4", "3", "2", "1", "0"}, "6", "6"},
      {flat + "start=9", {}, "6", "6"},
      {flat + by + "description&order[0][dir]=asc", {"2", "3", "0", "1", "5", "4"}, "6", "6"},
      {flat + by + "description&order[0][dir]=ASC", {"4", "5", "1", "0", "3", "2"}, "6", "6"},
      {flat + by + "status&order[0][dir]=asc", {"0", "1", "5", "2", "3", "4"}, "6", "6"},
      {flat + by + "submissionTime&order[0][dir]=asc", {"4", "0", "1", "2", "3", "5"}, "6", "6"},
      {flat + by + "duration&order[0][dir]=asc", {"3", "5", "1", "2", "0", "4"}, "6", "6"},
      {flat + by + "bogus", {"5", "4", "3", "2", "1", "0"}, "6", "6"},
      {flat + "order[0][column]=7", {"5", "4", "3", "2", "1", "0"}, "6", "6"},
      // 0 matches, and with it the part of it that does.
      {"search[value]=COUNT", {"3", "0", "2"}, "2", "4"},
      {"search[value]=fail", {"3", "2"}, "2", "4"},
      {"search[value]=5", {"5"}, "1", "4"},
      {flat + "status=failed", {"3", "2"}, "2", "6"},
      {flat + "status=failed&search[value]=3", {"3"}, "1", "6"},
      {flat + "status=bogus", {}, "0", "6"},
  };
  for (const auto& c : cases) {
    const Response response = table(c.query);
    EXPECT_EQ(response.status, 200) << c.query;
    EXPECT_EQ(members(response, "id"), c.ids) << c.query;
    EXPECT_EQ(members(response, "recordsFiltered"), Strings{c.filtered}) << c.query;
    EXPECT_EQ(members(response, "recordsTotal"), Strings{c.total}) << c.query;
  }
}

TEST_F(SqlTableRouteTest, TellsOfEachExecution) {
  EXPECT_EQ(table("search[value]=0&draw=7").body, R"({
  "summary" : {
    "totalQueries" : 1,
    "averageDuration" : 40,
    "runningQueries" : 0,
    "failedQueries" : 0,
    "failureRate" : 0.0
  },
  "recordsFiltered" : 1,
  "aaData" : [ {
    "id" : 0,
    "status" : "COMPLETED",
    "description" : "count b",
    "submissionTime" : "1970-01-01T00:00:00.500GMT",
    "duration" : 40,
    "jobIds" : [ 10, 12 ],
    "errorMessage" : "",
    "rootExecutionId" : 0,
    "subExecutions" : [ ]
  } ],
  "draw" : 7,
  "recordsTotal" : 4
})");
}

TEST_F(SqlTableRouteTest, SumsUpWhatMatches) {
  const Response response = table("status=failed");
  EXPECT_EQ(members(response, "totalQueries"), Strings{"2"});
  EXPECT_EQ(members(response, "averageDuration"), Strings{"7"});
  EXPECT_EQ(members(response, "failureRate"), Strings{"1.0"});
  EXPECT_EQ(members(table(""), "runningQueries"), Strings{"1"});
  EXPECT_EQ(members(table(""), "failureRate"), Strings{"0.25"});
}

TEST_F(SqlTableRouteTest, SaysWhatIsWrong) {
  for (const char* name : {"draw", "start", "length"}) {
    const Response response = table(std::string(name) + "=");
    EXPECT_EQ(response.status, 400) << name;
    EXPECT_EQ(response.body, "Bad value for parameter \"" + std::string(name) +
                                 "\".  Expected a whole number, got \"\"");
  }
}

}  // namespace
}  // namespace afterglow::history
