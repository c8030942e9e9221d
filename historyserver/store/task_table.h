#pragma once

#include "common/base/result.h"

struct sqlite3;

// Virtual tables, which make rows of the chunks that tasks are stored in. docs/schema.md lists
// their columns.
namespace afterglow::history {

// Makes `task` and `task_sql_metric` readable on a connection to an application's database.
Result<void> add_task_tables(sqlite3* connection);

// Makes the views on them, for as long as the connection is open: in the file they would only be
// in the way of those who have no such tables.
Result<void> add_task_views(sqlite3* connection);

}  // namespace afterglow::history
