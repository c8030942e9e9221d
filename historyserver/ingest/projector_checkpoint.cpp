// The part of the projector that lets another one go on: most of what it holds stands in rows; what
// does not is archived.

#include <algorithm>

#include "historyserver/ingest/projector.h"

namespace afterglow::history {
namespace {

std::unexpected<Error> does_not_fit() {
  return fail(ErrorKind::corrupt, "the checkpoint does not fit the rows beside it");
}

}  // namespace

template <typename Archive>
void Projector::archive_own(Archive& archive) {
  archive(spark_version_, totals_, cpus_per_task_, cpus_by_profile_, blocks_, sql_);
}

std::string Projector::checkpoint() {
  ArchiveWriter archive;
  archive_own(archive);

  // Jobs that have ended are still counted in by the tasks of their stages.
  std::map<std::int64_t, std::shared_ptr<LiveJob>> jobs = jobs_;
  for (const auto& [key, stage] : stages_) {
    for (const auto& job : stage.jobs) jobs.emplace(job->row.id, job);
  }
  std::size_t count = jobs.size();
  archive(count);
  for (const auto& [id, job] : jobs) {
    bool running = jobs_.contains(id);
    archive(id, running, *job);
  }

  count = stages_.size();
  archive(count);
  for (auto& [found, stage] : stages_) {
    StageKey key = found;
    std::vector<std::int64_t> job_ids;
    for (const auto& job : stage.jobs) job_ids.push_back(job->row.id);
    std::set<std::string> executor_ids;
    for (const auto& [id, executor] : stage.executors) executor_ids.insert(id);
    archive(key, job_ids, executor_ids, stage.completed_indices, stage.excluded_executors);
  }

  for (const LiveExecutors* executors : {&executors_, &dead_executors_}) {
    std::vector<std::string> ids;
    for (const auto& [id, executor] : *executors) ids.push_back(id);
    archive(ids);
  }
  return archive.take();
}

Result<void> Projector::restore_jobs(ArchiveReader& archive) {
  std::size_t count = 0;
  archive(count);
  for (; count > 0 && archive.ok(); --count) {
    std::int64_t id = 0;
    bool running = false;
    auto job = std::make_shared<LiveJob>();
    archive(id, running);
    auto row = database_.jobs.get(id);
    if (!row) return std::unexpected(row.error());
    if (!*row) return does_not_fit();
    job->row = **std::move(row);
    archive(*job);
    job->stage_ids.insert(job->row.stage_ids.begin(), job->row.stage_ids.end());
    restored_jobs_[id] = job;
    if (running) jobs_[id] = job;
  }
  return {};
}

Result<void> Projector::restore_stages(ArchiveReader& archive) {
  std::size_t count = 0;
  archive(count);
  for (; count > 0 && archive.ok(); --count) {
    StageKey key;
    std::vector<std::int64_t> job_ids;
    std::set<std::string> executor_ids;
    LiveStage stage;
    archive(key, job_ids, executor_ids, stage.completed_indices, stage.excluded_executors);
    auto row = database_.stages.get(key);
    if (!row) return std::unexpected(row.error());
    if (!*row) return does_not_fit();
    stage.row = **std::move(row);
    stage.dirty = false;
    for (const std::int64_t id : job_ids) {
      const auto job = restored_jobs_.find(id);
      if (job == restored_jobs_.end()) return does_not_fit();
      stage.jobs.push_back(job->second);
    }
    auto executors = database_.stages.executors(key.stage_id, key.attempt);
    if (!executors) return std::unexpected(executors.error());
    for (ExecutorStageRow& executor : *executors) {
      // A stage that is announced once more begins without the rows that it had before.
      if (!executor_ids.contains(executor.executor_id)) continue;
      stage.executors[executor.executor_id] = std::move(executor);
    }
    stages_[key] = std::move(stage);
  }
  restored_jobs_.clear();
  return {};
}

Result<void> Projector::restore_executors(ArchiveReader& archive) {
  const auto rows = database_.executors.list();
  if (!rows) return std::unexpected(rows.error());
  for (LiveExecutors* executors : {&executors_, &dead_executors_}) {
    std::vector<std::string> ids;
    archive(ids);
    for (const std::string& id : ids) {
      const auto row = std::ranges::find(*rows, id, &ExecutorRow::id);
      if (row == rows->end()) return does_not_fit();
      (*executors)[id] = LiveExecutor{*row, false};
    }
  }
  return {};
}

Result<void> Projector::restore_parts() {
  Result<void> done = blocks_.restore(database_.storage);
  if (done) done = graphs_.restore();
  if (done) done = environment_.restore();
  if (done) done = sql_.restore();
  if (done) done = streaming_.restore();
  if (done) done = sessions_.restore();
  if (done) done = completeness_.restore();
  return done;
}

Result<void> Projector::restore(std::string_view checkpoint) {
  ArchiveReader archive(checkpoint);
  archive_own(archive);
  Result<void> done = restore_jobs(archive);
  if (done) done = restore_stages(archive);
  if (done) done = restore_executors(archive);
  if (done) done = restore_parts();
  if (!done) return done;
  auto application = database_.applications.get();
  if (!application) return std::unexpected(application.error());
  application_ = *std::move(application);
  const auto running = database_.task_writer.running();
  if (!running) return std::unexpected(running.error());
  for (const TaskRow& row : *running) tasks_[row.id] = LiveTask{row, false, true};
  if (!archive.ok() || !archive.at_end()) return does_not_fit();
  return {};
}

}  // namespace afterglow::history
