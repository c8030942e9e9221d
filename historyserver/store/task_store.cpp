#include "historyserver/store/task_store.h"

#include <array>

#include "historyserver/store/row_mapping.h"

namespace afterglow::history {

template <>
struct RowColumns<TaskRow> {
  using Row = TaskRow;
  static constexpr const char* table = "task";
  static constexpr auto columns = std::tuple{
      Column{"stage_id", &Row::stage_id},
      Column{"stage_attempt", &Row::stage_attempt},
      Column{"task_id", &Row::id},
      Column{"task_index", &Row::index},
      Column{"attempt", &Row::attempt},
      Column{"partition_id", &Row::partition_id},
      Column{"launch_time", &Row::launch_time},
      Column{"result_fetch_start", &Row::result_fetch_start},
      Column{"duration", &Row::duration},
      Column{"executor_id", &Row::executor_id},
      Column{"host", &Row::host},
      Column{"status", &Row::status},
      Column{"locality", &Row::locality},
      Column{"speculative", &Row::speculative},
      Column{"accumulables", &Row::accumulables},
      Column{"error", &Row::error},
      Column{"has_metrics", &Row::has_metrics},
      Column{"metrics", &Row::metrics},
  };
};

namespace {

// How long fetching the result took, ms; a running task's clock is not stopped here.
constexpr const char* kGettingResultTime =
    "CASE WHEN result_fetch_start > 0 AND duration > 0 "
    "THEN launch_time + duration - result_fetch_start ELSE 0 END";
constexpr const char* kSchedulerDelay =
    "CASE WHEN has_metrics AND duration > 0 THEN max(0, duration - executor_run_time - "
    "executor_deserialize_time - result_serialization_time - "
    "CASE WHEN result_fetch_start > 0 THEN launch_time + duration - result_fetch_start "
    "ELSE 0 END) ELSE 0 END";

// In the order of TaskOrder. Spark orders tasks that did not succeed before all others by run
// time, as negative numbers; "run_time" does so too because `/taskList` must.
constexpr std::array kOrderExpressions = std::to_array<const char*>({
    "task_id",
    "task_index",
    "attempt",
    "partition_id",
    "status",
    "locality",
    "executor_id",
    "host",
    "launch_time",
    "duration",
    "CASE WHEN NOT has_metrics THEN -1 WHEN status = 'SUCCESS' THEN executor_run_time "
    "ELSE -executor_run_time - 1 END",
    "executor_cpu_time",
    "jvm_gc_time",
    kSchedulerDelay,
    "executor_deserialize_time",
    "result_serialization_time",
    kGettingResultTime,
    "peak_execution_memory",
    "input_bytes",
    "input_records",
    "output_bytes",
    "output_records",
    "shuffle_local_bytes_read + shuffle_remote_bytes_read",
    "shuffle_records_read",
    "shuffle_fetch_wait_time",
    "shuffle_bytes_written",
    "shuffle_records_written",
    "memory_bytes_spilled",
    "disk_bytes_spilled",
    "speculative",
    "error",
});
static_assert(kOrderExpressions.size() == static_cast<std::size_t>(TaskOrder::error) + 1);

std::string where(const TaskQuery& query) {
  return "WHERE stage_id = ? AND stage_attempt = ? AND " + any_of("status", query.statuses);
}

std::string order_by(const TaskQuery& query) {
  const std::string direction = query.descending ? " DESC" : "";
  std::string sql = " ORDER BY ";
  if (query.order != TaskOrder::id) {
    sql += std::string(kOrderExpressions[static_cast<std::size_t>(query.order)]) + direction + ", ";
  }
  return sql + "task_id" + direction;
}

// Numbers the page first: sorting then moves row numbers, not whole rows.
std::string page_sql(const TaskQuery& query) {
  return "WHERE rowid IN (SELECT rowid FROM task " + where(query) + order_by(query) +
         " LIMIT ? OFFSET ?)" + order_by(query);
}

}  // namespace

Result<void> TaskStore::put(const TaskRow& row) {
  return cached_upsert(database_, put_, row);
}

Result<void> TaskStore::each(const TaskQuery& query,
                             const std::function<void(const TaskRow&)>& take) {
  auto statement = database_.prepare(select_sql<TaskRow>(page_sql(query)));
  if (!statement) return std::unexpected(statement.error());
  statement->bind(1, query.stage_id);
  statement->bind(2, query.stage_attempt);
  statement->bind(3, query.limit);
  statement->bind(4, query.offset);
  for (;;) {
    const auto more = statement->step();
    if (!more) return std::unexpected(more.error());
    if (!*more) return {};
    take(read_row<TaskRow>(*statement));
  }
}

Result<std::int64_t> TaskStore::count(const TaskQuery& query) {
  auto statement = database_.prepare("SELECT count(*) FROM task " + where(query));
  if (!statement) return std::unexpected(statement.error());
  statement->bind(1, query.stage_id);
  statement->bind(2, query.stage_attempt);
  const auto row = statement->step();
  if (!row) return std::unexpected(row.error());
  return statement->integer(0);
}

Result<TaskStore::Columns> TaskStore::columns(std::int64_t stage_id, std::int64_t stage_attempt,
                                              std::int64_t now) {
  std::string sql = "SELECT coalesce(duration, ? - launch_time), has_metrics, status, ";
  sql += std::string(kGettingResultTime) + ", " + kSchedulerDelay;
  for (const auto column : kTaskMetricColumns) sql += ", " + std::string(column);
  auto statement = database_.prepare(sql + " FROM task WHERE stage_id = ? AND stage_attempt = ?");
  if (!statement) return std::unexpected(statement.error());
  statement->bind(1, now);
  statement->bind(2, stage_id);
  statement->bind(3, stage_attempt);
  Columns columns;
  for (;;) {
    const auto more = statement->step();
    if (!more) return std::unexpected(more.error());
    if (!*more) return columns;
    columns.durations.push_back(statement->integer(0));
    if (statement->integer(1) == 0) continue;
    columns.succeeded.push_back(statement->text(2) == "SUCCESS");
    columns.ended_durations.push_back(statement->integer(0));
    columns.getting_result_times.push_back(statement->integer(3));
    columns.scheduler_delays.push_back(statement->integer(4));
    read_value(*statement, 5, columns.metrics.emplace_back());
  }
}

Result<void> TaskStore::each_duration(
    std::int64_t stage_id, std::int64_t stage_attempt, std::int64_t now,
    const std::function<void(std::string_view, std::int64_t)>& take) {
  auto statement = database_.prepare(
      "SELECT status, coalesce(duration, ? - launch_time) FROM task "
      "WHERE stage_id = ? AND stage_attempt = ?");
  if (!statement) return std::unexpected(statement.error());
  statement->bind(1, now);
  statement->bind(2, stage_id);
  statement->bind(3, stage_attempt);
  for (;;) {
    const auto more = statement->step();
    if (!more) return std::unexpected(more.error());
    if (!*more) return {};
    take(statement->text(0), statement->integer(1));
  }
}

}  // namespace afterglow::history
