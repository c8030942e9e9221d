#include "historyserver/store/sql_store.h"

#include "historyserver/store/row_mapping.h"

namespace afterglow::history {

using SqlMetricValueColumns = std::optional<SqlMetricAggregate>;
constexpr int kValueColumns = 8;

template <>
constexpr int column_span<SqlMetricValueColumns>() {
  return kValueColumns;
}
template <>
std::string column_names<SqlMetricValueColumns>(const char*) {
  return "value_count, value_sum, value_min, value_median, value_max, max_stage_id, "
         "max_stage_attempt, max_task_id";
}

// A template argument's own overloads, found where the templates are used.
static void bind_value(Statement& to, int index, const SqlMetricValueColumns& values) {
  for (int i = 0; i < kValueColumns; ++i) to.bind_null(index + i);
  if (!values) return;
  for (const std::int64_t value :
       {values->count, values->sum, values->min, values->median, values->max}) {
    to.bind(index++, value);
  }
  if (!values->max_task) return;
  to.bind(index++, values->max_task->stage.stage_id);
  to.bind(index++, values->max_task->stage.attempt);
  to.bind(index, values->max_task->task_id);
}
static void read_value(const Statement& from, int column, SqlMetricValueColumns& values) {
  values.reset();
  if (from.is_null(column)) return;
  SqlMetricAggregate& found = values.emplace();
  for (std::int64_t* value : {&found.count, &found.sum, &found.min, &found.median, &found.max}) {
    *value = from.integer(column++);
  }
  if (from.is_null(column)) return;
  found.max_task = {{from.integer(column), from.integer(column + 1)}, from.integer(column + 2)};
}

template <>
struct RowColumns<SqlExecutionRow> {
  using Row = SqlExecutionRow;
  static constexpr const char* table = "sql_execution";
  static constexpr auto columns = std::tuple{
      Column{"execution_id", &Row::id},
      Column{"root_execution_id", &Row::root_id},
      Column{"query_id", &Row::query_id},
      Column{"description", &Row::description},
      Column{"details", &Row::details},
      Column{"submission_time", &Row::submission_time},
      Column{"completion_time", &Row::completion_time},
      Column{"error", &Row::error},
      Column{"job_group", &Row::group},
      Column{"job_tags", &Row::job_tags},
      Column{"modified_configs", &Row::modified_configs},
      Column{"plan_versions", &Row::plan_versions},
      Column{"metrics_are_final", &Row::metrics_are_final},
      Column{"has_late_jobs", &Row::has_late_jobs},
  };
};

template <>
struct RowColumns<SqlExecutionHead> {
  using Row = SqlExecutionHead;
  static constexpr const char* table = "sql_execution";
  static constexpr auto columns = std::tuple{
      Column{"execution_id", &Row::id},
      Column{"root_execution_id", &Row::root_id},
      Column{"query_id", &Row::query_id},
      Column{"description", &Row::description},
      Column{"submission_time", &Row::submission_time},
      Column{"completion_time", &Row::completion_time},
      Column{"error", &Row::error},
      Column{"has_late_jobs", &Row::has_late_jobs},
  };
};

// A row of SqlStore::numbers().
struct SqlExecutionNumbers : SqlExecutionRow {};

template <>
struct RowColumns<SqlExecutionNumbers> {
  using Row = SqlExecutionRow;
  static constexpr const char* table = "sql_execution";
  static constexpr auto columns = std::tuple{
      Column{"execution_id", &Row::id},
      Column{"description", &Row::description},
      Column{"submission_time", &Row::submission_time},
      Column{"completion_time", &Row::completion_time},
      Column{"error", &Row::error},
      Column{"modified_configs", &Row::modified_configs},
      Column{"plan_versions", &Row::plan_versions},
      Column{"metrics_are_final", &Row::metrics_are_final},
      Column{"has_late_jobs", &Row::has_late_jobs},
  };
};

template <>
struct RowColumns<SqlStageRow> {
  using Row = SqlStageRow;
  static constexpr const char* table = "sql_stage";
  static constexpr auto columns = std::tuple{
      Column{"execution_id", &Row::execution_id}, Column{"position", &Row::position},
      Column{"stage_id", &Row::stage_id},         Column{"attempt", &Row::attempt},
      Column{"task_count", &Row::task_count},     Column{"is_followed", &Row::is_followed},
  };
};

template <>
struct RowColumns<SqlMetricRow> {
  using Row = SqlMetricRow;
  static constexpr const char* table = "sql_metric";
  static constexpr auto columns = std::tuple{
      Column{"execution_id", &Row::execution_id},
      Column{"accumulator_id", &Row::accumulator_id},
      Column{"name", &Row::name},
      Column{"metric_type", &Row::type},
      Column{"values", &Row::values},
  };
};

template <>
struct RowColumns<SqlDriverUpdateRow> {
  using Row = SqlDriverUpdateRow;
  static constexpr const char* table = "sql_driver_update";
  static constexpr auto columns = std::tuple{
      Column{"execution_id", &Row::execution_id},
      Column{"accumulator_id", &Row::accumulator_id},
      Column{"value", &Row::value},
  };
};

void SqlStore::keep_rows() {
  kept_executions_.begin();
  kept_metrics_.begin();
}

Result<void> SqlStore::put(const SqlExecutionRow& row) {
  kept_executions_.put(row.id, row);
  return cached_upsert(database_, put_execution_, row);
}

Result<void> SqlStore::update(const SqlExecutionRow& row) {
  if (SqlExecutionRow* const kept = kept_executions_.find(row.id)) {
    kept->completion_time = row.completion_time;
    kept->error = row.error;
    kept->plan_versions = row.plan_versions;
    kept->metrics_are_final = row.metrics_are_final;
    kept->has_late_jobs = row.has_late_jobs;
  }
  if (!update_execution_) {
    auto prepared = database_.prepare(
        "UPDATE sql_execution SET completion_time = ?, error = ?, plan_versions = ?, "
        "metrics_are_final = ?, has_late_jobs = ? WHERE execution_id = ?");
    if (!prepared) return std::unexpected(prepared.error());
    update_execution_.emplace(*std::move(prepared));
  }
  Statement& statement = *update_execution_;
  bind_value(statement, 1, row.completion_time);
  bind_value(statement, 2, row.error);
  bind_value(statement, 3, row.plan_versions);
  bind_value(statement, 4, row.metrics_are_final);
  bind_value(statement, 5, row.has_late_jobs);
  bind_value(statement, 6, row.id);
  return statement.run();
}

Result<void> SqlStore::put(const SqlStageRow& row) {
  return cached_upsert(database_, put_stage_, row);
}

Result<void> SqlStore::declare(const SqlMetricRow& metric) {
  kept_metrics_.forget(metric.execution_id);
  if (!declare_metric_) {
    auto prepared = database_.prepare(
        "INSERT INTO sql_metric (execution_id, accumulator_id, name, metric_type) "
        "VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET name = excluded.name, "
        "metric_type = excluded.metric_type");
    if (!prepared) return std::unexpected(prepared.error());
    declare_metric_.emplace(*std::move(prepared));
  }
  declare_metric_->bind(1, metric.execution_id);
  declare_metric_->bind(2, metric.accumulator_id);
  declare_metric_->bind(3, metric.name);
  declare_metric_->bind(4, metric.type);
  return declare_metric_->run();
}

Result<void> SqlStore::put(std::int64_t execution_id, std::vector<SqlMetricRow> metrics) {
  std::erase_if(metrics, [](const SqlMetricRow& metric) { return !metric.values; });
  Result<void> done;
  for (const SqlMetricRow& metric : metrics) {
    if (done) done = cached_upsert(database_, put_metric_, metric);
  }
  kept_metrics_.put(execution_id, std::move(metrics));
  return done;
}

Result<void> SqlStore::add(const SqlDriverUpdateRow& row) {
  return cached_upsert(database_, add_update_, row);
}

Result<std::optional<SqlExecutionRow>> SqlStore::execution(std::int64_t id) {
  return select_row<SqlExecutionRow>(database_, "WHERE execution_id = ?", id);
}

Result<std::vector<SqlExecutionRow>> SqlStore::executions(std::int64_t offset, std::int64_t limit) {
  return select_rows<SqlExecutionRow>(database_, "ORDER BY execution_id LIMIT ? OFFSET ?", limit,
                                      offset);
}

Result<std::vector<SqlExecutionRow>> SqlStore::numbers() {
  if (auto kept = kept_executions_.take_all()) return *std::move(kept);
  auto rows = select_rows<SqlExecutionNumbers>(database_, "ORDER BY execution_id");
  if (!rows) return std::unexpected(rows.error());
  return std::vector<SqlExecutionRow>(std::make_move_iterator(rows->begin()),
                                      std::make_move_iterator(rows->end()));
}

Result<std::int64_t> SqlStore::count() {
  auto count = database_.prepare("SELECT count(*) FROM sql_execution");
  if (!count) return std::unexpected(count.error());
  if (auto row = count->step(); !row) return std::unexpected(row.error());
  return count->integer(0);
}

Result<std::vector<SqlExecutionHead>> SqlStore::execution_heads() {
  return select_rows<SqlExecutionHead>(database_, "ORDER BY execution_id");
}

Result<std::vector<SqlStageRow>> SqlStore::stages(std::int64_t execution_id) {
  return select_rows<SqlStageRow>(database_, "WHERE execution_id = ? ORDER BY position",
                                  execution_id);
}

Result<std::vector<SqlDriverUpdateRow>> SqlStore::driver_updates(std::int64_t execution_id) {
  return select_rows<SqlDriverUpdateRow>(database_, "WHERE execution_id = ? ORDER BY update_id",
                                         execution_id);
}

Result<std::vector<SqlMetricRow>> SqlStore::stored_metrics(std::int64_t execution_id) {
  return cached_select_rows<SqlMetricRow>(
      database_, select_metrics_, "WHERE execution_id = ? ORDER BY accumulator_id", execution_id);
}

Result<std::vector<SqlMetricRow>> SqlStore::metrics(const SqlExecutionRow& execution) {
  return execution.metrics_are_final ? stored_metrics(execution.id) : aggregate(execution.id);
}

Result<std::vector<SqlMetricRow>> SqlStore::measured_metrics(std::int64_t execution_id) {
  if (auto kept = kept_metrics_.take(execution_id)) return *std::move(kept);
  return cached_select_rows<SqlMetricRow>(
      database_, select_measured_,
      "WHERE execution_id = ? AND value_count IS NOT NULL ORDER BY accumulator_id", execution_id);
}

}  // namespace afterglow::history
