#pragma once

// Internal to store/: the virtual table `task_sql_metric`.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "common/base/result.h"
#include "common/sqlite/sqlite_api.h"
#include "historyserver/store/database.h"
#include "historyserver/store/task_scan.h"

namespace afterglow::history {

// Walks over the values that ended tasks reported: in a chunk by accumulator, then by task.
class TaskSqlMetricCursor {
 public:
  static Result<TaskSqlMetricCursor> open(Database& database);

  Result<void> start(int plan, std::span<sqlite3_value*> arguments);
  Result<void> next();
  bool at_end() const { return at_end_; }
  Result<void> column(sqlite3_context* to, int number);
  std::int64_t rowid() const { return 0; }  // the table has none

 private:
  explicit TaskSqlMetricCursor(Database& database) : scan_(database) {}
  Result<bool> next_column();
  Result<bool> next_chunk();
  void skip_absent();

  TaskScan scan_;
  std::optional<std::int64_t> only_;  // this accumulator
  bool at_end_ = true;
  std::vector<std::int64_t> accumulators_;  // of the present chunk
  std::size_t accumulator_ = 0;             // the next one's place
  const PackedColumn* values_ = nullptr;
  const PackedColumn* ids_ = nullptr;
  std::size_t task_ = 0;
};

struct TaskSqlMetricTable {
  using Cursor = TaskSqlMetricCursor;
  static constexpr const char* name = "task_sql_metric";
  static std::string declaration();
  static Result<void> check(Database& database);
  static void plan(sqlite3_index_info& info);
};

}  // namespace afterglow::history
