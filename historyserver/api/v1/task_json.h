#pragma once

#include <map>
#include <string>

#include "historyserver/api/json_writer.h"
#include "historyserver/model/string_map.h"
#include "historyserver/store/task_store.h"

namespace afterglow::history {

// Which log links each executor has; tasks repeat those of their executor.
using ExecutorLogs = std::map<std::string, StringMap>;

// One TaskData object. `now`: up to when a running task's duration counts, ms since 1970.
void write_task(JsonWriter& json, const TaskRow& task, const ExecutorLogs& logs, std::int64_t now);

// Derived times, ms (status/AppStatusUtils.scala).
std::int64_t getting_result_time(const TaskRow& task, std::int64_t now);
std::int64_t scheduler_delay(const TaskRow& task);

}  // namespace afterglow::history
