#include <algorithm>
#include <array>

#include "common/base/clock.h"
#include "historyserver/api/paging.h"
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

constexpr std::array kExecutorSortKeys = std::to_array<SortKey<ExecutorRow>>({
    {"id", [](const ExecutorRow& executor) -> SortValue { return executor.id; }},
    {"hostPort", [](const ExecutorRow& executor) -> SortValue { return executor.host_port; }},
    {"addTime", [](const ExecutorRow& executor) -> SortValue { return executor.add_time; }},
    {"removeTime",
     [](const ExecutorRow& executor) -> SortValue { return executor.remove_time.value_or(0); }},
    {"totalCores", [](const ExecutorRow& executor) -> SortValue { return executor.total_cores; }},
    {"rddBlocks", [](const ExecutorRow& executor) -> SortValue { return executor.rdd_blocks; }},
    {"memoryUsed", [](const ExecutorRow& executor) -> SortValue { return executor.memory_used; }},
    {"diskUsed", [](const ExecutorRow& executor) -> SortValue { return executor.disk_used; }},
    {"maxMemory", [](const ExecutorRow& executor) -> SortValue { return executor.max_memory; }},
    {"activeTasks", [](const ExecutorRow& executor) -> SortValue { return executor.active_tasks; }},
    {"failedTasks", [](const ExecutorRow& executor) -> SortValue { return executor.failed_tasks; }},
    {"completedTasks",
     [](const ExecutorRow& executor) -> SortValue { return executor.completed_tasks; }},
    {"totalTasks", [](const ExecutorRow& executor) -> SortValue { return executor.total_tasks; }},
    {"totalDuration",
     [](const ExecutorRow& executor) -> SortValue { return executor.total_duration; }},
    {"totalGCTime",
     [](const ExecutorRow& executor) -> SortValue { return executor.total_gc_time; }},
    {"totalInputBytes",
     [](const ExecutorRow& executor) -> SortValue { return executor.total_input_bytes; }},
    {"totalShuffleRead",
     [](const ExecutorRow& executor) -> SortValue { return executor.total_shuffle_read; }},
    {"totalShuffleWrite",
     [](const ExecutorRow& executor) -> SortValue { return executor.total_shuffle_write; }},
});

Response list_executors(OpenAttempt& attempt, const Request& request, bool active_only) {
  const auto page = page_parameters(request);
  if (!page) return page.error();
  auto executors = attempt.executors();
  if (!executors) return internal_error(executors.error());
  std::erase_if(*executors, [&](const ExecutorRow& executor) {
    return executor.id == kFallbackStorage || (active_only && !executor.is_active);
  });
  if (active_only) std::ranges::reverse(*executors);
  for (ExecutorRow& executor : *executors) adjust_driver(executor, attempt.log);
  if (auto sorted = sort_rows<ExecutorRow>(*executors, request, kExecutorSortKeys); !sorted) {
    return sorted.error();
  }
  return json_list(attempt, request, *page, *std::move(executors), write_executor);
}

}  // namespace

Response v1_executors(OpenAttempt& attempt, const Request& request, const PathArguments&) {
  return list_executors(attempt, request, true);
}

Response v1_all_executors(OpenAttempt& attempt, const Request& request, const PathArguments&) {
  return list_executors(attempt, request, false);
}

}  // namespace afterglow::history
