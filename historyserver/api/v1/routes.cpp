#include "historyserver/api/v1/routes.h"

#include <array>

#include "historyserver/api/json_writer.h"

namespace afterglow::history {
namespace {

constexpr std::array kAppRoutes = std::to_array<AppRoute>({
    {"allexecutors", v1_all_executors},
    {"allmiscellaneousprocess", v1_processes},
    {"environment", v1_environment},
    {"executors", v1_executors},
    {"executors/*/threads", v1_executor_threads},
    {"jobs", v1_jobs},
    {"jobs/#", v1_job},
    {"sql", v1_sql_list},
    {"sql/##", v1_sql_execution},
    {"sql/sqlTable", v1_sql_table},
    {"stages", v1_stages},
    {"stages/#", v1_stage},
    {"stages/#/#", v1_stage_attempt},
    {"stages/#/#/taskList", v1_task_list},
    {"stages/#/#/taskSummary", v1_task_summary},
    {"stages/#/#/taskTable", v1_task_table},
    {"storage/rdd", v1_rdds},
    {"storage/rdd/#", v1_rdd},
    {"streaming-queries", v1_streaming_queries},
    {"streaming-queries/*", v1_streaming_query},
    {"streaming/batches", v1_streaming},
    {"streaming/batches/#", v1_streaming},
    {"streaming/batches/#/operations", v1_streaming},
    {"streaming/batches/#/operations/#", v1_streaming},
    {"streaming/receivers", v1_streaming},
    {"streaming/receivers/#", v1_streaming},
    {"streaming/statistics", v1_streaming},
    {"threads", v1_task_threads},
});

}  // namespace

std::span<const AppRoute> v1_app_routes() {
  return kAppRoutes;
}

Response v1_version() {
  JsonWriter json;
  json.begin_object().field("spark", kSparkApiVersion).end_object();
  return json_response(json);
}

}  // namespace afterglow::history
