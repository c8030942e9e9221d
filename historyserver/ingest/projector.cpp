#include "historyserver/ingest/projector.h"

#include <charconv>

namespace afterglow::history {

void Projector::keep(const Result<void>& written) {
  if (!written && failure_) failure_ = written;
}

void Projector::flush_stage(LiveStage& stage) {
  if (stage.dirty) keep(database_.stages.put(stage.row));
  for (const std::string& executor_id : stage.dirty_executors) {
    keep(database_.stages.put(stage.executors[executor_id]));
  }
  stage.dirty = false;
  stage.dirty_executors.clear();
}

Result<void> Projector::flush() {
  for (auto& [key, stage] : stages_) flush_stage(stage);
  for (auto& [id, job] : jobs_) {
    if (job->dirty) keep(database_.jobs.put(job->row));
    job->dirty = false;
  }
  for (LiveExecutors* executors : {&executors_, &dead_executors_}) {
    for (auto& [id, executor] : *executors) {
      if (executor.dirty) keep(database_.executors.put(executor.row));
      executor.dirty = false;
    }
  }
  for (auto& [id, task] : tasks_) {
    if (!task.dirty) continue;
    keep(database_.task_writer.put_running(task.row));
    task.dirty = false;
    task.stored = true;
  }
  keep(database_.task_writer.flush());
  keep(blocks_.flush(database_.storage));
  keep(graphs_.flush());
  keep(environment_.flush());
  keep(sql_.flush());
  keep(streaming_.flush());
  keep(sessions_.flush());
  keep(completeness_.flush());
  if (application_) {
    application_->totals = totals_;
    keep(database_.applications.put(*application_));
  }
  return failure_;
}

void Projector::on(LogStart&& event) {
  spark_version_ = std::move(event.spark_version);
}

void Projector::on(ApplicationStart&& event) {
  completeness_.application_started();
  if (!event.id) return;  // before Spark 1.2; Spark's own server refuses such logs, too
  application_ = ApplicationRow{.id = *std::move(event.id),
                                .attempt_id = std::move(event.attempt_id),
                                .name = std::move(event.name),
                                .user = std::move(event.user),
                                .spark_version = spark_version_,
                                .start_time = event.time,
                                .end_time = {},
                                .exit_code = {},
                                .totals = {}};
  LiveExecutor* driver = find_executor("driver");
  if (!event.driver_logs || !driver) return;
  driver->row.executor_logs = *std::move(event.driver_logs);
  driver->row.attributes = std::move(event.driver_attributes);
  driver->dirty = true;
}

void Projector::on(ApplicationEnd&& event) {
  completeness_.application_ended();
  if (!application_) return;
  application_->end_time = event.time;
  application_->exit_code = event.exit_code;
}

void Projector::on(EnvironmentUpdate&& event) {
  const auto found = event.spark_properties.find("spark.task.cpus");
  if (found != event.spark_properties.end()) {
    const std::string& text = found->second;
    std::int64_t cpus = 0;
    std::from_chars(text.data(), text.data() + text.size(), cpus);
    if (cpus > 0) cpus_per_task_ = cpus;
  }
  completeness_.environment_updated(event.spark_properties);
  environment_.on(std::move(event));
}

void Projector::on(ResourceProfileAdded&& event) {
  if (event.task_cpus && *event.task_cpus > 0) cpus_by_profile_[event.id] = *event.task_cpus;
  environment_.on(std::move(event));
}

void Projector::on(UnpersistRdd&& event) {
  blocks_.on_unpersist(event.rdd_id, executors_);
}
void Projector::on(BlockUpdated&& event) {
  blocks_.on_block_updated(event, executors_);
}

}  // namespace afterglow::history
