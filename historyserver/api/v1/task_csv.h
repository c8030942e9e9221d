#pragma once

#include <string>

#include "historyserver/api/field_selection.h"
#include "historyserver/store/task_row.h"

namespace afterglow::history {

// Tasks as rows of RFC 4180: a column for each number and word of write_task()'s JSON, named by its
// path ("taskMetrics.inputMetrics.bytesRead"). Absent values are empty. `fields`: only these
// columns; null: all.
std::string task_csv_header(const FieldSelection* fields);
// `now` as for write_task().
std::string task_csv_row(const TaskRow& task, std::int64_t now, const FieldSelection* fields);

}  // namespace afterglow::history
