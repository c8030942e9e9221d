#include "historyserver/ingest/completeness.h"

#include <algorithm>

#include "historyserver/ingest/log_findings.h"

namespace afterglow::history {
namespace {

std::optional<std::string> unless_empty(const std::string& text) {
  if (text.empty()) return {};
  return text;
}

}  // namespace

Completeness::Completeness(ApplicationDatabase& database) : database_(database) {}

void Completeness::line_refused(const std::string& where_and_why) {
  if (row_.bad_lines++ == 0) row_.first_bad_line = where_and_why;
}

void Completeness::set_condition(const LogCondition& condition) {
  row_.in_progress = condition.in_progress;
  // What is compacted after it was read is not lost here.
  if (row_.lines == 0) row_.compacted = condition.starts_with_compaction;
  row_.lines = static_cast<std::int64_t>(condition.lines);
  row_.read_to_end = condition.read_to_end;
  row_.torn_end = condition.torn_end;
  row_.long_lines = static_cast<std::int64_t>(condition.long_lines.count);
  row_.first_long_line = unless_empty(condition.long_lines.first);
  row_.damaged_spots = static_cast<std::int64_t>(condition.damage.count);
  row_.first_damaged_spot = unless_empty(condition.damage.first);
  row_.missing_files = condition.missing_files;
  row_.first_missing_file = unless_empty(condition.first_missing_file);
  row_.read_error = unless_empty(condition.read_error);
}

void Completeness::environment_updated(const StringMap& spark_properties) {
  const auto found = spark_properties.find("spark.eventLog.excludedPatterns");
  if (found != spark_properties.end()) row_.excluded_events = unless_empty(found->second);
}

// A later attempt runs only what is missing, and an earlier attempt's late task may deliver some of
// that: only the first attempt must have all its tasks.
void Completeness::stage_completed(const StageRow& row) {
  ++row_.stages_completed;
  const std::int64_t lacking = row.task_count - row.completed_indices;
  if (row.status != "COMPLETE" || row.attempt != 0 || lacking <= 0) return;
  ++row_.stages_lacking_tasks;
  row_.tasks_lacking += lacking;
}

void Completeness::task_started(std::int64_t task_id) {
  ++row_.tasks_started;
  row_.highest_task_id = std::max(row_.highest_task_id, task_id);
}

void Completeness::task_ended_without_start(const TaskEnd& event) {
  // This one had its start and its end when it succeeded.
  if (event.outcome == TaskOutcome::resubmitted) return;
  ++row_.task_ends_without_start;
  row_.highest_task_id = std::max(row_.highest_task_id, event.info.id);
}

void Completeness::event_unused(std::string_view name) {
  ++row_.unused_events;
  event_counts_.add(name, /*known=*/true);
}
void Completeness::event_unknown(std::string_view name) {
  ++row_.unknown_events;
  event_counts_.add(name, /*known=*/false);
}

std::vector<LogFindingRow> Completeness::findings() const {
  return findings_of(row_);
}

Result<void> Completeness::flush() {
  const auto findings = findings_of(row_);
  row_.complete = std::ranges::none_of(findings, &LogFindingRow::matters);
  auto written = database_.completeness.replace(row_, findings);
  if (written) written = event_counts_.flush(database_.completeness);
  return written;
}

Result<void> Completeness::restore() {
  auto row = database_.completeness.get();
  if (!row) return std::unexpected(row.error());
  row_ = row->value_or(CompletenessRow());
  return event_counts_.restore(database_.completeness);
}

}  // namespace afterglow::history
