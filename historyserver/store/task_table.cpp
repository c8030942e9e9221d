#include "historyserver/store/task_table.h"

#include "historyserver/store/database.h"
#include "historyserver/store/task_cursor.h"
#include "historyserver/store/task_sql_metric_cursor.h"
#include "historyserver/store/virtual_table.h"

namespace afterglow::history {
namespace {

constexpr const char* kViews =
    "CREATE TEMP VIEW IF NOT EXISTS failure AS "
    "SELECT stage_id, stage_attempt, task_id, task_index, attempt, executor_id, host, status,"
    "  launch_time, duration, error "
    "FROM task WHERE status = 'FAILED' "
    "UNION ALL "
    "SELECT stage_id, stage_attempt, task_id, task_index, attempt, executor_id, host, status,"
    "  launch_time, duration, error "
    "FROM task WHERE status = 'KILLED'";

}  // namespace

Result<void> add_task_tables(sqlite3* connection) {
  if (VirtualTable<TaskTable>::add_to(connection) != SQLITE_OK ||
      VirtualTable<TaskSqlMetricTable>::add_to(connection) != SQLITE_OK) {
    return fail(ErrorKind::io, sqlite3_errmsg(connection));
  }
  return {};
}

Result<void> add_task_views(sqlite3* connection) {
  return Database::borrow(connection).execute(kViews);
}

}  // namespace afterglow::history
