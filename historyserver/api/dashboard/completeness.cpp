#include "historyserver/api/dashboard/routes.h"
#include "historyserver/api/json_writer.h"

namespace afterglow::history {
namespace {

void write_counts(JsonWriter& json, const CompletenessRow& row) {
  json.key("counts")
      .begin_object()
      .field("lines", row.lines)
      .field("badLines", row.bad_lines)
      .field("longLines", row.long_lines)
      .field("damagedSpots", row.damaged_spots)
      .field("missingFiles", row.missing_files)
      .field("jobsStarted", row.jobs_started)
      .field("jobsEnded", row.jobs_ended)
      .field("stagesSubmitted", row.stages_submitted)
      .field("stagesCompleted", row.stages_completed)
      .field("tasksStarted", row.tasks_started)
      .field("tasksEnded", row.tasks_ended)
      .field("unknownEvents", row.unknown_events)
      .field("unusedEvents", row.unused_events)
      .end_object();
}

void write_finding(JsonWriter& json, const LogFindingRow& finding) {
  json.begin_object()
      .field("kind", finding.kind)
      .field("matters", finding.matters)
      .field("count", finding.count)
      .field("text", finding.text)
      .field("first", finding.first)
      .end_object();
}

}  // namespace

Response dashboard_completeness(OpenAttempt& attempt, const Request&, const PathArguments&) {
  CompletenessStore& store = attempt.database->completeness;
  const auto row = store.get();
  if (!row) return internal_error(row.error());
  const auto findings = store.findings();
  if (!findings) return internal_error(findings.error());
  const auto events = store.event_counts();
  if (!events) return internal_error(events.error());
  const CompletenessRow known = row->value_or(CompletenessRow());
  JsonWriter json;
  json.begin_object().field("complete", known.complete).field("inProgress", known.in_progress);
  json.key("findings").begin_array();
  for (const LogFindingRow& finding : *findings) write_finding(json, finding);
  json.end_array();
  write_counts(json, known);
  json.key("events").begin_array();
  for (const EventCountRow& event : *events) {
    json.begin_object()
        .field("name", event.name)
        .field("known", event.known)
        .field("count", event.count)
        .end_object();
  }
  json.end_array().end_object();
  return json_response(json);
}

}  // namespace afterglow::history
