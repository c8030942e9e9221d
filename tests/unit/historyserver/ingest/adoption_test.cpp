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
    completeness.read_to_end = whole;
    expect_done(database->completeness.replace(completeness, {}));
    expect_done(database->checkpoint());
  }
  const auto rows = adopt_databases(store.path(), {});
  ASSERT_EQ(rows.size(), 2u);
  for (const LogRow& row : rows) {
    EXPECT_TRUE(row.log_gone);
    EXPECT_EQ(row.problem.has_value(), row.app_id == "part") << *row.app_id;
  }
}

}  // namespace
}  // namespace afterglow::history
