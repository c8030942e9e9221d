#include "historyserver/events/decode.h"

namespace afterglow::history {
namespace {

StageKey excluded_of(JsonObject& event) {
  return {event.integer("stageId"), event.integer_or("stageAttemptId", 0)};
}

}  // namespace

void decode_executor_excluded(JsonObject& event, EventSink& sink) {
  emit(event, sink, ExecutorExclusion{event.text("executorId"), true});
}

void decode_executor_unexcluded(JsonObject& event, EventSink& sink) {
  emit(event, sink, ExecutorExclusion{event.text("executorId"), false});
}

void decode_node_excluded(JsonObject& event, EventSink& sink) {
  emit(event, sink, NodeExclusion{event.text("hostId"), true});
}

void decode_node_unexcluded(JsonObject& event, EventSink& sink) {
  emit(event, sink, NodeExclusion{event.text("hostId"), false});
}

void decode_executor_excluded_for_stage(JsonObject& event, EventSink& sink) {
  std::string executor = event.text("executorId");
  emit(event, sink, ExecutorExclusionForStage{std::move(executor), excluded_of(event)});
}

void decode_node_excluded_for_stage(JsonObject& event, EventSink& sink) {
  std::string host = event.text("hostId");
  emit(event, sink, NodeExclusionForStage{std::move(host), excluded_of(event)});
}

}  // namespace afterglow::history
