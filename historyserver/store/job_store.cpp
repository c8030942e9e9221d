#include "historyserver/store/job_store.h"

#include <algorithm>

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

namespace {

// ?1 is `until`, ?2 and ?3 the range, ?4 the words as a JSON list.
const std::string kConditions =
    " WHERE (?4 = '[]' OR NOT EXISTS (SELECT 1 FROM json_each(?4) AS word WHERE"
    "  instr(lower(job_id || ' ' || name || ' ' || coalesce(description, '') || ' ' ||"
    "   coalesce(job_group, '')), word.value) = 0))"
    " AND ((?2 <= -9223372036854775807 AND ?3 = 9223372036854775807) OR (submission_time <= ?3"
    "  AND coalesce(completion_time, max(submission_time, ?1)) >= ?2))";

std::string order_of(JobQuery::Order order) {
  switch (order) {
    case JobQuery::Order::name:
      return "coalesce(nullif(description, ''), name)";
    case JobQuery::Order::status:
      return "status";
    case JobQuery::Order::submitted:
      return "submission_time";
    case JobQuery::Order::duration:
      return "coalesce(completion_time, max(submission_time, ?1)) - submission_time";
    case JobQuery::Order::group:
      return "coalesce(job_group, '')";
    case JobQuery::Order::stages:
      return "completed_stages + failed_stages + active_stages";
    case JobQuery::Order::tasks:
      return "task_count - skipped_tasks";
    case JobQuery::Order::failed_tasks:
      return "failed_tasks";
    case JobQuery::Order::id:
      break;
  }
  return "job_id";
}

}  // namespace

Result<JobPage> JobStore::page(const JobQuery& query) {
  const std::string words = to_json_text(TextList(query.words));
  auto counts =
      database_.prepare("SELECT status, count(*) FROM job" + kConditions + " GROUP BY status");
  if (!counts) return std::unexpected(counts.error());
  int index = 1;
  for (const std::int64_t value : {query.until, query.from, query.to}) counts->bind(index++, value);
  counts->bind(index, words);
  JobPage page;
  for (;;) {
    const auto more = counts->step();
    if (!more) return std::unexpected(more.error());
    if (!*more) break;
    const std::string status(counts->text(0));
    page.by_status[status] = counts->integer(1);
    const bool wanted =
        query.statuses.empty() || std::ranges::find(query.statuses, status) != query.statuses.end();
    if (wanted) page.matching += counts->integer(1);
  }
  const std::string direction = query.descending ? " DESC" : "";
  auto rows = select_rows<JobRow>(
      database_,
      kConditions + " AND " + any_of("status", query.statuses) + " ORDER BY " +
          order_of(query.order) + direction + ", job_id" + direction + " LIMIT ?5 OFFSET ?6",
      query.until, query.from, query.to, words, query.limit, query.offset);
  if (!rows) return std::unexpected(rows.error());
  page.rows = *std::move(rows);
  return page;
}

Result<void> JobStore::put(const JobRow& row) {
  kept_.put(row.id, row);
  return cached_upsert(database_, put_, row);
}

Result<std::vector<JobRow>> JobStore::all() {
  if (auto kept = kept_.take_all()) return *std::move(kept);
  return select_rows<JobRow>(database_, "ORDER BY job_id");
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
