#include "historyserver/events/decode.h"

namespace afterglow::history {

// Zero for what is absent: older writers know fewer metrics, or none at all.
ExecutorMetricValues decode_executor_metrics(std::optional<JsonObject> object) {
  ExecutorMetricValues metrics{};
  if (!object) return metrics;
  for (std::size_t i = 0; i < kExecutorMetricCount; ++i) {
    metrics[i] = object->integer_or(kExecutorMetricNames[i], 0);
  }
  return metrics;
}

BlockManagerId decode_block_manager_id(JsonObject object) {
  BlockManagerId id;
  id.executor_id = object.text("Executor ID");
  id.host = object.text("Host");
  id.port = object.integer("Port");
  return id;
}

void decode_block_manager_added(JsonObject& event, EventSink& sink) {
  BlockManagerAdded added;
  if (auto id = event.maybe_object("Block Manager ID")) added.id = decode_block_manager_id(*id);
  added.max_memory = event.integer("Maximum Memory");
  added.time = event.integer_or("Timestamp", -1);
  added.max_on_heap = event.maybe_integer("Maximum Onheap Memory");
  added.max_off_heap = event.maybe_integer("Maximum Offheap Memory");
  emit(event, sink, std::move(added));
}

void decode_executor_added(JsonObject& event, EventSink& sink) {
  ExecutorAdded added;
  added.time = event.integer("Timestamp");
  added.id = event.text("Executor ID");
  auto info = event.maybe_object("Executor Info");
  if (!info) return event.problem().missing("Executor Info");
  added.host = info->text("Host");
  added.total_cores = info->integer("Total Cores");
  added.log_urls = info->string_map_at("Log Urls");
  added.attributes = info->string_map_at("Attributes");
  if (auto resources = info->maybe_object("Resources")) {
    resources->each_member_object([&](std::string_view name, JsonObject resource) {
      ExecutorResource& entry = added.resources[std::string(name)];
      entry.name = resource.text("name");
      resource.each_text("addresses",
                         [&](std::string_view address) { entry.addresses.emplace_back(address); });
    });
  }
  added.resource_profile_id = info->integer_or("Resource Profile Id", 0);
  emit(event, sink, std::move(added));
}

void decode_executor_removed(JsonObject& event, EventSink& sink) {
  ExecutorRemoved removed;
  removed.time = event.integer("Timestamp");
  removed.id = event.text("Executor ID");
  removed.reason = event.text_or("Removed Reason", "");
  emit(event, sink, std::move(removed));
}

void decode_executor_metrics_update(JsonObject& event, EventSink& sink) {
  ExecutorMetricsUpdate update;
  update.executor_id = event.text("Executor ID");
  event.each_object("Executor Metrics Updated", [&](JsonObject report) {
    ExecutorMetricsUpdate::Report& entry = update.reports.emplace_back();
    entry.stage.stage_id = report.integer("Stage ID");
    entry.stage.attempt = report.integer("Stage Attempt ID");
    entry.metrics = decode_executor_metrics(report.maybe_object("Executor Metrics"));
  });
  emit(event, sink, std::move(update));
}

void decode_stage_executor_metrics(JsonObject& event, EventSink& sink) {
  StageExecutorMetrics report;
  report.executor_id = event.text("Executor ID");
  report.stage.stage_id = event.integer("Stage ID");
  report.stage.attempt = event.integer("Stage Attempt ID");
  report.metrics = decode_executor_metrics(event.maybe_object("Executor Metrics"));
  emit(event, sink, std::move(report));
}

}  // namespace afterglow::history
