#include "historyserver/store/spark_retention.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "historyserver/store/row_mapping.h"

namespace afterglow::history {

// What may be dropped.
struct RetainedRow {
  std::int64_t first = 0;       // the key
  std::int64_t second = 0;      // the rest of it
  std::int64_t drop_order = 0;  // the lowest is dropped first
  bool ended = false;           // only then it can be dropped
};

template <>
struct RowColumns<RetainedRow> {
  using Row = RetainedRow;
  static constexpr const char* table = "";
  static constexpr auto columns = std::tuple{
      Column{"first", &Row::first},
      Column{"second", &Row::second},
      Column{"drop_order", &Row::drop_order},
      Column{"ended", &Row::ended},
  };
};

namespace {

// In steps of a tenth of the limit, so that it is not done for each one.
std::int64_t number_to_drop(std::int64_t count, std::int64_t limit) {
  return count > limit ? std::max(limit / 10, count - limit) : 0;
}

std::int64_t beyond(std::int64_t count, std::int64_t limit) {
  return std::max<std::int64_t>(0, count - limit);
}

// What is dropped of rows that are written in this order.
template <typename NumberToDrop>
std::vector<std::pair<std::int64_t, std::int64_t>> dropped(const std::vector<RetainedRow>& rows,
                                                           std::int64_t limit,
                                                           NumberToDrop&& number_to_drop) {
  std::set<std::tuple<std::int64_t, std::int64_t, std::int64_t>> droppable;
  std::vector<std::pair<std::int64_t, std::int64_t>> result;
  std::int64_t count = 0;
  for (const RetainedRow& row : rows) {
    ++count;
    if (row.ended) droppable.emplace(row.drop_order, row.first, row.second);
    for (std::int64_t left = number_to_drop(count, limit); left > 0 && !droppable.empty();
         --left, --count) {
      const auto [order, first, second] = *droppable.begin();
      result.emplace_back(first, second);
      droppable.erase(droppable.begin());
    }
  }
  return result;
}

// Only large applications have anything to drop: the others are not looked at further.
Result<bool> has_more_than(Database& database, const std::string& table, std::int64_t limit) {
  auto count = database.prepare("SELECT count(*) FROM main." + table);
  if (!count) return std::unexpected(count.error());
  if (auto row = count->step(); !row) return std::unexpected(row.error());
  return count->integer(0) > limit;
}

// Whose first part is a number or a text.
template <typename First>
using Keys = std::vector<std::pair<First, std::int64_t>>;

template <typename First>
Result<void> hide(Database& database, const std::string& view, const std::string& condition,
                  const Keys<First>& keys) {
  const char* type = std::is_same_v<First, std::string> ? "TEXT" : "INTEGER";
  auto done = database.execute("CREATE TEMP TABLE dropped_" + view + " (first " + type +
                               ", second INTEGER, PRIMARY KEY (first, second)) WITHOUT ROWID");
  if (!done) return done;
  auto insert = database.prepare("INSERT INTO dropped_" + view + " VALUES (?, ?)");
  if (!insert) return std::unexpected(insert.error());
  for (const auto& [first, second] : keys) {
    insert->bind(1, first);
    insert->bind(2, second);
    if (done = insert->run(); !done) return done;
  }
  // A view of a table's name stands before it wherever the name is used.
  return database.execute("CREATE TEMP VIEW " + view + " AS SELECT * FROM main." + view +
                          " WHERE NOT EXISTS (SELECT 1 FROM dropped_" + view + " WHERE " +
                          condition + ")");
}

// The rows of a query, in its order.
Result<std::vector<RetainedRow>> retained_rows(Database& database, const std::string& query) {
  return select_rows<RetainedRow>(database, "(" + query + ")");
}

Result<void> hide_jobs(Database& database, std::int64_t limit) {
  const auto rows = retained_rows(database,
                                  "SELECT job_id AS first, 0 AS second, coalesce(completion_time, "
                                  "0) AS drop_order, status <> 'RUNNING' AS ended FROM main.job "
                                  "ORDER BY status = 'RUNNING', completion_time, job_id");
  if (!rows) return std::unexpected(rows.error());
  return hide(database, "job", "first = job_id", dropped(*rows, limit, number_to_drop));
}

// A skipped stage is written when its job ends, and dropped before all others.
Result<void> hide_stages(Database& database, std::int64_t limit) {
  const auto rows =
      retained_rows(database,
                    "SELECT stage_id AS first, attempt AS second, "
                    "coalesce(stage.completion_time, -1) AS drop_order, "
                    "stage.status NOT IN ('ACTIVE', 'PENDING') AS ended FROM main.stage "
                    "LEFT JOIN main.job ON job_id = json_extract(job_ids, '$[0]') "
                    "ORDER BY stage.status IN ('ACTIVE', 'PENDING'), "
                    "coalesce(stage.completion_time, job.completion_time, 0), stage_id, attempt");
  if (!rows) return std::unexpected(rows.error());
  const auto gone = dropped(*rows, limit, number_to_drop);
  auto done = hide(database, "stage", "first = stage_id AND second = attempt", gone);
  if (!done) return done;
  return hide(database, "task_chunk", "first = stage_id AND second = stage_attempt", gone);
}

Result<void> hide_executions(Database& database, std::int64_t limit) {
  const auto rows = retained_rows(
      database,
      "SELECT execution_id AS first, 0 AS second, coalesce(completion_time, 0) AS drop_order, "
      "completion_time IS NOT NULL AS ended "
      "FROM main.sql_execution ORDER BY completion_time IS NULL, completion_time, execution_id");
  if (!rows) return std::unexpected(rows.error());
  return hide(database, "sql_execution", "first = execution_id", dropped(*rows, limit, beyond));
}

// Spark's server stores an executor when it is removed, and takes off their number how many are
// alive then. At the end of the log it stores those that are left.
Result<void> hide_executors(Database& database, std::int64_t limit) {
  auto select = database.prepare(
      "SELECT executor_id, add_time, CASE WHEN is_active THEN NULL ELSE remove_time END "
      "FROM main.executor ORDER BY 3 IS NULL, 3, executor_id");
  if (!select) return std::unexpected(select.error());
  std::vector<std::int64_t> added;
  std::vector<std::pair<std::string, std::optional<std::int64_t>>> executors;
  for (;;) {
    const auto more = select->step();
    if (!more) return std::unexpected(more.error());
    if (!*more) break;
    added.push_back(select->integer(1));
    executors.emplace_back(select->text(0), std::nullopt);
    if (!select->is_null(2)) executors.back().second = select->integer(2);
  }
  std::ranges::sort(added);
  std::set<std::string> dead;
  Keys<std::string> gone;
  std::int64_t removed = 0;
  std::int64_t stored = 0;
  for (const auto& [id, remove_time] : executors) {
    if (remove_time) {
      ++removed;
      dead.insert(id);
    }
    if (++stored <= limit) continue;
    const auto ever = remove_time ? std::ranges::upper_bound(added, *remove_time) : added.end();
    const std::int64_t alive = ever - added.begin() - removed;
    for (std::int64_t left = number_to_drop(stored - alive, limit); left > 0 && !dead.empty();
         --left, --stored) {
      gone.emplace_back(*dead.begin(), 0);
      dead.erase(dead.begin());
    }
  }
  return hide(database, "executor", "first = executor_id", gone);
}

}  // namespace

std::int64_t dropped_tasks(std::int64_t started, std::int64_t limit) {
  const std::int64_t step = std::max<std::int64_t>(1, limit / 10);
  return started > limit ? ((started - limit - 1) / step + 1) * step : 0;
}

Result<bool> hide_what_spark_drops(Database& database, const RetentionLimits& limits) {
  bool any = false;
  using Hide = Result<void> (*)(Database&, std::int64_t);
  for (const auto& [table, limit, hide_some] :
       {std::tuple{"job", limits.jobs, Hide{hide_jobs}},
        std::tuple{"stage", limits.stages, Hide{hide_stages}},
        std::tuple{"executor", limits.dead_executors, Hide{hide_executors}},
        std::tuple{"sql_execution", limits.sql_executions, Hide{hide_executions}}}) {
    const auto many = has_more_than(database, table, limit);
    if (!many) return std::unexpected(many.error());
    if (!*many) continue;
    any = true;
    if (auto hidden = hide_some(database, limit); !hidden) return std::unexpected(hidden.error());
  }
  return any;
}

}  // namespace afterglow::history
