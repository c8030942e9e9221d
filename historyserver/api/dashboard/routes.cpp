#include "historyserver/api/dashboard/routes.h"

#include <array>

namespace afterglow::history {
namespace {

constexpr std::array kAppRoutes = std::to_array<AppRoute>({
    {"completeness", dashboard_completeness},
    {"executors/cores", dashboard_cores},
    {"executors/heatmap", dashboard_executor_heatmap},
    {"insights", dashboard_insights},
    {"jobs", dashboard_jobs},
    {"jobs/#", dashboard_job},
    {"jobs/#/stages", dashboard_job_stages},
    {"neighbours", dashboard_neighbours},
    {"operations/*", dashboard_operations},
    {"operations/*/*", dashboard_operation},
    {"overview", dashboard_overview},
    {"pools", dashboard_pools},
    {"search", dashboard_search},
    {"sections", dashboard_sections},
    {"sessions", dashboard_session_totals},
    {"sessions/*", dashboard_sessions},
    {"sessions/*/*", dashboard_session},
    {"sql", dashboard_queries},
    {"sql/##/plans", dashboard_plans},
    {"sql/##/plans/#", dashboard_plan},
    {"stages/#/#/correlate", dashboard_correlate},
    {"stages/#/#/durations", dashboard_durations},
    {"stages/#/#/executors", dashboard_stage_executors},
    {"stages/#/#/facts", dashboard_stage_facts},
    {"stages/#/#/failures", dashboard_failures},
    {"stages/#/#/heatmap", dashboard_heatmap},
    {"stages/#/#/lanes", dashboard_lanes},
    {"stages/#/#/rdds", dashboard_stage_rdds},
    {"stages/#/#/summary", dashboard_summary},
    {"stages/#/#/tasks", dashboard_tasks},
    {"storage/blocks", dashboard_stream_blocks},
    {"timeline", dashboard_timeline},
});

constexpr std::array kFleetRoutes = std::to_array<FleetRoute>({
    {"alerts", dashboard_alerts},
    {"fleet", dashboard_fleet},
    {"jobs", dashboard_all_jobs},
    {"jobs/*", dashboard_job_runs},
    {"runs", dashboard_job_runs},
    {"search", dashboard_application_search},
});

constexpr std::array kFileRoutes = std::to_array<FileRoute>({
    {"data", "GET", dashboard_data},
    {"database", "GET", dashboard_database},
    {"query", "POST", dashboard_query},
});

}  // namespace

std::span<const AppRoute> dashboard_app_routes() {
  return kAppRoutes;
}

std::span<const FleetRoute> dashboard_fleet_routes() {
  return kFleetRoutes;
}

std::span<const FileRoute> dashboard_file_routes() {
  return kFileRoutes;
}

}  // namespace afterglow::history
