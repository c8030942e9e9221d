#include "historyserver/ingest/environment_projector.h"

namespace afterglow::history {
StringMap EnvironmentProjector::redacted(StringMap properties) const {
  for (auto& [key, value] : properties) {
    if (redactor_.is_secret(key, value)) value = redacted_text;
  }
  return properties;
}

void EnvironmentProjector::keep(const Result<void>& written) {
  if (!written && failure_) failure_ = written;
}

void EnvironmentProjector::on(EnvironmentUpdate&& event) {
  keep(database_.environment.replace(
      {.jvm_information = std::move(event.jvm_information),
       .spark_properties = redacted(std::move(event.spark_properties)),
       .hadoop_properties = redacted(std::move(event.hadoop_properties)),
       .system_properties = redacted(std::move(event.system_properties)),
       .metrics_properties = redacted(std::move(event.metrics_properties)),
       .classpath_entries = std::move(event.classpath_entries)}));
}

void EnvironmentProjector::on(ResourceProfileAdded&& event) {
  keep(database_.environment.put(
      ResourceProfileRow{.id = event.id,
                         .executor_resources = std::move(event.executor_resources),
                         .task_resources = std::move(event.task_resources)}));
}

void EnvironmentProjector::on(MiscellaneousProcessAdded&& event) {
  const auto known = database_.environment.process(event.id);
  if (!known) return keep(std::unexpected(known.error()));
  keep(
      database_.environment.put(MiscProcessRow{.id = std::move(event.id),
                                               .host_port = std::move(event.host_port),
                                               .is_active = true,
                                               .total_cores = event.cores,
                                               .add_time = *known ? (*known)->add_time : event.time,
                                               .logs = std::move(event.logs)}));
}

}  // namespace afterglow::history
