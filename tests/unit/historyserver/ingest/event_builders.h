#pragma once

#include <string>
#include <utility>

#include "historyserver/events/event.h"

// Events with the fields that tests care about.
namespace afterglow::history {

inline StageInfo stage_info(std::int64_t id, std::int64_t tasks, std::int64_t attempt = 0) {
  StageInfo info;
  info.key = {id, attempt};
  info.name = "stage " + std::to_string(id);
  info.task_count = tasks;
  return info;
}

inline StageInfo submitted_info(std::int64_t id, std::int64_t tasks, std::int64_t attempt = 0) {
  StageInfo info = stage_info(id, tasks, attempt);
  info.submission_time = 1000 + id;
  return info;
}

inline JobStart job_start(std::int64_t id, std::vector<StageInfo> stages) {
  JobStart start;
  start.id = id;
  start.time = 900 + id;
  for (const StageInfo& stage : stages) start.stage_ids.push_back(stage.key.stage_id);
  start.stages = std::move(stages);
  return start;
}

inline StageSubmitted stage_submitted(std::int64_t id, std::int64_t tasks,
                                      std::int64_t attempt = 0) {
  return {submitted_info(id, tasks, attempt), {}, {}};
}

inline StageCompleted stage_completed(std::int64_t id, std::int64_t tasks,
                                      std::optional<std::string> failure = {},
                                      std::int64_t attempt = 0) {
  StageInfo info = submitted_info(id, tasks, attempt);
  info.completion_time = 2000 + id;
  info.failure_reason = std::move(failure);
  return {info};
}

inline TaskInfo task_info(std::int64_t id, std::int64_t index, std::string executor = "1") {
  TaskInfo info;
  info.id = id;
  info.index = index;
  info.attempt = 0;
  info.launch_time = 1100 + id;
  info.executor_id = std::move(executor);
  info.host = "host";
  info.locality = "ANY";
  return info;
}

inline TaskStart task_start(StageKey stage, TaskInfo info) {
  return {stage, std::move(info)};
}

// Ends 100 ms after its launch.
inline TaskEnd task_end(StageKey stage, TaskInfo info, TaskOutcome outcome = TaskOutcome::success,
                        std::optional<std::string> error = {}) {
  info.finish_time = info.launch_time + 100;
  info.failed = outcome == TaskOutcome::failed || outcome == TaskOutcome::commit_denied ||
                outcome == TaskOutcome::resubmitted;
  info.killed = outcome == TaskOutcome::killed;
  TaskEnd end;
  end.stage = stage;
  end.info = std::move(info);
  end.outcome = outcome;
  end.error = std::move(error);
  end.executor_metrics[0] = -1;
  end.metrics[TaskMetric::executor_run_time] = 60;
  end.metrics[TaskMetric::jvm_gc_time] = 5;
  end.metrics[TaskMetric::input_bytes] = 10;
  return end;
}

inline ExecutorAdded executor_added(std::string id, std::string host = "host",
                                    std::int64_t cores = 2) {
  ExecutorAdded added;
  added.time = 500;
  added.id = std::move(id);
  added.host = std::move(host);
  added.total_cores = cores;
  return added;
}

inline BlockManagerAdded block_manager_added(std::string id, std::string host = "host") {
  BlockManagerAdded added;
  added.id = {std::move(id), std::move(host), 7};
  added.time = 501;
  added.max_memory = 1000;
  added.max_on_heap = 900;
  added.max_off_heap = 100;
  return added;
}

}  // namespace afterglow::history
