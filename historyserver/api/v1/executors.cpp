#include <algorithm>

#include "common/base/clock.h"
#include "historyserver/api/v1/routes.h"
#include "historyserver/api/v1/spark_json.h"

namespace afterglow::history {
namespace {

// The pseudo executor under which Spark registers migrated shuffle blocks; never shown.
constexpr const char* kFallbackStorage = "fallback";

void write_resources(JsonWriter& json, const ExecutorResources& resources) {
  json.key("resources").begin_object();
  for (const auto& [name, resource] : resources) {
    json.key(name).begin_object().field("name", resource.name);
    write_field(json, "addresses", resource.addresses);
    json.end_object();
  }
  json.end_object();
}

// Spark shows the driver with the whole time of the application, and with its real GC time where
// its peaks tell.
void adjust_driver(ExecutorRow& executor, const LogRow& log) {
  if (executor.id != "driver") return;
  executor.total_duration = log.end_time.value_or(now_ms()) - log.start_time;
  if (executor.peak_metrics.is_set()) {
    executor.total_gc_time = executor.peak_metrics[kTotalGcTimeIndex];
  }
}

void write_executor(JsonWriter& json, const ExecutorRow& executor) {
  json.begin_object()
      .field("id", executor.id)
      .field("hostPort", executor.host_port.empty() ? executor.host : executor.host_port)
      .field("isActive", executor.is_active)
      .field("rddBlocks", executor.rdd_blocks)
      .field("memoryUsed", executor.memory_used)
      .field("diskUsed", executor.disk_used)
      .field("totalCores", executor.total_cores)
      .field("maxTasks", executor.max_tasks)
      .field("activeTasks", executor.active_tasks)
      .field("failedTasks", executor.failed_tasks)
      .field("completedTasks", executor.completed_tasks)
      .field("totalTasks", executor.total_tasks)
      .field("totalDuration", executor.total_duration)
      .field("totalGCTime", executor.total_gc_time)
      .field("totalInputBytes", executor.total_input_bytes)
      .field("totalShuffleRead", executor.total_shuffle_read)
      .field("totalShuffleWrite", executor.total_shuffle_write)
      .field("isBlacklisted", executor.is_excluded)
      .field("maxMemory", executor.max_memory)
      .date_field("addTime", executor.add_time)
      .date_field("removeTime", executor.remove_time)
      .field("removeReason", executor.remove_reason);
  write_field(json, "executorLogs", executor.executor_logs);
  if (executor.total_on_heap) {
    json.key("memoryMetrics")
        .begin_object()
        .field("usedOnHeapStorageMemory", executor.used_on_heap)
        .field("usedOffHeapStorageMemory", executor.used_off_heap)
        .field("totalOnHeapStorageMemory", executor.total_on_heap)
        .field("totalOffHeapStorageMemory", executor.total_off_heap)
        .end_object();
  }
  write_field(json, "blacklistedInStages", executor.excluded_in_stages);
  if (executor.peak_metrics.is_set()) {
    write_field(json, "peakMemoryMetrics", executor.peak_metrics);
  }
  write_field(json, "attributes", executor.attributes);
  write_resources(json, executor.resources);
  json.field("resourceProfileId", executor.resource_profile_id)
      .field("isExcluded", executor.is_excluded);
  write_field(json, "excludedInStages", executor.excluded_in_stages);
  json.end_object();
}

Response list_executors(OpenAttempt& attempt, bool active_only) {
  auto executors = attempt.database->executors.list();
  if (!executors) return internal_error(executors.error());
  std::erase_if(*executors, [&](const ExecutorRow& executor) {
    return executor.id == kFallbackStorage || (active_only && !executor.is_active);
  });
  if (active_only) std::ranges::reverse(*executors);
  JsonWriter json;
  json.begin_array();
  for (ExecutorRow& executor : *executors) {
    adjust_driver(executor, attempt.log);
    write_executor(json, executor);
  }
  json.end_array();
  return json_response(json);
}

}  // namespace

Response v1_executors(OpenAttempt& attempt, const Request&, const PathArguments&) {
  return list_executors(attempt, true);
}

Response v1_all_executors(OpenAttempt& attempt, const Request&, const PathArguments&) {
  return list_executors(attempt, false);
}

}  // namespace afterglow::history
