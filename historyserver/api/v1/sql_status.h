#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "historyserver/store/job_store.h"
#include "historyserver/store/sql_rows.h"

// What became of SQL executions, as Spark's server tells it.
namespace afterglow::history {

// The jobs of an execution by their status, in the order of the map in which Spark holds them.
struct SqlJobs {
  IntegerList running;
  IntegerList succeeded;
  IntegerList failed;
};

SqlJobs sql_jobs(const std::vector<SqlJobRow>& rows);
std::map<std::int64_t, SqlJobs> sql_jobs_by_execution(const std::vector<SqlJobRow>& rows);

// Spark's server forgets how an execution ended when jobs of it start later.
template <typename Execution>
std::optional<std::string> sql_error(const Execution& execution) {
  return execution.has_late_jobs ? std::nullopt : execution.error;
}

// What Spark keeps as the time of a start that its log does not tell is -1.
template <typename Execution>
std::int64_t sql_start(const Execution& execution) {
  return execution.submission_time.value_or(-1);
}

// RUNNING, COMPLETED or FAILED.
template <typename Execution>
const char* sql_status(const Execution& execution, const SqlJobs& jobs) {
  const auto error = sql_error(execution);
  if (error) return error->empty() ? "COMPLETED" : "FAILED";
  if (!execution.completion_time) return "RUNNING";
  return jobs.failed.empty() ? "COMPLETED" : "FAILED";
}

}  // namespace afterglow::history
