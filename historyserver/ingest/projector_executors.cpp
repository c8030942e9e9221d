// The part of the projector that follows executors.

#include <algorithm>

#include "historyserver/ingest/projector.h"

namespace afterglow::history {
namespace {

constexpr std::string_view kDriver = "driver";

}  // namespace

LiveExecutor& Projector::get_or_create_executor(const std::string& id, std::int64_t time) {
  const auto [found, is_new] = executors_.try_emplace(id);
  if (is_new) {
    found->second.row.id = id;
    found->second.row.add_time = time;
    dead_executors_.erase(id);  // there is one row for both
  }
  found->second.dirty = true;
  return found->second;
}

LiveExecutor* Projector::find_executor(const std::string& id) {
  const auto found = executors_.find(id);
  return found == executors_.end() ? nullptr : &found->second;
}

// The driver has a block manager but no ExecutorAdded, so either event makes an executor.
void Projector::on(BlockManagerAdded&& event) {
  ExecutorRow& row = get_or_create_executor(event.id.executor_id, event.time).row;
  row.host_port = event.id.host_port();
  if (event.max_on_heap) {
    row.total_on_heap = event.max_on_heap;
    row.total_off_heap = event.max_off_heap.value_or(0);
    row.used_on_heap = 0;
    row.used_off_heap = 0;
  }
  row.is_active = true;
  row.max_memory = event.max_memory;
}

void Projector::on(ExecutorAdded&& event) {
  ExecutorRow& row = get_or_create_executor(event.id, event.time).row;
  row.host = std::move(event.host);
  row.is_active = true;
  row.total_cores = event.total_cores;
  const auto cpus = cpus_by_profile_.find(event.resource_profile_id);
  row.max_tasks =
      event.total_cores / (cpus == cpus_by_profile_.end() ? cpus_per_task_ : cpus->second);
  row.executor_logs = std::move(event.log_urls);
  row.resources = std::move(event.resources);
  row.attributes = std::move(event.attributes);
  row.resource_profile_id = event.resource_profile_id;
}

void Projector::on(ExecutorRemoved&& event) {
  const auto found = executors_.find(event.id);
  if (found == executors_.end()) return;
  LiveExecutor& executor = found->second;
  executor.row.is_active = false;
  executor.row.remove_time = event.time;
  executor.row.remove_reason = std::move(event.reason);
  keep(database_.executors.put(executor.row));
  executor.dirty = false;
  blocks_.on_executor_removed(event.id);
  if (ran_during_live_stage(executor)) dead_executors_[event.id] = std::move(executor);
  executors_.erase(found);
}

bool Projector::ran_during_live_stage(const LiveExecutor& executor) const {
  return std::ranges::any_of(stages_, [&](const auto& entry) {
    return entry.second.row.submission_time.value_or(0) < executor.row.remove_time.value_or(0);
  });
}

void Projector::on(ExecutorExclusion&& event) {
  if (LiveExecutor* executor = find_executor(event.executor_id)) {
    executor->row.is_excluded = event.excluded;
    executor->dirty = true;
  }
}

void Projector::on(NodeExclusion&& event) {
  for (auto& [id, executor] : executors_) {
    if (id == kDriver || executor.hostname() != event.host) continue;
    executor.row.is_excluded = event.excluded;
    executor.dirty = true;
  }
}

void Projector::exclude_for_stage(LiveExecutor& executor, std::int64_t stage_id) {
  IntegerList& stages = executor.row.excluded_in_stages;
  const auto place = std::ranges::lower_bound(stages, stage_id);
  if (place == stages.end() || *place != stage_id) stages.insert(place, stage_id);
  executor.dirty = true;
}

void Projector::on(ExecutorExclusionForStage&& event) {
  if (LiveStage* stage = find_stage(event.stage)) {
    stage->executor(event.executor_id).excluded = true;
    stage->excluded_executors.insert(event.executor_id);
  }
  if (LiveExecutor* executor = find_executor(event.executor_id)) {
    exclude_for_stage(*executor, event.stage.stage_id);
  }
}

void Projector::on(NodeExclusionForStage&& event) {
  std::vector<std::string> ids;
  for (const auto& [id, executor] : executors_) {
    if (id != kDriver && executor.hostname() == event.host) ids.push_back(id);
  }
  for (std::string& id : ids) on(ExecutorExclusionForStage{std::move(id), event.stage});
}

void Projector::raise_stage_peaks(const StageKey& key, const std::string& executor_id,
                                  const ExecutorMetricValues& metrics) {
  LiveStage* stage = find_stage(key);
  if (!stage) return;
  stage->dirty |= stage->row.peak_executor_metrics.raise_to(metrics);
  stage->executor(executor_id).peak_metrics.raise_to(metrics);
}

void Projector::on(ExecutorMetricsUpdate&& event) {
  for (const auto& report : event.reports) {
    if (LiveExecutor* executor = find_executor(event.executor_id)) {
      executor->dirty |= executor->row.peak_metrics.raise_to(report.metrics);
    }
    raise_stage_peaks(report.stage, event.executor_id, report.metrics);
  }
}

void Projector::on(StageExecutorMetrics&& event) {
  LiveExecutor* executor = find_executor(event.executor_id);
  if (!executor) {
    const auto dead = dead_executors_.find(event.executor_id);
    if (dead != dead_executors_.end()) executor = &dead->second;
  }
  if (executor) executor->dirty |= executor->row.peak_metrics.raise_to(event.metrics);
  raise_stage_peaks(event.stage, event.executor_id, event.metrics);
}

}  // namespace afterglow::history
