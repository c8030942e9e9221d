#include "historyserver/store/job_store.h"

#include "historyserver/store/row_mapping.h"

namespace afterglow::history {

template <>
struct RowColumns<JobRow> {
  using Row = JobRow;
  static constexpr const char* table = "job";
  static constexpr auto columns = std::tuple{
      Column{"job_id", &Row::id},
      Column{"status", &Row::status},
      Column{"name", &Row::name},
      Column{"description", &Row::description},
      Column{"submission_time", &Row::submission_time},
      Column{"completion_time", &Row::completion_time},
      Column{"stage_ids", &Row::stage_ids},
      Column{"job_group", &Row::group},
      Column{"tags", &Row::tags},
      Column{"sql_execution_id", &Row::sql_execution_id},
      Column{"task_count", &Row::task_count},
      Column{"active_tasks", &Row::active_tasks},
      Column{"completed_tasks", &Row::completed_tasks},
      Column{"skipped_tasks", &Row::skipped_tasks},
      Column{"failed_tasks", &Row::failed_tasks},
      Column{"killed_tasks", &Row::killed_tasks},
      Column{"completed_indices", &Row::completed_indices},
      Column{"active_stages", &Row::active_stages},
      Column{"completed_stages", &Row::completed_stages},
      Column{"skipped_stages", &Row::skipped_stages},
      Column{"failed_stages", &Row::failed_stages},
      Column{"killed_tasks_summary", &Row::killed_tasks_summary},
  };
};

template <>
struct RowColumns<SqlJobRow> {
  using Row = SqlJobRow;
  // Executions know their jobs also where those are hidden.
  static constexpr const char* table = "main.job";
  static constexpr auto columns = std::tuple{
      Column{"sql_execution_id", &Row::execution_id},
      Column{"job_id", &Row::job_id},
      Column{"status", &Row::status},
  };
};

Result<void> JobStore::put(const JobRow& row) {
  return cached_upsert(database_, put_, row);
}

Result<std::vector<JobRow>> JobStore::list(const std::vector<std::string>& statuses) {
  return select_rows<JobRow>(database_,
                             "WHERE " + any_of("status", statuses) + " ORDER BY job_id DESC");
}

Result<std::optional<JobRow>> JobStore::get(std::int64_t id) {
  return select_row<JobRow>(database_, "WHERE job_id = ?", id);
}

Result<std::vector<SqlJobRow>> JobStore::of_sql_executions(
    std::optional<std::int64_t> execution_id) {
  if (!execution_id) {
    return select_rows<SqlJobRow>(
        database_, "WHERE sql_execution_id IS NOT NULL ORDER BY submission_time, job_id");
  }
  return select_rows<SqlJobRow>(
      database_, "WHERE sql_execution_id = ? ORDER BY submission_time, job_id", *execution_id);
}

}  // namespace afterglow::history
