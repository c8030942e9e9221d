#include "historyserver/api/dashboard/routes.h"
#include "tests/unit/historyserver/api/v1/attempt_fixture.h"

namespace afterglow::history {
namespace {

// 0 <- 1, which failed; 2 runs.
class QueriesRouteTest : public AttemptFixture {
 protected:
  void SetUp() override {
    AttemptFixture::SetUp();
    put(0, 0, "count", 30, "");
    put(1, 0, "save", 10, "No space left on\nDEVICE");
    put(2, 2, "show", {}, {});
    JobRow job;
    for (const auto& [id, status] :
         {std::pair(12, "SUCCEEDED"), std::pair(11, "FAILED"), std::pair(10, "RUNNING")}) {
      job.id = id;
      job.status = status;
      job.sql_execution_id = 0;
      expect_done(database().jobs.put(job));
    }
  }
  void put(std::int64_t id, std::int64_t root, const char* description,
           std::optional<std::int64_t> duration, std::optional<std::string> error) {
    SqlExecutionRow row;
    row.id = id;
    row.root_id = root;
    row.query_id = "8c1d-0" + std::to_string(id);
    row.description = description;
    row.submission_time = 100 - id;
    if (duration) row.completion_time = *row.submission_time + *duration;
    row.error = std::move(error);
    expect_done(database().sql.put(row));
  }
  Response ask(const std::string& query) { return get(dashboard_queries, query); }
};

TEST_F(QueriesRouteTest, FindSortAndPage) {
  const struct {
    std::string query;
    Strings ids;
    std::string matching;
  } cases[] = {
      {"", {"2", "0", "1"}, "2"},
      {"sortBy=id", {"0", "1", "2"}, "2"},
      {"sortBy=duration&length=1", {"0", "1"}, "2"},
      {"sortBy=submissionTime&offset=1", {"0", "1"}, "2"},
      {"search=device+SPACE", {"1"}, "1"},
      {"search=device+count", {}, "0"},
      {"search=C1D-02", {"2"}, "1"},
      {"search=8c1d", {"2", "0", "1"}, "2"},
      // Short words are not looked for in ids that nobody types by heart.
      {"search=8c", {}, "0"},
      {"search=2", {"2"}, "1"},
      {"search=fail", {"1"}, "1"},
      {"status=failed&status=running", {"2", "1"}, "2"},
  };
  for (const auto& c : cases) {
    const Response response = ask(c.query);
    EXPECT_EQ(response.status, 200) << c.query;
    EXPECT_EQ(members(response, "id"), c.ids) << c.query;
    EXPECT_EQ(members(response, "matching"), Strings{c.matching}) << c.query;
    EXPECT_EQ(members(response, "total"), Strings{"2"}) << c.query;
  }
}

TEST_F(QueriesRouteTest, TellOfAllTheirJobs) {
  const Response response = ask("search=count");
  EXPECT_EQ(members(response, "jobIds"), Strings{"[ 12 ]"});
  EXPECT_EQ(members(response, "failedJobIds"), Strings{"[ 11 ]"});
  EXPECT_EQ(members(response, "runningJobIds"), Strings{"[ 10 ]"});
  EXPECT_EQ(members(response, "totalQueries"), Strings{"1"});
}

TEST_F(QueriesRouteTest, SayWhatIsWrong) {
  EXPECT_EQ(ask("status=lost").status, 400);
  EXPECT_EQ(ask("sortBy=jobs").status, 400);
  EXPECT_NE(ask("sortBy=jobs").body.find("submissionTime"), std::string::npos);
}

}  // namespace
}  // namespace afterglow::history
