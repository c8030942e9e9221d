#include "historyserver/api/dashboard/routes.h"

#include <array>

namespace afterglow::history {
namespace {

constexpr std::array kAppRoutes = std::to_array<AppRoute>({
    {"completeness", dashboard_completeness},
    {"stages/#/#/durations", dashboard_durations},
    {"stages/#/#/summary", dashboard_summary},
    {"stages/#/#/tasks", dashboard_tasks},
});

}  // namespace

std::span<const AppRoute> dashboard_app_routes() {
  return kAppRoutes;
}

}  // namespace afterglow::history
