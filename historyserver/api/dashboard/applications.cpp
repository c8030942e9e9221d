#include <algorithm>
#include <span>
#include <unordered_map>

#include "common/base/version.h"
#include "historyserver/api/dashboard/application_query.h"
#include "historyserver/api/dashboard/axis.h"
#include "historyserver/api/dashboard/routes.h"
#include "historyserver/api/dashboard/run_json.h"
#include "historyserver/api/json_writer.h"
#include "historyserver/insights/rules.h"

namespace afterglow::history {
namespace {

constexpr std::size_t kUnlistedLogs = 200;

// The members of an object.
void write_application(JsonWriter& json, const LogRow& log) {
  const ApplicationTotals& totals = log.totals;
  json.field("id", log.app_id)
      .field("attemptId", log.attempt_id)
      .field("name", log.name)
      .field("user", log.user)
      .field("startTime", log.start_time)
      .field("endTime", log.end_time)
      .field("lastUpdated", log.last_updated)
      .field("lastEvent", log.last_event)
      .field("sparkVersion", log.spark_version)
      .field("state", state_name(log.state()))
      .field("exitCode", log.exit_code)
      .field("progress", log.progress())
      .field("logGone", log.log_gone)
      .field("problem", log.problem)
      .field("directory", log.directory)
      .field("complete", log.complete)
      .field("findingCount", log.finding_count)
      .field("finding", log.finding);
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
  json.field("coreTime", log.core_time)
      .field("taskTime", totals.task_time)
      .field("inputBytes", totals.input_bytes)
      .field("shuffleReadBytes", totals.shuffle_read_bytes)
      .field("shuffleWriteBytes", totals.shuffle_write_bytes)
      .field("spillBytes", totals.spill_bytes);
  if (!log.job.empty()) json.field("job", log.job);
  if (!log.queue.empty()) json.field("queue", log.queue);
  if (log.insights_tag.empty()) return;
  std::array<std::int64_t, kSeverityNames.size()> counts{};
  for (const RunFinding& finding : log.findings) {
    ++counts[static_cast<std::size_t>(finding.severity)];
  }
  write_finding_counts(json, counts);
  if (!log.severity.empty()) json.field("severity", log.severity);
  json.field("memoryTime", log.memory_time).field("wasteCoreTime", log.waste_core_time);
}

// Directories, and the logs in which no application could be found because of what is wrong with
// them (the first of very many): nothing is left out in silence.
void write_server(JsonWriter& json, Scanner& scanner, const std::vector<LogRow>& unlisted) {
  json.key("server").begin_object().field("version", AFTERGLOW_VERSION);
  json.key("directories").begin_array();
  for (const DirectoryStatus& directory : scanner.status()) {
    json.begin_object().field("path", directory.path).field("error", directory.error).end_object();
  }
  json.end_array().field("unlisted", static_cast<std::int64_t>(unlisted.size()));
  json.key("unlistedLogs").begin_array();
  for (const LogRow& log : std::span(unlisted).first(std::min(unlisted.size(), kUnlistedLogs))) {
    json.begin_object().field("path", log.log_id).field("problem", log.problem).end_object();
  }
  json.end_array().end_object();
}

void write_shape(JsonWriter& json, const ApplicationSelection& selection) {
  json.key("facets").begin_object();
  for (std::size_t facet = 0; facet < selection.facets.size(); ++facet) {
    const std::string_view name = ApplicationQuery::kFacets[facet];
    const bool is_of_rules = name == "rule";
    json.key(name).begin_array();
    for (const auto& [value, runs] : selection.facets[facet]) {
      json.begin_object().field("value", value);
      const Rule* const rule = is_of_rules ? find_rule(value) : nullptr;
      if (rule) json.field("title", rule->title);
      json.field("runs", runs).end_object();
    }
    json.end_array();
  }
  json.end_object().key("starts").begin_object();
  json.field("from", selection.starts.from).field("width", selection.starts.width);
  write_numbers(json, "runs", selection.starts.runs);
  write_numbers(json, "failed", selection.starts.failed);
  json.end_object();
}

// What the listing does not hold of them is in their rows.
Result<void> write_page(JsonWriter& json, Catalog& catalog, const JobHistory& history,
                        const std::vector<const ListedAttempt*>& page) {
  std::vector<std::string> ids;
  for (const ListedAttempt* run : page) ids.emplace_back(run->log_id);
  auto logs = catalog.logs(ids);
  if (!logs) return std::unexpected(logs.error());
  std::unordered_map<std::string_view, const LogRow*> by_id;
  for (const LogRow& log : *logs) by_id.emplace(log.log_id, &log);
  const auto earlier = earlier_durations(history.listing(), page);
  json.key("applications").begin_array();
  for (std::size_t i = 0; i < page.size(); ++i) {
    const auto log = by_id.find(page[i]->log_id);
    // It may have become another's, or none's, since the listing was made.
    if (log == by_id.end() || log->second->app_id != page[i]->app_id) continue;
    json.begin_object();
    write_application(json, *log->second);
    write_regression(json, "regression", history.worst(*page[i]));
    write_numbers(json, "earlierDurations", earlier[i]);
    json.end_object();
  }
  json.end_array();
  return {};
}

}  // namespace

Response dashboard_applications(const ApiContext& context, const Request& request) {
  const auto query = parse_application_query(request);
  if (!query) return query.error();
  const auto history = context.histories->now(context.catalog);
  if (!history) return internal_error(history.error());
  const auto unlisted = context.catalog.unlisted();
  if (!unlisted) return internal_error(unlisted.error());
  const ApplicationSelection selection = select_applications(*history, *query);
  const auto& runs = history->listing().attempts();
  JsonWriter json(selected_fields(request));
  json.begin_object();
  if (query->shape) write_server(json, context.scanner, *unlisted);
  json.field("total", static_cast<std::int64_t>(runs.size()))
      .field("matching", selection.matching)
      .field("unread", std::ranges::count(runs, false, &ListedAttempt::read_once))
      .field("offset", query->page.offset);
  if (query->shape) write_shape(json, selection);
  if (auto done = write_page(json, context.catalog, *history, selection.page); !done) {
    return internal_error(done.error());
  }
  json.end_object();
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
  const auto earlier = EarlierRuns::of(context.catalog, *found);
  if (!earlier) return internal_error(earlier.error());
  JsonWriter json;
  json.begin_object();
  write_application(json, *found);
  write_regression(json, "regression", worst_of(earlier->regressions(found->listed())));
  json.end_object();
  return json_response(json);
}

}  // namespace afterglow::history
