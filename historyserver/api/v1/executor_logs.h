#pragma once

#include "common/base/result.h"
#include "historyserver/api/v1/task_json.h"
#include "historyserver/store/application_database.h"

namespace afterglow::history {

inline Result<ExecutorLogs> executor_logs(ApplicationDatabase& database) {
  auto executors = database.executors.list();
  if (!executors) return std::unexpected(executors.error());
  ExecutorLogs logs;
  for (ExecutorRow& executor : *executors) logs[executor.id] = std::move(executor.executor_logs);
  return logs;
}

}  // namespace afterglow::history
