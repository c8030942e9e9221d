#include "historyserver/ingest/adoption.h"

#include "historyserver/store/application_database.h"
#include "tests/unit/historyserver/support.h"

namespace afterglow::history {
namespace {

TEST(Adoption, SaysOfWhichDatabasesTheLogWasNotReadToItsEnd) {
  TemporaryFolder store;
  for (const bool whole : {false, true}) {
    const auto database =
        value_of(ApplicationDatabase::create(store.path(whole ? "whole.db" : "part.db")));
    ApplicationRow application;
    application.id = whole ? "whole" : "part";
    expect_done(database->applications.put(application));
    CompletenessRow completeness;
    completeness.read_to_end = completeness.complete = whole;
    std::vector<LogFindingRow> findings(whole ? 1 : 2);
    findings[0].matters = false;
    if (!whole) findings[1].text = "the rest is missing";
    expect_done(database->completeness.replace(completeness, findings));
    ExecutorRow executor;
    executor.total_cores = 4;
    executor.add_time = 1000;
    executor.remove_time = 3000;
    expect_done(database->executors.put(executor));
    expect_done(database->checkpoint());
  }
  const auto rows = adopt_databases(store.path(), {});
  ASSERT_EQ(rows.size(), 2u);
  for (const LogRow& row : rows) {
    EXPECT_TRUE(row.log_gone);
    const bool is_part = row.app_id == "part";
    EXPECT_EQ(row.problem.has_value(), is_part) << *row.app_id;
    EXPECT_EQ(row.core_time, 8000);
    EXPECT_EQ(row.complete, !is_part);
    EXPECT_EQ(row.finding_count, is_part ? 1 : 0);
    EXPECT_EQ(row.finding.value_or(""), is_part ? "the rest is missing" : "");
  }
}

}  // namespace
}  // namespace afterglow::history
