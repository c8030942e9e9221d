// The part of the projector that follows tasks.

#include <algorithm>

#include "historyserver/ingest/projector.h"

namespace afterglow::history {
namespace {

// By how much one end of a task changes the counters.
struct Deltas {
  std::int64_t completed = 0;
  std::int64_t failed = 0;
  std::int64_t killed = 0;
  std::int64_t active = 1;
};

Deltas deltas_of(TaskOutcome outcome) {
  switch (outcome) {
    case TaskOutcome::success:
      return {.completed = 1};
    case TaskOutcome::killed:
    case TaskOutcome::commit_denied:
      return {.killed = 1};
    case TaskOutcome::resubmitted:
      // The end of a task that had succeeded before its executor was lost: no start belongs to it.
      return {.failed = 1, .active = 0};
    case TaskOutcome::failed:
      break;
  }
  return {.failed = 1};
}

std::string status_of(const TaskInfo& info) {
  if (!info.finished()) return info.getting_result_time != 0 ? "GET RESULT" : "RUNNING";
  if (info.failed) return "FAILED";
  return info.killed ? "KILLED" : "SUCCESS";
}

void take_info(TaskRow& row, const StageKey& stage, TaskInfo&& info) {
  row.stage_id = stage.stage_id;
  row.stage_attempt = stage.attempt;
  row.id = info.id;
  row.index = info.index;
  row.attempt = info.attempt;
  row.partition_id = info.partition_id;
  row.launch_time = info.launch_time;
  row.result_fetch_start = info.getting_result_time;
  row.duration.reset();
  if (info.finished()) row.duration = info.duration();
  row.status = status_of(info);
  row.executor_id = std::move(info.executor_id);
  row.host = std::move(info.host);
  row.locality = std::move(info.locality);
  row.speculative = info.speculative;
  row.accumulables.clear();
  for (Accumulable& accumulable : info.accumulables) {
    row.accumulables.push_back({accumulable.id, std::move(accumulable.name),
                                std::move(accumulable.update), std::move(accumulable.value)});
  }
}

void lower(std::optional<std::int64_t>& time, std::int64_t candidate) {
  time = time ? std::min(*time, candidate) : candidate;
}

}  // namespace

void Projector::on(TaskStart&& event) {
  completeness_.task_started(event.info.id);
  ++totals_.tasks_active;
  if (LiveStage* stage = find_stage(event.stage)) {
    if (event.info.speculative) {
      stage->row.has_speculation = true;
      ++stage->row.speculative_active;
      ++stage->row.speculative_tasks;
    }
    ++stage->row.active_tasks;
    lower(stage->row.first_task_launched_time, event.info.launch_time);
    stage->dirty = true;
    for (const auto& job : stage->jobs) {
      ++job->row.active_tasks;
      job->dirty = true;
    }
  }
  if (LiveExecutor* executor = find_executor(event.info.executor_id)) {
    ++executor->row.active_tasks;
    ++executor->row.total_tasks;
    executor->dirty = true;
  }
  LiveTask task;
  const std::int64_t id = event.info.id;
  take_info(task.row, event.stage, std::move(event.info));
  LiveTask& place = tasks_[id];
  task.stored = place.stored;
  place = std::move(task);
}

void Projector::end_task(LiveTask& task, const TaskEnd& event) {
  TaskRow& row = task.row;
  take_info(row, event.stage, TaskInfo(event.info));
  row.error = event.error;
  row.has_metrics = true;
  row.metrics = event.metrics;
  if (task.stored) keep(database_.task_writer.remove_running(row.id));
  keep(database_.task_writer.append(row, event.info.sql_metrics));
}

// Answers whether the task was running; the end of any other adds no row and no metrics.
bool Projector::write_task_end(const TaskEnd& event) {
  const auto found = tasks_.find(event.info.id);
  if (found == tasks_.end()) return false;
  end_task(found->second, event);
  tasks_.erase(found);
  return true;
}

void Projector::on(TaskEnd&& event) {
  const bool was_running = write_task_end(event);
  if (was_running) {
    completeness_.task_ended();
  } else {
    completeness_.task_ended_without_start(event);
  }
  const Deltas deltas = deltas_of(event.outcome);
  totals_.tasks_active -= deltas.active;
  totals_.tasks_complete += deltas.completed;
  totals_.tasks_failed += deltas.failed;
  totals_.tasks_killed += deltas.killed;
  if (was_running) {
    totals_.task_time += event.info.duration();
    totals_.input_bytes += event.metrics[TaskMetric::input_bytes];
    totals_.shuffle_read_bytes += event.metrics.shuffle_bytes_read();
    totals_.shuffle_write_bytes += event.metrics[TaskMetric::shuffle_bytes_written];
    totals_.spill_bytes += event.metrics[TaskMetric::disk_bytes_spilled];
  }
  if (LiveStage* stage = find_stage(event.stage)) {
    count_task_end(*stage, event, was_running);
    if (stage->row.active_tasks == 0 && stage->has_ended()) retire_stage(event.stage);
  } else {
    keep(database_.task_writer.close(event.stage));
  }
  if (LiveExecutor* executor = find_executor(event.info.executor_id)) {
    count_task_end(*executor, event);
  }
}

void Projector::count_task_end(LiveStage& stage, const TaskEnd& event, bool has_metrics) {
  const Deltas deltas = deltas_of(event.outcome);
  ExecutorStageRow& executor = stage.executor(event.info.executor_id);
  if (has_metrics) {
    stage.row.metrics.add(event.metrics);
    executor.metrics.add(event.metrics);
  }
  stage.row.active_tasks -= deltas.active;
  stage.row.completed_tasks += deltas.completed;
  stage.row.failed_tasks += deltas.failed;
  stage.row.killed_tasks += deltas.killed;
  if (deltas.completed > 0) stage.completed_indices.insert(event.info.index);
  stage.row.completed_indices = stage.completed_indices.count();
  if (deltas.killed > 0) ++stage.row.killed_tasks_summary[event.error.value_or("")];
  stage.row.peak_executor_metrics.raise_to(event.executor_metrics);
  if (event.info.speculative) {
    stage.row.has_speculation = true;
    --stage.row.speculative_active;
    stage.row.speculative_completed += deltas.completed;
    stage.row.speculative_failed += deltas.failed;
    stage.row.speculative_killed += deltas.killed;
  }
  for (const auto& job : stage.jobs) {
    job->row.active_tasks -= deltas.active;
    job->row.completed_tasks += deltas.completed;
    job->row.failed_tasks += deltas.failed;
    job->row.killed_tasks += deltas.killed;
    if (deltas.completed > 0) {
      IndexSet& indices = job->completed_indices[event.stage.stage_id];
      const std::int64_t before = indices.count();
      indices.insert(event.info.index);
      job->row.completed_indices += indices.count() - before;
    }
    if (deltas.killed > 0) ++job->row.killed_tasks_summary[event.error.value_or("")];
    job->dirty = true;
  }
  executor.task_time += event.info.duration();
  executor.completed_tasks += deltas.completed;
  executor.failed_tasks += deltas.failed;
  executor.killed_tasks += deltas.killed;
  executor.peak_metrics.raise_to(event.executor_metrics);
  stage.dirty = true;
}

void Projector::count_task_end(LiveExecutor& executor, const TaskEnd& event) {
  const Deltas deltas = deltas_of(event.outcome);
  ExecutorRow& row = executor.row;
  row.active_tasks -= deltas.active;
  row.completed_tasks += deltas.completed;
  row.failed_tasks += deltas.failed;
  row.total_duration += event.info.duration();
  row.peak_metrics.raise_to(event.executor_metrics);
  // A resubmitted task's metrics were counted when it succeeded.
  if (event.outcome != TaskOutcome::resubmitted) {
    row.total_gc_time += event.metrics[TaskMetric::jvm_gc_time];
    row.total_input_bytes += event.metrics[TaskMetric::input_bytes];
    row.total_shuffle_read += event.metrics.shuffle_bytes_read();
    row.total_shuffle_write += event.metrics[TaskMetric::shuffle_bytes_written];
  }
  executor.dirty = true;
}

}  // namespace afterglow::history
