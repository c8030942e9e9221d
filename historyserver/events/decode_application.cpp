#include <algorithm>
#include <cmath>

#include "historyserver/events/decode.h"

namespace afterglow::history {
namespace {

// As Scala's toInt, which never fails.
std::int64_t whole(double amount) {
  constexpr double kMost = 1e9;
  if (std::isnan(amount)) return 0;
  return static_cast<std::int64_t>(std::clamp(amount, -kMost, kMost));
}

}  // namespace

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
  EnvironmentUpdate update;
  update.jvm_information = event.string_map_at("JVM Information");
  update.spark_properties = event.string_map_at("Spark Properties");
  update.hadoop_properties = event.string_map_at("Hadoop Properties");
  update.system_properties = event.string_map_at("System Properties");
  update.metrics_properties = event.string_map_at("Metrics Properties");
  update.classpath_entries = event.string_map_at("Classpath Entries");
  emit(event, sink, std::move(update));
}

void decode_resource_profile_added(JsonObject& event, EventSink& sink) {
  ResourceProfileAdded profile;
  profile.id = event.integer("Resource Profile Id");
  if (auto requests = event.maybe_object("Executor Resource Requests")) {
    requests->each_member_object([&](std::string_view key, JsonObject object) {
      ExecutorResourceRequest& request = profile.executor_resources[std::string(key)];
      request.name = object.text("Resource Name");
      request.amount = object.integer("Amount");
      request.discovery_script = object.text_or("Discovery Script", "");
      request.vendor = object.text_or("Vendor", "");
    });
  }
  if (auto requests = event.maybe_object("Task Resource Requests")) {
    requests->each_member_object([&](std::string_view key, JsonObject object) {
      TaskResourceRequest& request = profile.task_resources[std::string(key)];
      request.name = object.text("Resource Name");
      request.amount = object.real("Amount");
    });
  }
  const auto cpus = profile.task_resources.find("cpus");
  if (cpus != profile.task_resources.end()) profile.task_cpus = whole(cpus->second.amount);
  emit(event, sink, std::move(profile));
}

// Jackson writes this one: other names than in the older events.
void decode_miscellaneous_process_added(JsonObject& event, EventSink& sink) {
  MiscellaneousProcessAdded process;
  process.time = event.integer("time");
  process.id = event.text("processId");
  auto info = event.maybe_object("info");
  if (!info) return event.problem().missing("info");
  process.host_port = info->text_or("hostPort", "");
  process.cores = info->integer_or("cores", 0);
  process.logs = info->string_map_at("logUrlInfo");
  emit(event, sink, std::move(process));
}

}  // namespace afterglow::history
