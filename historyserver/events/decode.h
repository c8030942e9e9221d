#pragma once

// Internal to events/: one function for each event name, grouped in files by what they are about.

#include <utility>

#include "historyserver/events/event_sink.h"
#include "historyserver/events/json_object.h"

namespace afterglow::history {

using DecodeFunction = void (*)(JsonObject& event, EventSink& sink);

// Hands the event over only when every field was in order.
template <typename Event>
void emit(JsonObject& object, EventSink& sink, Event&& event) {
  if (!object.problem().found()) sink.on(std::forward<Event>(event));
}

// decode_application.cpp
void decode_log_start(JsonObject& event, EventSink& sink);
void decode_application_start(JsonObject& event, EventSink& sink);
void decode_application_end(JsonObject& event, EventSink& sink);
void decode_environment_update(JsonObject& event, EventSink& sink);
void decode_resource_profile_added(JsonObject& event, EventSink& sink);
void decode_miscellaneous_process_added(JsonObject& event, EventSink& sink);

// decode_job.cpp
void decode_job_start(JsonObject& event, EventSink& sink);
void decode_job_end(JsonObject& event, EventSink& sink);

// decode_stage.cpp
StageInfo decode_stage_info(JsonObject object);
void decode_stage_submitted(JsonObject& event, EventSink& sink);
void decode_stage_completed(JsonObject& event, EventSink& sink);

// decode_task.cpp
void decode_task_start(JsonObject& event, EventSink& sink);
void decode_task_getting_result(JsonObject& event, EventSink& sink);
void decode_task_end(JsonObject& event, EventSink& sink);

// task_end_reason.cpp: fills outcome and error.
void decode_task_end_reason(JsonObject reason, TaskEnd& end);

// decode_executor.cpp
ExecutorMetricValues decode_executor_metrics(std::optional<JsonObject> object);
BlockManagerId decode_block_manager_id(JsonObject object);
void decode_block_manager_added(JsonObject& event, EventSink& sink);
void decode_executor_added(JsonObject& event, EventSink& sink);
void decode_executor_removed(JsonObject& event, EventSink& sink);
void decode_executor_metrics_update(JsonObject& event, EventSink& sink);
void decode_stage_executor_metrics(JsonObject& event, EventSink& sink);

// decode_exclusion.cpp
void decode_executor_excluded(JsonObject& event, EventSink& sink);
void decode_executor_unexcluded(JsonObject& event, EventSink& sink);
void decode_node_excluded(JsonObject& event, EventSink& sink);
void decode_node_unexcluded(JsonObject& event, EventSink& sink);
void decode_executor_excluded_for_stage(JsonObject& event, EventSink& sink);
void decode_node_excluded_for_stage(JsonObject& event, EventSink& sink);

// decode_storage.cpp
StorageLevel decode_storage_level(JsonObject object);
void decode_unpersist_rdd(JsonObject& event, EventSink& sink);
void decode_block_updated(JsonObject& event, EventSink& sink);

// decode_streaming.cpp
void decode_streaming_query_started(JsonObject& event, EventSink& sink);
void decode_streaming_query_progress(JsonObject& event, EventSink& sink);
void decode_streaming_query_idle(JsonObject& event, EventSink& sink);
void decode_streaming_query_terminated(JsonObject& event, EventSink& sink);

// decode_connect.cpp
void decode_connect_session_started(JsonObject& event, EventSink& sink);
void decode_connect_session_closed(JsonObject& event, EventSink& sink);
void decode_connect_operation_started(JsonObject& event, EventSink& sink);
void decode_connect_operation_analyzed(JsonObject& event, EventSink& sink);
void decode_connect_operation_ready(JsonObject& event, EventSink& sink);
void decode_connect_operation_canceled(JsonObject& event, EventSink& sink);
void decode_connect_operation_failed(JsonObject& event, EventSink& sink);
void decode_connect_operation_finished(JsonObject& event, EventSink& sink);
void decode_connect_operation_closed(JsonObject& event, EventSink& sink);

// decode_thrift.cpp
void decode_thrift_session_created(JsonObject& event, EventSink& sink);
void decode_thrift_session_closed(JsonObject& event, EventSink& sink);
void decode_thrift_operation_start(JsonObject& event, EventSink& sink);
void decode_thrift_operation_parsed(JsonObject& event, EventSink& sink);
void decode_thrift_operation_canceled(JsonObject& event, EventSink& sink);
void decode_thrift_operation_timeout(JsonObject& event, EventSink& sink);
void decode_thrift_operation_error(JsonObject& event, EventSink& sink);
void decode_thrift_operation_finish(JsonObject& event, EventSink& sink);
void decode_thrift_operation_closed(JsonObject& event, EventSink& sink);

// decode_plan.cpp: no nodes when there is no plan at `key`.
inline constexpr std::size_t kMaxPlanDepth = 10'000;
PlanInfo decode_plan_info(JsonObject& owner, std::string_view key);
SqlMetricInfo decode_sql_metric_info(JsonObject object);

// decode_sql.cpp
void decode_sql_execution_start(JsonObject& event, EventSink& sink);
void decode_sql_execution_end(JsonObject& event, EventSink& sink);
void decode_sql_adaptive_execution_update(JsonObject& event, EventSink& sink);
void decode_sql_adaptive_metric_updates(JsonObject& event, EventSink& sink);
void decode_sql_driver_accum_updates(JsonObject& event, EventSink& sink);

// accumulables.cpp: of the accumulators at `key`, the user's and, of a task, what it reported of
// SQL metrics; Spark's internal ones are left out.
void decode_task_accumulables(JsonObject& owner, std::string_view key, TaskInfo& task);
std::vector<Accumulable> decode_stage_accumulables(JsonObject& owner, std::string_view key);

}  // namespace afterglow::history
