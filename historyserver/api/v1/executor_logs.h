#pragma once

#include "common/base/result.h"
#include "historyserver/api/api_context.h"
#include "historyserver/api/v1/task_json.h"

namespace afterglow::history {

inline Result<ExecutorLogs> executor_logs(const OpenAttempt& attempt) {
  auto executors = attempt.executors();
  if (!executors) return std::unexpected(executors.error());
  ExecutorLogs logs;
  for (ExecutorRow& executor : *executors) logs[executor.id] = std::move(executor.executor_logs);
  return logs;
}

}  // namespace afterglow::history
