#include "historyserver/api/dashboard/routes.h"

#include <array>

namespace afterglow::history {
namespace {

constexpr std::array kAppRoutes = std::to_array<AppRoute>({
    {"completeness", dashboard_completeness},
    {"neighbours", dashboard_neighbours},
    {"search", dashboard_search},
    {"sql/##/plans", dashboard_plans},
    {"sql/##/plans/#", dashboard_plan},
    {"stages/#/#/durations", dashboard_durations},
    {"stages/#/#/summary", dashboard_summary},
    {"stages/#/#/tasks", dashboard_tasks},
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

std::span<const FileRoute> dashboard_file_routes() {
  return kFileRoutes;
}

}  // namespace afterglow::history
