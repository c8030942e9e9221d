#include <algorithm>

#include "historyserver/events/decode.h"

namespace afterglow::history {

void decode_sql_execution_start(JsonObject& event, EventSink& sink) {
  SqlExecutionStart start;
  start.id = event.integer("executionId");
  start.root_id = event.maybe_integer("rootExecutionId");
  start.description = event.maybe_text("description");
  start.details = event.text_or("details", "");
  start.plan_description = event.text_or("physicalPlanDescription", "");
  start.plan = decode_plan_info(event, "sparkPlanInfo");
  start.time = event.integer("time");
  start.modified_configs = event.string_map_at("modifiedConfigs");
  event.each_text("jobTags", [&](std::string_view tag) { start.job_tags.emplace_back(tag); });
  std::ranges::sort(start.job_tags);
  start.group = event.maybe_text("jobGroupId");
  start.query_id = event.maybe_text("queryId");
  emit(event, sink, std::move(start));
}

void decode_sql_execution_end(JsonObject& event, EventSink& sink) {
  SqlExecutionEnd end;
  end.id = event.integer("executionId");
  end.time = event.integer("time");
  end.error = event.maybe_text("errorMessage");
  emit(event, sink, std::move(end));
}

void decode_sql_adaptive_execution_update(JsonObject& event, EventSink& sink) {
  SqlAdaptiveExecutionUpdate update;
  update.id = event.integer("executionId");
  update.plan_description = event.text_or("physicalPlanDescription", "");
  update.plan = decode_plan_info(event, "sparkPlanInfo");
  emit(event, sink, std::move(update));
}

void decode_sql_adaptive_metric_updates(JsonObject& event, EventSink& sink) {
  SqlAdaptiveMetricUpdates update;
  update.id = event.integer("executionId");
  event.each_object("sqlPlanMetrics", [&](JsonObject metric) {
    update.metrics.push_back(decode_sql_metric_info(metric));
  });
  emit(event, sink, std::move(update));
}

void decode_sql_driver_accum_updates(JsonObject& event, EventSink& sink) {
  SqlDriverAccumUpdates updates;
  updates.id = event.integer("executionId");
  event.each_integer_pair("accumUpdates", [&](std::int64_t accumulator, std::int64_t value) {
    updates.updates.emplace_back(accumulator, value);
  });
  emit(event, sink, std::move(updates));
}

}  // namespace afterglow::history
