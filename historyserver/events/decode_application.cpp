#include "historyserver/events/decode.h"

namespace afterglow::history {

void decode_log_start(JsonObject& event, EventSink& sink) {
  emit(event, sink, LogStart{event.text("Spark Version")});
}

void decode_application_start(JsonObject& event, EventSink& sink) {
  ApplicationStart start;
  start.name = event.text("App Name");
  start.id = event.maybe_text("App ID");
  start.time = event.integer("Timestamp");
  start.user = event.text("User");
  start.attempt_id = event.maybe_text("App Attempt ID");
  if (auto logs = event.maybe_object("Driver Logs")) start.driver_logs = logs->string_map();
  start.driver_attributes = event.string_map_at("Driver Attributes");
  emit(event, sink, std::move(start));
}

void decode_application_end(JsonObject& event, EventSink& sink) {
  ApplicationEnd end;
  end.time = event.integer("Timestamp");
  end.exit_code = event.maybe_integer("ExitCode");
  emit(event, sink, std::move(end));
}

void decode_environment_update(JsonObject& event, EventSink& sink) {
  emit(event, sink, EnvironmentUpdate{event.string_map_at("Spark Properties")});
}

void decode_resource_profile_added(JsonObject& event, EventSink& sink) {
  ResourceProfileAdded profile;
  profile.id = event.integer("Resource Profile Id");
  if (auto requests = event.maybe_object("Task Resource Requests")) {
    if (auto cpus = requests->maybe_object("cpus")) {
      profile.task_cpus = cpus->maybe_integer("Amount");
    }
  }
  emit(event, sink, std::move(profile));
}

}  // namespace afterglow::history
