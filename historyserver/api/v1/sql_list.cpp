#include "historyserver/api/v1/sql_list.h"

#include <algorithm>
#include <set>

#include "common/base/clock.h"
#include "historyserver/api/v1/spark_json.h"

namespace afterglow::history {

std::string_view ListedExecution::description() const {
  return row.description ? std::string_view(*row.description) : std::string_view();
}

Result<std::vector<ListedExecution>> listed_executions(ApplicationDatabase& database) {
  auto rows = database.sql.execution_heads();
  if (!rows) return std::unexpected(rows.error());
  const auto job_rows = database.jobs.of_sql_executions();
  if (!job_rows) return std::unexpected(job_rows.error());
  auto jobs = sql_jobs_by_execution(*job_rows);
  const std::int64_t now = now_ms();
  std::vector<ListedExecution> executions;
  for (SqlExecutionHead& row : *rows) {
    const auto found = jobs.find(row.id);
    ListedExecution execution{.row = std::move(row),
                              .status = "",
                              .duration = 0,
                              .jobs = found == jobs.end() ? SqlJobs() : std::move(found->second)};
    execution.status = sql_status(execution.row, execution.jobs);
    execution.duration = execution.row.completion_time.value_or(now) - sql_start(execution.row);
    for (IntegerList* ids :
         {&execution.jobs.running, &execution.jobs.succeeded, &execution.jobs.failed}) {
      std::ranges::sort(*ids);
    }
    executions.push_back(std::move(execution));
  }
  return executions;
}

SqlGroups group_executions(const ListedExecutions& list) {
  std::set<std::int64_t> ids;
  for (const ListedExecution* one : list) ids.insert(one->row.id);
  SqlGroups groups;
  for (const ListedExecution* one : list) {
    const bool is_part = one->row.id != one->row.root_id && ids.contains(one->row.root_id);
    (is_part ? groups.parts[one->row.root_id] : groups.roots).push_back(one);
  }
  return groups;
}

void sort_executions(ListedExecutions& list, std::string_view order, bool ascending) {
  const auto by = [&](auto value) { std::ranges::stable_sort(list, {}, value); };
  if (order == "status") {
    by([](const ListedExecution* one) -> const std::string& { return one->status; });
  } else if (order == "description") {
    by([](const ListedExecution* one) { return one->description(); });
  } else if (order == "submissionTime") {
    by([](const ListedExecution* one) { return sql_start(one->row); });
  } else if (order == "duration") {
    by([](const ListedExecution* one) { return one->duration; });
  }
  if (!ascending) std::ranges::reverse(list);
}

void write_sql_summary(JsonWriter& json, const ListedExecutions& list) {
  const auto count = static_cast<std::int64_t>(list.size());
  std::int64_t duration = 0;
  for (const ListedExecution* one : list) duration += one->duration;
  const std::int64_t running = std::ranges::count(list, "RUNNING", &ListedExecution::status);
  const std::int64_t failed = std::ranges::count(list, "FAILED", &ListedExecution::status);
  json.begin_object()
      .field("totalQueries", count)
      .field("averageDuration", count > 0 ? duration / count : 0)
      .field("runningQueries", running)
      .field("failedQueries", failed)
      .field("failureRate",
             count > 0 ? static_cast<double>(failed) / static_cast<double>(count) : 0.0)
      .end_object();
}

void begin_execution(JsonWriter& json, const ListedExecution& one) {
  json.begin_object()
      .field("id", one.row.id)
      .field("status", one.status)
      .field("description", one.row.description)
      .date_field("submissionTime", sql_start(one.row))
      .field("duration", one.duration);
  write_field(json, "jobIds", one.jobs.succeeded);
  json.field("queryId", one.row.query_id)
      .field("errorMessage", sql_error(one.row))
      .field("rootExecutionId", one.row.root_id);
}

}  // namespace afterglow::history
