#include "historyserver/api/dashboard/routes.h"
#include "historyserver/api/json_writer.h"

namespace afterglow::history {
namespace {

std::optional<std::string> property(const std::optional<EnvironmentRow>& environment,
                                    const std::string& name) {
  if (!environment) return {};
  const auto found = environment->spark_properties.find(name);
  if (found == environment->spark_properties.end()) return {};
  return found->second;
}

void write_pool(JsonWriter& json, const PoolRow& pool) {
  json.begin_object()
      .field("name", pool.name)
      .field("activeStages", pool.active_stages)
      .field("pendingStages", pool.pending_stages)
      .field("completeStages", pool.complete_stages)
      .field("failedStages", pool.failed_stages)
      .field("skippedStages", pool.skipped_stages)
      .field("activeTasks", pool.active_tasks)
      .field("completedTasks", pool.completed_tasks)
      .field("failedTasks", pool.failed_tasks)
      .field("killedTasks", pool.killed_tasks)
      .field("runTime", pool.run_time)
      .field("firstTime", pool.first_time)
      .field("latestTime", pool.latest_time)
      .end_object();
}

}  // namespace

Response dashboard_pools(OpenAttempt& attempt, const Request&, const PathArguments&) {
  const auto pools = attempt.database->stages.pools();
  if (!pools) return internal_error(pools.error());
  const auto environment = attempt.database->environment.get();
  if (!environment) return internal_error(environment.error());
  JsonWriter json;
  json.begin_object()
      .field("mode", property(*environment, "spark.scheduler.mode").value_or("FIFO"))
      .field("allocationFile", property(*environment, "spark.scheduler.allocation.file"))
      .key("pools")
      .begin_array();
  for (const PoolRow& pool : *pools) write_pool(json, pool);
  json.end_array().end_object();
  return json_response(json);
}

}  // namespace afterglow::history
