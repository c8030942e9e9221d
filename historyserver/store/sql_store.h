#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "common/base/result.h"
#include "historyserver/store/database.h"
#include "historyserver/store/kept_rows.h"
#include "historyserver/store/sql_rows.h"

namespace afterglow::history {

// The executions of Spark SQL, their stages and their metrics (their plans: SqlPlanStore).
class SqlStore {
 public:
  explicit SqlStore(Database& database) : database_(database) {}

  // From here on, while there are none, keeps rows for the next numbers(), and metrics for the next
  // measured_metrics().
  void keep_rows();
  Result<void> put(const SqlExecutionRow& row);
  // Writes only what changes after the start: how it ended, its plans and its late jobs.
  Result<void> update(const SqlExecutionRow& row);
  Result<void> put(const SqlStageRow& row);
  // Adds a metric, or gives it another name and type; its values stay.
  Result<void> declare(const SqlMetricRow& metric);
  // Of one execution, by accumulator; those without values are left as they are.
  Result<void> put(std::int64_t execution_id, std::vector<SqlMetricRow> metrics);
  Result<void> add(const SqlDriverUpdateRow& row);

  Result<std::optional<SqlExecutionRow>> execution(std::int64_t id);
  // By id; `limit` < 0: all.
  Result<std::vector<SqlExecutionRow>> executions(std::int64_t offset, std::int64_t limit);
  // All, by id, without the long words and what nothing is computed from.
  Result<std::vector<SqlExecutionRow>> numbers();
  Result<std::int64_t> count();
  Result<std::vector<SqlExecutionHead>> execution_heads();  // by id
  Result<std::vector<SqlStageRow>> stages(std::int64_t execution_id);
  Result<std::vector<SqlDriverUpdateRow>> driver_updates(std::int64_t execution_id);

  // The metrics of an execution by accumulator, with the values as of now: those kept at its end,
  // or aggregated on the spot from what its tasks reported so far.
  Result<std::vector<SqlMetricRow>> metrics(const SqlExecutionRow& execution);
  // Those that have kept values, by accumulator.
  Result<std::vector<SqlMetricRow>> measured_metrics(std::int64_t execution_id);
  // Aggregates the values of all metrics of an execution from its tasks and the driver's updates.
  // Reads only. Holds one metric's values at a time: eight bytes for each task that reported it.
  Result<std::vector<SqlMetricRow>> aggregate(std::int64_t execution_id);

 private:
  // As they stand in the table.
  Result<std::vector<SqlMetricRow>> stored_metrics(std::int64_t execution_id);

  Database& database_;
  KeptRows<std::int64_t, SqlExecutionRow> kept_executions_;
  KeptRows<std::int64_t, std::vector<SqlMetricRow>> kept_metrics_;
  std::optional<Statement> put_execution_;
  std::optional<Statement> update_execution_;
  std::optional<Statement> put_stage_;
  std::optional<Statement> declare_metric_;
  std::optional<Statement> put_metric_;
  std::optional<Statement> add_update_;
  std::optional<Statement> select_metrics_;
  std::optional<Statement> select_measured_;
};

}  // namespace afterglow::history
