#pragma once

#include <memory>

#include "historyserver/store/application_database.h"
#include "tests/unit/historyserver/support.h"

namespace afterglow::history {

// An application's database, inside a transaction.
class ApplicationDatabaseFixture : public testing::Test {
 protected:
  void SetUp() override {
    database_ = value_of(ApplicationDatabase::create(folder_.path("app.db")));
    expect_done(database_->begin());
  }

  TemporaryFolder folder_;
  std::unique_ptr<ApplicationDatabase> database_;
};

}  // namespace afterglow::history
