// Events of the Thrift (JDBC/ODBC) server, which name an operation by its statement id.

#include "historyserver/events/decode.h"

namespace afterglow::history {
namespace {

OperationStepped thrift_step(JsonObject& event, OperationStep step) {
  OperationStepped next;
  next.kind = SessionKind::thrift;
  next.step = step;
  next.id = event.text("id");
  return next;
}

OperationStepped ended(JsonObject& event, OperationStep step) {
  OperationStepped next = thrift_step(event, step);
  next.time = event.integer("finishTime");
  return next;
}

}  // namespace

void decode_thrift_session_created(JsonObject& event, EventSink& sink) {
  SessionStarted started;
  started.kind = SessionKind::thrift;
  started.ip = event.text_or("ip", "");
  started.id = event.text("sessionId");
  started.user = event.text_or("userName", "");
  started.time = event.integer("startTime");
  emit(event, sink, std::move(started));
}

void decode_thrift_session_closed(JsonObject& event, EventSink& sink) {
  SessionClosed closed{SessionKind::thrift, event.text("sessionId"), 0};
  closed.time = event.integer("finishTime");
  emit(event, sink, std::move(closed));
}

void decode_thrift_operation_start(JsonObject& event, EventSink& sink) {
  OperationStarted started;
  started.kind = SessionKind::thrift;
  started.id = event.text("id");
  started.session_id = event.text_or("sessionId", "");
  started.statement = event.text_or("statement", "");
  started.group_id = event.text_or("groupId", "");
  started.time = event.integer("startTime");
  started.user = event.text_or("userName", "UNKNOWN");
  emit(event, sink, std::move(started));
}

void decode_thrift_operation_parsed(JsonObject& event, EventSink& sink) {
  OperationStepped parsed = thrift_step(event, OperationStep::compiled);
  parsed.plan = event.maybe_text("executionPlan");
  emit(event, sink, std::move(parsed));
}

void decode_thrift_operation_canceled(JsonObject& event, EventSink& sink) {
  emit(event, sink, ended(event, OperationStep::canceled));
}
void decode_thrift_operation_timeout(JsonObject& event, EventSink& sink) {
  emit(event, sink, ended(event, OperationStep::timed_out));
}
void decode_thrift_operation_finish(JsonObject& event, EventSink& sink) {
  emit(event, sink, ended(event, OperationStep::finished));
}

void decode_thrift_operation_error(JsonObject& event, EventSink& sink) {
  OperationStepped failed = thrift_step(event, OperationStep::failed);
  failed.error = event.maybe_text("errorMsg");
  failed.error_trace = event.maybe_text("errorTrace");
  failed.time = event.integer("finishTime");
  emit(event, sink, std::move(failed));
}

void decode_thrift_operation_closed(JsonObject& event, EventSink& sink) {
  OperationStepped closed = thrift_step(event, OperationStep::closed);
  closed.time = event.integer("closeTime");
  emit(event, sink, std::move(closed));
}

}  // namespace afterglow::history
