#include "historyserver/insights/stored_plan.h"

#include <algorithm>

namespace afterglow::history {
namespace {

// What nobody reported is of no use to anybody here: the few metrics that have values are read at
// once, with their names.
Result<PlanFacts> measured_plan(ApplicationDatabase& database, std::int64_t id,
                                std::int64_t version) {
  auto graph = database.sql_plans.plain_graph(id, version);
  if (!graph) return std::unexpected(graph.error());
  const auto measured = database.sql.measured_metrics(id);
  if (!measured) return std::unexpected(measured.error());
  std::erase_if(graph->metrics, [&](SqlPlanMetric& metric) {
    const auto found = std::ranges::lower_bound(*measured, metric.accumulator_id, {},
                                                &SqlMetricRow::accumulator_id);
    if (found == measured->end() || found->accumulator_id != metric.accumulator_id) return true;
    metric.name = found->name;
    metric.type = found->type;
    return false;
  });
  return PlanFacts(*std::move(graph), *measured);
}

}  // namespace

Result<PlanFacts> stored_plan(ApplicationDatabase& database, const SqlExecutionRow& query,
                              OpenMetrics open) {
  if (query.plan_versions == 0) return PlanFacts();
  const std::int64_t latest = query.plan_versions - 1;
  if (query.metrics_are_final) return measured_plan(database, query.id, latest);
  auto graph = database.sql_plans.graph(query.id, latest);
  if (!graph) return std::unexpected(graph.error());
  if (open == OpenMetrics::left_out) return PlanFacts(*std::move(graph), {});
  const auto metrics = database.sql.aggregate(query.id);
  if (!metrics) return std::unexpected(metrics.error());
  return PlanFacts(*std::move(graph), *metrics);
}

}  // namespace afterglow::history
