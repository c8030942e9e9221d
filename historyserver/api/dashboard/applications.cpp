#include <algorithm>
#include <iterator>

#include "common/base/version.h"
#include "historyserver/api/dashboard/routes.h"
#include "historyserver/api/json_writer.h"

namespace afterglow::history {
namespace {

// "failed": a non-zero exit code, which Spark logs since 4.0, or a last job that failed. "lost":
// the log disappeared before its end was seen.
const char* state_of(const LogRow& log) {
  if (!log.end_time) return log.log_gone ? "lost" : "running";
  const bool failed = log.exit_code ? *log.exit_code != 0 : log.totals.last_job_failed;
  return failed ? "failed" : "completed";
}

void write_application(JsonWriter& json, const LogRow& log) {
  const ApplicationTotals& totals = log.totals;
  json.begin_object()
      .field("id", log.app_id)
      .field("attemptId", log.attempt_id)
      .field("name", log.name)
      .field("user", log.user)
      .field("startTime", log.start_time)
      .field("endTime", log.end_time)
      .field("lastUpdated", log.last_updated)
      .field("sparkVersion", log.spark_version)
      .field("state", state_of(log))
      .field("exitCode", log.exit_code)
      .field("progress", log.progress())
      .field("logGone", log.log_gone)
      .field("problem", log.problem);
  json.key("jobs")
      .begin_object()
      .field("running", totals.jobs_running)
      .field("succeeded", totals.jobs_succeeded)
      .field("failed", totals.jobs_failed)
      .end_object();
  json.key("stages")
      .begin_object()
      .field("active", totals.stages_active)
      .field("complete", totals.stages_complete)
      .field("failed", totals.stages_failed)
      .field("skipped", totals.stages_skipped)
      .end_object();
  json.key("tasks")
      .begin_object()
      .field("active", totals.tasks_active)
      .field("complete", totals.tasks_complete)
      .field("failed", totals.tasks_failed)
      .field("killed", totals.tasks_killed)
      .end_object();
  json.field("taskTime", totals.task_time)
      .field("inputBytes", totals.input_bytes)
      .field("shuffleReadBytes", totals.shuffle_read_bytes)
      .field("shuffleWriteBytes", totals.shuffle_write_bytes)
      .field("spillBytes", totals.spill_bytes)
      .end_object();
}

// Directories, and the logs in which no application could be found because of what is wrong with
// them: nothing is left out in silence.
void write_server(JsonWriter& json, Scanner& scanner, const std::vector<LogRow>& unlisted) {
  json.key("server").begin_object().field("version", AFTERGLOW_VERSION);
  json.key("directories").begin_array();
  for (const DirectoryStatus& directory : scanner.status()) {
    json.begin_object().field("path", directory.path).field("error", directory.error).end_object();
  }
  json.end_array().key("unlistedLogs").begin_array();
  for (const LogRow& log : unlisted) {
    json.begin_object().field("path", log.log_id).field("problem", log.problem).end_object();
  }
  json.end_array().end_object();
}

}  // namespace

Response dashboard_applications(const ApiContext& context) {
  auto logs = context.catalog.all();
  if (!logs) return internal_error(logs.error());
  std::vector<LogRow> unlisted;
  std::ranges::copy_if(*logs, std::back_inserter(unlisted),
                       [](const LogRow& log) { return !log.app_id && log.problem; });
  std::erase_if(*logs, [](const LogRow& log) { return !log.app_id; });
  *logs = one_of_each_attempt(*std::move(logs));
  std::ranges::sort(*logs, [](const LogRow& a, const LogRow& b) {
    return std::tie(b.start_time, b.app_id, b.attempt_id) <
           std::tie(a.start_time, a.app_id, a.attempt_id);
  });
  JsonWriter json;
  json.begin_object();
  write_server(json, context.scanner, unlisted);
  json.key("applications").begin_array();
  for (const LogRow& log : *logs) write_application(json, log);
  json.end_array().end_object();
  return json_response(json);
}

Response dashboard_application(const ApiContext& context, const std::string& app_id,
                               const std::string& attempt_id) {
  const auto attempts = context.catalog.attempts(app_id);
  if (!attempts) return internal_error(attempts.error());
  const auto found = std::ranges::find(
      *attempts, attempt_id, [](const LogRow& log) { return log.attempt_id.value_or(""); });
  if (found == attempts->end()) {
    return text_response(404, "unknown application: " + app_id +
                                  (attempt_id.empty() ? "" : ", attempt " + attempt_id));
  }
  JsonWriter json;
  write_application(json, *found);
  return json_response(json);
}

}  // namespace afterglow::history
