// Events of the Spark Connect server, which name an operation by its job tag.

#include <algorithm>

#include "historyserver/events/decode.h"

namespace afterglow::history {
namespace {

OperationStepped connect_step(JsonObject& event, OperationStep step) {
  OperationStepped next;
  next.kind = SessionKind::connect;
  next.step = step;
  next.id = event.text("jobTag");
  next.time = event.integer("eventTime");
  return next;
}

}  // namespace

void decode_connect_session_started(JsonObject& event, EventSink& sink) {
  SessionStarted started;
  started.kind = SessionKind::connect;
  started.id = event.text("sessionId");
  started.user = event.text_or("userId", "");
  started.time = event.integer("eventTime");
  emit(event, sink, std::move(started));
}

void decode_connect_session_closed(JsonObject& event, EventSink& sink) {
  SessionClosed closed{SessionKind::connect, event.text("sessionId"), 0};
  closed.time = event.integer("eventTime");
  emit(event, sink, std::move(closed));
}

void decode_connect_operation_started(JsonObject& event, EventSink& sink) {
  OperationStarted started;
  started.kind = SessionKind::connect;
  started.id = event.text("jobTag");
  started.operation_id = event.text_or("operationId", "");
  started.time = event.integer("eventTime");
  started.session_id = event.text_or("sessionId", "");
  started.user = event.text_or("userId", "");
  started.user_name = event.text_or("userName", "");
  started.statement = event.text_or("statementText", "");
  event.each_text("sparkSessionTags",
                  [&](std::string_view tag) { started.session_tags.emplace_back(tag); });
  std::ranges::sort(started.session_tags);
  emit(event, sink, std::move(started));
}

void decode_connect_operation_analyzed(JsonObject& event, EventSink& sink) {
  emit(event, sink, connect_step(event, OperationStep::compiled));
}
void decode_connect_operation_ready(JsonObject& event, EventSink& sink) {
  emit(event, sink, connect_step(event, OperationStep::ready));
}
void decode_connect_operation_canceled(JsonObject& event, EventSink& sink) {
  emit(event, sink, connect_step(event, OperationStep::canceled));
}
void decode_connect_operation_closed(JsonObject& event, EventSink& sink) {
  emit(event, sink, connect_step(event, OperationStep::closed));
}

void decode_connect_operation_failed(JsonObject& event, EventSink& sink) {
  OperationStepped failed = connect_step(event, OperationStep::failed);
  failed.error = event.maybe_text("errorMessage");
  emit(event, sink, std::move(failed));
}

void decode_connect_operation_finished(JsonObject& event, EventSink& sink) {
  OperationStepped finished = connect_step(event, OperationStep::finished);
  finished.produced_rows = event.maybe_integer("producedRowCount");
  emit(event, sink, std::move(finished));
}

}  // namespace afterglow::history
