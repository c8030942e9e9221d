#include "historyserver/api/v1/sql_status.h"

#include <string_view>

#include "historyserver/model/scala_set.h"

namespace afterglow::history {
namespace {

IntegerList& with_status(SqlJobs& jobs, std::string_view status) {
  if (status == "RUNNING") return jobs.running;
  return status == "FAILED" ? jobs.failed : jobs.succeeded;
}

}  // namespace

SqlJobs sql_jobs(const std::vector<SqlJobRow>& rows) {
  IntegerList ids;
  std::map<std::int64_t, std::string_view> statuses;
  for (const SqlJobRow& row : rows) {
    ids.push_back(row.job_id);
    statuses[row.job_id] = row.status;
  }
  SqlJobs jobs;
  for (const std::int64_t id : scala_set_order(std::move(ids))) {
    with_status(jobs, statuses[id]).push_back(id);
  }
  return jobs;
}

std::map<std::int64_t, SqlJobs> sql_jobs_by_execution(const std::vector<SqlJobRow>& rows) {
  std::map<std::int64_t, std::vector<SqlJobRow>> by_execution;
  for (const SqlJobRow& row : rows) by_execution[row.execution_id].push_back(row);
  std::map<std::int64_t, SqlJobs> jobs;
  for (const auto& [id, of_execution] : by_execution) jobs[id] = sql_jobs(of_execution);
  return jobs;
}

}  // namespace afterglow::history
