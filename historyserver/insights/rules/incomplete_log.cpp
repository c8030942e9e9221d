// Incomplete log: the log lacks things that its numbers would need.
//
// Measured: what the log announces and does not have (ingest/log_findings.h), of what makes numbers
// wrong. While an application runs, what is open is not missing.
// Source: ours. Wrong: where the part that is lacking did nothing. No time is saved, but everything
// else that is said about the application is to be read with it in mind.

#include <algorithm>

#include "historyserver/insights/rules/table.h"
#include "historyserver/insights/words.h"

namespace afterglow::history {
namespace {
namespace incomplete_log {

constexpr RuleThreshold kShare{
    "incompleteLog.share", 0.01, NumberUnit::share,
    "The part of all tasks that the log must lack where it lacks nothing else.", "ours"};
constexpr RuleThreshold kTasks{"incompleteLog.tasks", 10, NumberUnit::count,
                               "How many tasks these must be.",
                               "ours: copies of tasks that were not needed any more have no end"};
constexpr std::array kThresholds = {kShare, kTasks};

bool is_about_tasks(const LogFindingRow& row) {
  return row.kind.starts_with("tasks_") || row.kind == "stages_lacking_tasks";
}

std::vector<Finding> find(const RuleContext& context) {
  const Facts& facts = context.facts;
  const CompletenessRow& known = facts.completeness;
  if (known.in_progress && !facts.has_ended) {
    // It may go on; only what is lost for ever counts.
    if (known.missing_files == 0 && known.damaged_spots == 0 && known.bad_lines == 0) return {};
  }
  const auto tasks =
      static_cast<double>(std::max<std::int64_t>(known.tasks_started, known.highest_task_id + 1));
  std::vector<const LogFindingRow*> lacks;
  double lost_share = 0;
  for (const LogFindingRow& row : facts.log_findings) {
    if (!row.matters || row.kind == "unread") continue;
    if (known.in_progress && row.kind == "no_application_end") continue;
    if (is_about_tasks(row)) {
      const auto count =
          static_cast<double>(row.kind == "stages_lacking_tasks" ? known.tasks_lacking : row.count);
      const double share = tasks > 0 ? std::min(1.0, count / tasks) : 0;
      if (share < context.limit(kShare) || count < context.limit(kTasks)) continue;
      lost_share = std::max(lost_share, share);
    }
    lacks.push_back(&row);
  }
  if (lacks.empty()) return {};
  Finding finding;
  const bool is_cut = std::ranges::any_of(lacks, [](const LogFindingRow* row) {
    return row->kind == "read_error" || row->kind == "files_missing" || row->kind == "compacted" ||
           row->kind == "no_application_start";
  });
  finding.severity = is_cut || lost_share >= 0.1 ? Severity::warning : Severity::note;
  finding.text = lacks.front()->text;
  if (lacks.size() > 1) {
    finding.text += " And " + plural_words(static_cast<double>(lacks.size() - 1), "more thing") +
                    " that it lacks.";
  }
  if (lost_share > 0)
    finding.numbers = {context.number("tasks that are lacking", lost_share, kShare)};
  for (const LogFindingRow* row : lacks) {
    finding.links.push_back({.kind = LinkKind::log, .name = row->kind, .note = row->text});
  }
  const auto has = [&](std::string_view kind) {
    return std::ranges::find(lacks, kind, &LogFindingRow::kind) != lacks.end();
  };
  if (has("tasks_never_mentioned") || has("stages_lacking_tasks") || has("tasks_without_end")) {
    const std::string key = "spark.scheduler.listenerbus.eventqueue.capacity";
    finding.advice = {
        {"If the driver's log tells of dropped events, give the queue of them more "
         "room.",
         key, "30000", facts.properties.text(key)}};
  }
  return {finding};
}

}  // namespace incomplete_log
}  // namespace

const Rule kIncompleteLog{"incomplete-log", "Incomplete log", incomplete_log::kThresholds,
                          incomplete_log::find};

}  // namespace afterglow::history
