// The part of the projector that follows jobs and stages.

#include <algorithm>

#include "historyserver/ingest/projector.h"

namespace afterglow::history {
namespace {

std::optional<std::int64_t> known_time(std::int64_t time) {
  if (time > 0) return time;
  return {};
}

Accumulables accumulables_of(std::vector<Accumulable> decoded) {
  Accumulables values;
  for (Accumulable& accumulable : decoded) {
    values.push_back({accumulable.id, std::move(accumulable.name), std::move(accumulable.update),
                      std::move(accumulable.value)});
  }
  return values;
}

void take_info(StageRow& row, const StageInfo& info) {
  row.stage_id = info.key.stage_id;
  row.attempt = info.key.attempt;
  row.name = info.name;
  row.details = info.details;
  row.task_count = info.task_count;
  row.submission_time = info.submission_time;
  row.completion_time = info.completion_time;
  row.failure_reason = info.failure_reason;
  row.accumulables = accumulables_of(info.accumulables);
  row.resource_profile_id = info.resource_profile_id;
  row.shuffle_push_enabled = info.shuffle_push_enabled;
  row.shuffle_mergers = info.shuffle_push_mergers;
  row.parent_ids = info.parent_ids;
  row.rdd_ids.clear();
  for (const RddInfo& rdd : info.rdds) row.rdd_ids.push_back(rdd.id);
}

// The name of a job is that of its last stage.
std::string job_name(const std::vector<StageInfo>& stages) {
  const auto last = std::ranges::max_element(
      stages, {}, [](const StageInfo& stage) { return stage.key.stage_id; });
  return last == stages.end() ? std::string() : last->name;
}

// May count too many: some of the stages may turn out to be skipped.
std::int64_t planned_tasks(const std::vector<StageInfo>& stages) {
  std::int64_t tasks = 0;
  for (const StageInfo& stage : stages) {
    if (!stage.completion_time) tasks += stage.task_count;
  }
  return tasks;
}

}  // namespace

std::int64_t* Projector::total_of(std::string_view stage_status) {
  if (stage_status == "ACTIVE") return &totals_.stages_active;
  if (stage_status == "COMPLETE") return &totals_.stages_complete;
  if (stage_status == "FAILED") return &totals_.stages_failed;
  if (stage_status == "SKIPPED") return &totals_.stages_skipped;
  return nullptr;
}

void Projector::set_status(LiveStage& stage, std::string status) {
  if (std::int64_t* total = total_of(stage.row.status)) --*total;
  if (std::int64_t* total = total_of(status)) ++*total;
  stage.row.status = std::move(status);
  stage.dirty = true;
}

LiveStage& Projector::get_or_create_stage(const StageInfo& info) {
  const auto [found, is_new] = stages_.try_emplace(info.key);
  LiveStage& stage = found->second;
  if (is_new) set_status(stage, "PENDING");
  take_info(stage.row, info);
  stage.dirty = true;
  return stage;
}

LiveStage* Projector::find_stage(const StageKey& key) {
  const auto found = stages_.find(key);
  return found == stages_.end() ? nullptr : &found->second;
}

// Writes a stage that will not change any more, and forgets it.
void Projector::retire_stage(const StageKey& key) {
  LiveStage& stage = stages_.at(key);
  flush_stage(stage);
  keep(database_.task_writer.close(key));
  // A job may have ended before its last task did.
  for (const auto& job : stage.jobs) {
    if (job->dirty && !jobs_.contains(job->row.id)) {
      keep(database_.jobs.put(job->row));
      job->dirty = false;
    }
  }
  stages_.erase(key);
}

void Projector::on(JobStart&& event) {
  completeness_.job_started();
  graphs_.on(event);
  sessions_.on(event);
  sql_.on_job_start(event);
  auto job = std::make_shared<LiveJob>();
  job->row.id = event.id;
  job->row.status = "RUNNING";
  job->row.name = job_name(event.stages);
  job->row.description = std::move(event.description);
  job->row.submission_time = known_time(event.time);
  job->row.stage_ids = std::move(event.stage_ids);
  job->row.group = std::move(event.group);
  job->row.tags = std::move(event.tags);
  job->row.sql_execution_id = event.sql_execution_id;
  job->row.task_count = planned_tasks(event.stages);
  job->stage_ids.insert(job->row.stage_ids.begin(), job->row.stage_ids.end());
  // Should there be another one of this number, the row is not its own any more.
  for (auto& [key, stage] : stages_) {
    std::erase_if(stage.jobs, [&](const auto& other) { return other->row.id == event.id; });
  }
  jobs_[event.id] = job;
  ++totals_.jobs_running;
  for (const StageInfo& info : event.stages) {
    LiveStage& stage = get_or_create_stage(info);
    stage.jobs.push_back(job);
    if (std::ranges::find(stage.row.job_ids, event.id) == stage.row.job_ids.end()) {
      stage.row.job_ids.push_back(event.id);
    }
  }
}

void Projector::skip_pending_stages(LiveJob& job) {
  for (auto next = stages_.begin(); next != stages_.end();) {
    const auto [key, stage] = std::tie(next->first, next->second);
    ++next;
    if (stage.row.status != "PENDING" || !job.stage_ids.contains(key.stage_id)) continue;
    job.skipped_stages.insert(key.stage_id);
    job.row.skipped_tasks += stage.row.task_count;
    set_status(stage, "SKIPPED");
    retire_stage(StageKey(key));
  }
}

void Projector::on(JobEnd&& event) {
  sql_.on_job_end(event);
  const auto found = jobs_.find(event.id);
  if (found == jobs_.end()) return completeness_.job_ended_without_start();
  completeness_.job_ended();
  const std::shared_ptr<LiveJob> job = found->second;
  skip_pending_stages(*job);
  job->row.skipped_stages = static_cast<std::int64_t>(job->skipped_stages.size());
  job->row.status = event.succeeded ? "SUCCEEDED" : "FAILED";
  job->row.completion_time = known_time(event.time);
  keep(database_.jobs.put(job->row));
  job->dirty = false;
  jobs_.erase(found);
  --totals_.jobs_running;
  ++(event.succeeded ? totals_.jobs_succeeded : totals_.jobs_failed);
  totals_.last_job_failed = !event.succeeded;
}

void Projector::on(StageSubmitted&& event) {
  sql_.on_stage_submitted(event.info.key);
  completeness_.stage_submitted();
  graphs_.on(event);
  LiveStage& stage = get_or_create_stage(event.info);
  set_status(stage, "ACTIVE");
  stage.row.scheduling_pool = event.pool.value_or("default");
  stage.row.description = std::move(event.description);
  stage.jobs.clear();
  stage.row.job_ids.clear();
  for (const auto& [id, job] : jobs_) {
    if (!job->stage_ids.contains(event.info.key.stage_id)) continue;
    stage.jobs.push_back(job);
    stage.row.job_ids.push_back(id);
    job->completed_stages.erase(event.info.key.stage_id);
    job->row.completed_stages = static_cast<std::int64_t>(job->completed_stages.size());
    ++job->row.active_stages;
    job->dirty = true;
  }
  blocks_.on_stage_rdds(event.info.rdds);
}

void Projector::on(StageCompleted&& event) {
  const StageKey key = event.info.key;
  if (LiveStage* stage = find_stage(key)) {
    take_info(stage->row, event.info);
    // Before Spark 2.2 only the completion tells whether a stage was submitted at all.
    const bool failed = event.info.failure_reason.has_value();
    const bool ran = event.info.submission_time.has_value();
    const bool was_submitted = stage->row.status == "ACTIVE";
    set_status(*stage, failed ? "FAILED" : ran ? "COMPLETE" : "SKIPPED");
    if (was_submitted) {
      completeness_.stage_completed(stage->row);
    } else {
      completeness_.stage_ended_without_start();
    }
    for (const auto& job : stage->jobs) {
      if (failed) {
        ++job->row.failed_stages;
      } else if (ran) {
        job->completed_stages.insert(key.stage_id);
      } else {
        job->skipped_stages.insert(key.stage_id);
        job->row.skipped_tasks += event.info.task_count;
      }
      job->row.completed_stages = static_cast<std::int64_t>(job->completed_stages.size());
      job->row.skipped_stages = static_cast<std::int64_t>(job->skipped_stages.size());
      --job->row.active_stages;
      job->dirty = true;
    }
    for (const std::string& executor_id : stage->excluded_executors) {
      if (LiveExecutor* executor = find_executor(executor_id)) {
        std::erase(executor->row.excluded_in_stages, key.stage_id);
        executor->dirty = true;
      }
    }
    if (stage->row.active_tasks == 0) retire_stage(key);
  } else {
    completeness_.stage_ended_without_start();
  }
  for (auto next = dead_executors_.begin(); next != dead_executors_.end();) {
    auto& [id, executor] = *next;
    if (ran_during_live_stage(executor)) {
      ++next;
      continue;
    }
    if (executor.dirty) keep(database_.executors.put(executor.row));
    next = dead_executors_.erase(next);
  }
}

}  // namespace afterglow::history
