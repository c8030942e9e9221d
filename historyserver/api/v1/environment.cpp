#include "historyserver/api/paging.h"
#include "historyserver/api/v1/routes.h"
#include "historyserver/api/v1/spark_json.h"

namespace afterglow::history {
namespace {

void write_pairs(JsonWriter& json, std::string_view name, const StringMap& map) {
  json.key(name).begin_array();
  for (const auto& [key, content] : map) {
    json.begin_array().value(key).value(content).end_array();
  }
  json.end_array();
}

std::string value_of(const StringMap& map, const std::string& key) {
  const auto found = map.find(key);
  return found == map.end() ? std::string() : found->second;
}

void write_profile(JsonWriter& json, const ResourceProfileRow& profile) {
  json.begin_object().field("id", profile.id).key("executorResources").begin_object();
  for (const auto& [name, request] : profile.executor_resources) {
    json.key(name)
        .begin_object()
        .field("resourceName", request.name)
        .field("amount", request.amount)
        .field("discoveryScript", request.discovery_script)
        .field("vendor", request.vendor)
        .end_object();
  }
  json.end_object().key("taskResources").begin_object();
  for (const auto& [name, request] : profile.task_resources) {
    json.key(name)
        .begin_object()
        .field("resourceName", request.name)
        .field("amount", request.amount)
        .end_object();
  }
  json.end_object().end_object();
}

void write_process(JsonWriter& json, const MiscProcessRow& process) {
  json.begin_object()
      .field("id", process.id)
      .field("hostPort", process.host_port)
      .field("isActive", process.is_active)
      .field("totalCores", process.total_cores)
      .date_field("addTime", process.add_time);
  write_field(json, "processLogs", process.logs);
  json.end_object();
}

}  // namespace

Response v1_environment(OpenAttempt& attempt, const Request&, const PathArguments&) {
  const auto environment = attempt.database->environment.get();
  if (!environment) return internal_error(environment.error());
  if (!*environment) return no_such_app(attempt.log);
  const auto profiles = attempt.database->environment.resource_profiles();
  if (!profiles) return internal_error(profiles.error());
  const EnvironmentRow& row = **environment;
  JsonWriter json(attempt.fields);
  json.begin_object()
      .key("runtime")
      .begin_object()
      .field("javaVersion", value_of(row.jvm_information, "Java Version"))
      .field("javaHome", value_of(row.jvm_information, "Java Home"))
      .field("scalaVersion", value_of(row.jvm_information, "Scala Version"))
      .end_object();
  write_pairs(json, "sparkProperties", row.spark_properties);
  write_pairs(json, "hadoopProperties", row.hadoop_properties);
  write_pairs(json, "systemProperties", row.system_properties);
  write_pairs(json, "metricsProperties", row.metrics_properties);
  write_pairs(json, "classpathEntries", row.classpath_entries);
  json.key("resourceProfiles").begin_array();
  for (const ResourceProfileRow& profile : *profiles) write_profile(json, profile);
  json.end_array().end_object();
  return json_response(json);
}

Response v1_processes(OpenAttempt& attempt, const Request& request, const PathArguments&) {
  const auto page = page_parameters(request);
  if (!page) return page.error();
  auto processes = attempt.database->environment.processes();
  if (!processes) return internal_error(processes.error());
  return json_list(attempt, request, *page, *std::move(processes), write_process);
}

}  // namespace afterglow::history
