#include "historyserver/ingest/sql_projector.h"

#include <algorithm>

#include "historyserver/ingest/plan_graph.h"

namespace afterglow::history {
namespace {

// Executions whose end the log lacks are held to its end, so they must be small.
void drop_texts(SqlExecutionRow& row) {
  row.description.reset();
  row.details = {};
  row.job_tags = {};
  row.modified_configs = {};
}

}  // namespace

void SqlProjector::keep(const Result<void>& written) {
  if (!written && failure_) failure_ = written;
}

SqlProjector::LiveExecution* SqlProjector::find(std::int64_t id) {
  const auto found = executions_.find(id);
  return found == executions_.end() ? nullptr : &found->second;
}

void SqlProjector::put(LiveExecution& execution) {
  keep(database_.sql.put(execution.row));
  drop_texts(execution.row);
  execution.dirty = false;
}

SqlProjector::LiveExecution& SqlProjector::find_or_create(std::int64_t id) {
  if (LiveExecution* execution = find(id)) return *execution;
  LiveExecution& execution = executions_[id];
  auto ended = database_.sql.execution(id);
  if (!ended) {
    keep(std::unexpected(ended.error()));
  } else if (*ended) {
    execution.row = **std::move(ended);
    drop_texts(execution.row);
    execution.has_metrics = true;
    auto stages = database_.sql.stages(id);
    if (stages) execution.stages = *std::move(stages);
    return execution;
  }
  execution.row.id = id;
  execution.row.root_id = id;
  put(execution);
  return execution;
}

void SqlProjector::declare(LiveExecution& execution, const SqlMetricRow& metric) {
  keep(database_.sql.declare(metric));
  execution.has_metrics = true;
}

void SqlProjector::add_plan(LiveExecution& execution, std::string_view description, PlanInfo plan) {
  SqlExecutionRow& row = execution.row;
  SqlPlanGraph graph = plan_graph(std::move(plan));
  for (const SqlPlanMetric& metric : graph.metrics) {
    declare(execution, {row.id, metric.accumulator_id, metric.name, metric.type, {}});
  }
  keep(database_.sql_plans.put(row.id, row.plan_versions++, description, std::move(graph)));
  execution.dirty = true;
}

void SqlProjector::on(SqlExecutionStart&& event) {
  LiveExecution& execution = find_or_create(event.id);
  SqlExecutionRow& row = execution.row;
  row.root_id = event.root_id.value_or(event.id);
  row.query_id = std::move(event.query_id);
  row.description = std::move(event.description);
  row.details = std::move(event.details);
  row.submission_time = event.time;
  row.group = std::move(event.group);
  row.job_tags = std::move(event.job_tags);
  row.modified_configs = std::move(event.modified_configs);
  put(execution);
  add_plan(execution, event.plan_description, std::move(event.plan));
}

void SqlProjector::on(SqlAdaptiveExecutionUpdate&& event) {
  LiveExecution& execution = find_or_create(event.id);
  add_plan(execution, event.plan_description, std::move(event.plan));
  retire_if_done(execution);
}

void SqlProjector::on(SqlAdaptiveMetricUpdates&& event) {
  LiveExecution& execution = find_or_create(event.id);
  for (const SqlMetricInfo& metric : event.metrics) {
    declare(execution, {event.id, metric.accumulator_id, metric.name, metric.type, {}});
  }
  retire_if_done(execution);
}

void SqlProjector::on(SqlDriverAccumUpdates&& event) {
  if (!find(event.id)) return;
  for (const auto& [accumulator, value] : event.updates) {
    keep(database_.sql.add(SqlDriverUpdateRow{event.id, accumulator, value}));
  }
}

void SqlProjector::on(SqlExecutionEnd&& event) {
  LiveExecution* execution = find(event.id);
  if (!execution) return;
  execution->row.completion_time = event.time;
  execution->row.error = std::move(event.error);
  execution->dirty = true;
  if (!execution->row.metrics_are_final) aggregate(*execution);
  retire_if_done(*execution);
}

void SqlProjector::aggregate(LiveExecution& execution) {
  for (const SqlStageRow& stage : execution.stages) {
    keep(database_.task_writer.close({stage.stage_id, stage.attempt}));
  }
  auto metrics = database_.sql.aggregate(execution.row.id);
  if (!metrics) return keep(std::unexpected(metrics.error()));
  keep(database_.sql.put(execution.row.id, *std::move(metrics)));
  execution.row.metrics_are_final = true;
}

void SqlProjector::add_stage(LiveExecution& execution, const StageInfo& info) {
  executions_of_stage_[info.key.stage_id].insert(execution.row.id);
  std::vector<SqlStageRow>& stages = execution.stages;
  auto stage = std::ranges::find(stages, info.key.stage_id, &SqlStageRow::stage_id);
  if (stage != stages.end() && (stage->is_followed || !execution.has_metrics)) return;
  if (stage == stages.end()) {
    SqlStageRow added;
    added.execution_id = execution.row.id;
    added.position = static_cast<std::int64_t>(stages.size());
    added.stage_id = info.key.stage_id;
    stage = stages.insert(stage, added);
  }
  stage->task_count = info.task_count;
  stage->is_followed = execution.has_metrics;
  keep(database_.sql.put(*stage));
}

void SqlProjector::on_job_start(const JobStart& event) {
  if (!event.sql_execution_id) return;
  const bool was_live = find(*event.sql_execution_id) != nullptr;
  LiveExecution& execution = find_or_create(*event.sql_execution_id);
  if (!was_live && execution.row.completion_time) {
    execution.row.has_late_jobs = true;
    execution.dirty = true;
  }
  for (const StageInfo& info : event.stages) add_stage(execution, info);
  // A number that is used twice is the later job's.
  const auto earlier = execution_of_job_.find(event.id);
  LiveExecution* other = earlier == execution_of_job_.end() ? nullptr : find(earlier->second);
  if (other) other->running_jobs.erase(event.id);
  execution.running_jobs.insert(event.id);
  execution_of_job_[event.id] = execution.row.id;
}

void SqlProjector::on_job_end(const JobEnd& event) {
  const auto job = execution_of_job_.find(event.id);
  if (job == execution_of_job_.end()) return;
  LiveExecution* execution = find(job->second);
  execution_of_job_.erase(job);
  if (!execution) return;
  execution->running_jobs.erase(event.id);
  retire_if_done(*execution);
}

void SqlProjector::on_stage_submitted(const StageKey& submitted) {
  const auto found = executions_of_stage_.find(submitted.stage_id);
  if (found == executions_of_stage_.end()) return;
  for (const std::int64_t id : found->second) {
    LiveExecution* execution = find(id);
    if (!execution) continue;
    std::vector<SqlStageRow>& stages = execution->stages;
    const auto stage = std::ranges::find(stages, submitted.stage_id, &SqlStageRow::stage_id);
    if (stage == stages.end() || stage->attempt == submitted.attempt) continue;
    stage->attempt = submitted.attempt;
    keep(database_.sql.put(*stage));
  }
}

void SqlProjector::retire_if_done(LiveExecution& execution) {
  if (!execution.row.completion_time || !execution.running_jobs.empty()) return;
  const std::int64_t id = execution.row.id;
  keep(database_.sql.update(execution.row));
  for (const SqlStageRow& stage : execution.stages) {
    const auto found = executions_of_stage_.find(stage.stage_id);
    if (found == executions_of_stage_.end()) continue;
    found->second.erase(id);
    if (found->second.empty()) executions_of_stage_.erase(found);
  }
  executions_.erase(id);
}

Result<void> SqlProjector::flush() {
  for (auto& [id, execution] : executions_) {
    if (execution.dirty) keep(database_.sql.update(execution.row));
    execution.dirty = false;
  }
  return failure_;
}

Result<void> SqlProjector::restore() {
  for (auto& [id, execution] : executions_) {
    auto row = database_.sql.execution(id);
    if (!row) return std::unexpected(row.error());
    if (!*row) return fail(ErrorKind::corrupt, "the checkpoint does not fit the SQL executions");
    execution.row = **std::move(row);
    drop_texts(execution.row);
    auto stages = database_.sql.stages(id);
    if (!stages) return std::unexpected(stages.error());
    execution.stages = *std::move(stages);
  }
  for (const auto& [job, id] : execution_of_job_) {
    if (LiveExecution* execution = find(id)) execution->running_jobs.insert(job);
  }
  return {};
}

}  // namespace afterglow::history
