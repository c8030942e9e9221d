#include "historyserver/query/commands.h"

#include "historyserver/store/application_database.h"
#include "tests/unit/historyserver/support.h"

namespace afterglow::history {
namespace {

class QueryCommands : public testing::Test {
 protected:
  void SetUp() override {
    const auto database = value_of(ApplicationDatabase::create(folder_.path("app.db")));
    for (std::int64_t id = 0; id < 3; ++id) {
      JobRow job;
      job.id = id;
      job.status = "SUCCEEDED";
      job.name = "job, " + std::to_string(id);
      expect_done(database->jobs.put(job));
    }
    options_.command = QueryCommand::export_table;
    options_.database = folder_.path("app.db");
    options_.format = RowFormat::csv;
    options_.table = "job";
    options_.output = folder_.path("job.csv");
  }
  std::string exported() {
    std::ifstream file(*options_.output, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  TemporaryFolder folder_;
  QueryOptions options_;
};

TEST_F(QueryCommands, ExportsAWholeTable) {
  options_.limit = 1;  // of queries only
  expect_done(run_query_command(options_, ""));
  const std::string text = exported();
  EXPECT_TRUE(text.starts_with("job_id,status,name,description,")) << text;
  EXPECT_NE(text.find("\r\n2,SUCCEEDED,\"job, 2\",,"), std::string::npos) << text;
  EXPECT_FALSE(std::filesystem::exists(*options_.output + ".part"));
}

TEST_F(QueryCommands, ExportsVirtualTablesAndViews) {
  for (const char* table : {"task", "task_sql_metric", "failure", "sql_plan_node_text"}) {
    options_.table = table;
    expect_done(run_query_command(options_, ""));
    EXPECT_TRUE(exported().ends_with("\r\n")) << table;
  }
}

TEST_F(QueryCommands, LeavesTheFileAloneWhenItCannot) {
  folder_.write("job.csv", "as it was");
  options_.table = "jobs";
  const auto done = run_query_command(options_, "");
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().kind, ErrorKind::not_found);
  EXPECT_NE(done.error().message.find("there is no table 'jobs'; there is application,"),
            std::string::npos);
  EXPECT_EQ(exported(), "as it was");
  options_.table = "job";
  options_.output = folder_.path("no/such/folder.csv");
  EXPECT_EQ(run_query_command(options_, "").error().kind, ErrorKind::io);
}

TEST_F(QueryCommands, SayWhichFileIsMissing) {
  options_.database = folder_.path("none.db");
  EXPECT_NE(run_query_command(options_, "").error().message.find("none.db"), std::string::npos);
  options_.database.reset();
  options_.application = "app";
  EXPECT_NE(run_query_command(options_, folder_.path()).error().message.find("catalog.db"),
            std::string::npos);
}

}  // namespace
}  // namespace afterglow::history
