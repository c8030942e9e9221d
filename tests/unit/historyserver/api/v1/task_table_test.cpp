#include "tests/unit/historyserver/api/v1/attempt_fixture.h"

namespace afterglow::history {
namespace {

class TaskTableRouteTest : public AttemptFixture {
 protected:
  void SetUp() override {
    AttemptFixture::SetUp();
    for (std::int64_t id = 1; id <= 6; ++id) {
      TaskRow row;
      row.id = id;
      row.index = row.partition_id = 10 - id;
      row.status = id == 2 ? "FAILED" : "SUCCESS";
      row.host = id % 2 == 0 ? "even" : "odd";
      row.launch_time = 1000;
      row.duration = 100;
      row.has_metrics = true;
      row.metrics[TaskMetric::executor_run_time] = 10 * id;
      expect_done(database().task_writer.append(row, {}));
    }
    expect_done(database().task_writer.close({0, 0}));
  }
  Response table(const std::string& query, std::int64_t stage = 0) {
    return get(v1_task_table, query, {.numbers = {stage, 0}, .words = {}});
  }
};

const std::string kAll =
    "numTasks=6&start=0&length=20&columnNameToSort=ID&order%5B0%5D%5Bdir%5D=asc";

TEST_F(TaskTableRouteTest, SortsSearchesAndPages) {
  const struct {
    std::string query;
    Strings ids;
    std::string filtered;
  } cases[] = {
      {"numTasks=6&start=0&length=20&columnNameToSort=ID&order[0][dir]=ASC",
       {"1", "2", "3", "4", "5", "6"},
       "6"},
      {"numTasks=6&start=0&length=20&columnNameToSort=ID", {"6", "5", "4", "3", "2", "1"}, "6"},
      {"numTasks=9&start=1&length=2&columnNameToSort=lOGS&order[0][dir]=asc", {"5", "4"}, "9"},
      {"numTasks=6&start=-3&length=2&columnNameToSort=Duration&order[0][dir]=asc", {"2", "1"}, "6"},
      {kAll + "&search[value]=", {"1", "2", "3", "4", "5", "6"}, "6"},
      {kAll + "&search[value]=ODD", {"1", "3", "5"}, "3"},
      {kAll + "&search%255Bvalue%255D=%256FDD", {"1", "3", "5"}, "3"},
      {kAll + "&search[value]=nothing", {}, "0"},
      // The page of a search may begin before it.
      {"numTasks=6&start=-1&length=2&columnNameToSort=ID&order[0][dir]=asc&search[value]=odd",
       {"1"},
       "3"},
      {"numTasks=6&start=1&length=-1&columnNameToSort=ID&search[value]=odd", {}, "3"},
      {"numTasks=6&start=1&length=1&columnNameToSort=ID&search[value]=odd", {"3"}, "3"},
      // Only as many tasks are searched as the client says that there are.
      {"numTasks=2&start=0&length=9&columnNameToSort=ID&search[value]=odd", {"5"}, "1"},
      {"numTasks=6&columnNameToSort=ID&search[value]=nothing", {}, "0"},
  };
  for (const auto& c : cases) {
    const Response response = table(c.query);
    EXPECT_EQ(response.status, 200) << c.query << " " << response.body;
    EXPECT_EQ(members(response, "taskId"), c.ids) << c.query;
    EXPECT_EQ(members(response, "recordsFiltered"), Strings{'"' + c.filtered + '"'}) << c.query;
  }
}

TEST_F(TaskTableRouteTest, CountsAsTheClientDoes) {
  const std::string query = "numTasks=007&start=0&length=1&columnNameToSort=Errors";
  EXPECT_EQ(table(query, 9).body,
            "{\n  \"recordsFiltered\" : \"007\",\n  \"aaData\" : [ ],\n  \"recordsTotal\" : "
            "\"007\"\n}");
  EXPECT_EQ(table(query + "&search[value]=x", 9).body, table(query, 9).body);
  EXPECT_EQ(members(table(query), "recordsTotal"), Strings{"\"007\""});
}

TEST_F(TaskTableRouteTest, SaysWhatIsWrong) {
  const struct {
    const char* query;
    const char* text;
  } cases[] = {
      {"", "The parameter \"numTasks\" is missing."},
      {"numTasks=x", "Bad value for parameter \"numTasks\".  Expected a whole number, got \"x\""},
      {"numTasks=6&start=0&length=1", "The parameter \"columnNameToSort\" is missing."},
      {"numTasks=6&columnNameToSort=id", "Invalid sort column: id"},
      {"numTasks=6&columnNameToSort=ID", "The parameter \"start\" is missing."},
      {"numTasks=6&columnNameToSort=ID&start=1", "The parameter \"length\" is missing."},
      {"numTasks=6&columnNameToSort=ID&start=1&length=0",
       "The parameter \"length\" must be positive."},
      {"numTasks=0&columnNameToSort=ID&search[value]=odd",
       "The parameter \"numTasks\" must be positive."},
      {"numTasks=6&columnNameToSort=ID&search[value]=odd", "The parameter \"start\" is missing."},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(table(c.query).status, 400) << c.query;
    EXPECT_EQ(table(c.query).body, c.text) << c.query;
  }
}

}  // namespace
}  // namespace afterglow::history
