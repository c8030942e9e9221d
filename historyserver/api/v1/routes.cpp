#include "historyserver/api/v1/routes.h"

#include <algorithm>
#include <array>

#include "historyserver/api/json_writer.h"

namespace afterglow::history {
namespace {

constexpr std::array kAppRoutes = std::to_array<AppRoute>({
    {"allexecutors", v1_all_executors},
    {"executors", v1_executors},
    {"jobs", v1_jobs},
    {"jobs/#", v1_job},
    {"stages", v1_stages},
    {"stages/#", v1_stage},
    {"stages/#/#", v1_stage_attempt},
    {"stages/#/#/taskList", v1_task_list},
    {"stages/#/#/taskSummary", v1_task_summary},
});

constexpr std::array<std::string_view, 7> kUnbuiltResources = {
    "allmiscellaneousprocess", "environment", "logs", "sql", "storage", "streaming", "threads"};

}  // namespace

std::span<const AppRoute> v1_app_routes() {
  return kAppRoutes;
}

bool is_unbuilt(std::span<const std::string> segments) {
  if (segments.empty()) return false;
  if (std::ranges::find(kUnbuiltResources, segments[0]) != kUnbuiltResources.end()) return true;
  if (segments[0] == "executors") return segments.size() == 3 && segments[2] == "threads";
  return segments[0] == "stages" && segments.size() == 4 && segments[3] == "taskTable";
}

Response v1_version() {
  JsonWriter json;
  json.begin_object().field("spark", kSparkApiVersion).end_object();
  return json_response(json);
}

}  // namespace afterglow::history
