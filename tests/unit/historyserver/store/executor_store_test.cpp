#include "tests/unit/historyserver/store/database_fixture.h"

namespace afterglow::history {
namespace {

using ExecutorStoreTest = ApplicationDatabaseFixture;

TEST_F(ExecutorStoreTest, AddsUpHowLongCoresWereHeld) {
  const auto put = [&](const char* id, std::int64_t cores, std::int64_t added,
                       std::optional<std::int64_t> removed) {
    ExecutorRow row;
    row.id = id;
    row.total_cores = cores;
    row.add_time = added;
    row.remove_time = removed;
    expect_done(database_->executors.put(row));
  };
  EXPECT_EQ(value_of(database_->executors.core_time(100)), 0);
  put("driver", 0, 10, {});
  put("1", 4, 10, 60);
  put("2", 2, 40, {});
  put("removed after the end", 1, 90, 500);
  put("added after the end", 8, 200, {});
  EXPECT_EQ(value_of(database_->executors.core_time(100)), 4 * 50 + 2 * 60 + 1 * 10);
  put("3", INT64_MAX, INT64_MIN, INT64_MAX);
  put("4", -5, 0, 50);
  EXPECT_EQ(value_of(database_->executors.core_time(100)), INT64_MAX);
}

}  // namespace
}  // namespace afterglow::history
