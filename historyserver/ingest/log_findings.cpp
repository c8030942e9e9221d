#include "historyserver/ingest/log_findings.h"

#include <string>
#include <string_view>
#include <utility>

namespace afterglow::history {
namespace {

class Findings {
 public:
  explicit Findings(const CompletenessRow& row) : row_(row) {}

  std::vector<LogFindingRow> take() {
    about_the_files();
    about_the_application();
    about_what_never_ended();
    about_what_never_started();
    about_events();
    return std::move(findings_);
  }

 private:
  struct Noun {
    std::string_view one;
    std::string_view many;
  };

  // "1 task was", "2 tasks were"
  static std::string amount(std::int64_t count, Noun noun) {
    return std::to_string(count) + " " + std::string(count == 1 ? noun.one : noun.many);
  }

  void add(std::string kind, std::int64_t count, std::string text,
           std::optional<std::string> first = {}, bool matters = true) {
    if (count <= 0) return;
    findings_.push_back({.position = static_cast<std::int64_t>(findings_.size()),
                         .kind = std::move(kind),
                         .matters = matters,
                         .count = count,
                         .text = std::move(text),
                         .first = std::move(first)});
  }

  void about_the_files() {
    add("unread", row_.read_to_end ? 0 : 1,
        "The log was not read to its end: whatever follows is not counted.");
    add("read_error", row_.read_error ? 1 : 0,
        "The log can be read only up to a point: everything after it is missing.", row_.read_error);
    add("files_missing", row_.missing_files,
        amount(row_.missing_files,
               {"file of this rolling log is", "files of this rolling log are"}) +
            " missing: whatever happened while they were written is not counted.",
        row_.first_missing_file);
    add("damaged", row_.damaged_spots,
        amount(row_.damaged_spots, {"damaged spot was", "damaged spots were"}) +
            " skipped in the compressed log: the events there are lost and not counted.",
        row_.first_damaged_spot);
    add("bad_lines", row_.bad_lines,
        amount(row_.bad_lines, {"line was", "lines were"}) +
            " not understood and skipped: what they told is not counted.",
        row_.first_bad_line);
    add("long_lines", row_.long_lines,
        amount(row_.long_lines, {"line was", "lines were"}) +
            " too long to be read and skipped: what they told is not counted.",
        row_.first_long_line);
    add("torn_end", row_.torn_end && settled() ? 1 : 0,
        "The log ends in the middle of a line: its writer was stopped, or its copy is not whole.");
    add("compacted", row_.compacted ? 1 : 0,
        "Spark has compacted this log: most jobs that had ended by then, with their stages and "
        "tasks, are not in it any more, and totals are too low.");
  }

  void about_the_application() {
    add("no_application_start", row_.application_starts == 0 ? 1 : 0,
        "The log does not say when its application started: the beginning is missing, or was not "
        "read yet.");
    add("no_application_end", row_.application_ends == 0 ? 1 : 0,
        row_.in_progress
            ? "The log has no end yet: the application is running, or was killed. What was open "
              "at its last event counts as running."
            : "The log has no end: the application was killed, or the end is lost. What was open "
              "at its last event counts as running.");
    add("events_excluded", row_.excluded_events ? 1 : 0,
        "The application was told to leave events out of its log "
        "(spark.eventLog.excludedPatterns): "
        "what they would tell is not counted.",
        row_.excluded_events);
  }

  void about_what_never_ended() {
    const std::int64_t tasks = row_.tasks_started - row_.tasks_ended;
    if (settled()) {
      const std::int64_t jobs = row_.jobs_started - row_.jobs_ended;
      const std::int64_t stages = row_.stages_submitted - row_.stages_completed;
      add("jobs_without_end", jobs,
          amount(jobs, {"job", "jobs"}) +
              " never ended in this log: shown as running, result and duration are unknown.");
      add("stages_without_end", stages,
          amount(stages, {"stage", "stages"}) +
              " never ended in this log: shown as active, result and duration are unknown.");
      add("tasks_without_end", tasks,
          amount(tasks, {"task", "tasks"}) +
              " started but never ended in this log: the application stopped before them, or Spark "
              "dropped events; their time and metrics are not counted.");
    }
    add("stages_lacking_tasks", row_.stages_lacking_tasks,
        amount(row_.stages_lacking_tasks, {"stage was", "stages were"}) +
            " completed although the log has no success of " + std::to_string(row_.tasks_lacking) +
            " of their tasks" + ": Spark dropped events, and their sums are too low.");
  }

  void about_what_never_started() {
    add("jobs_without_start", row_.job_ends_without_start,
        amount(row_.job_ends_without_start, {"job", "jobs"}) +
            " ended without a start in this log and cannot be shown.");
    add("stages_without_start", row_.stage_ends_without_start,
        amount(row_.stage_ends_without_start, {"stage", "stages"}) +
            " ended without a start in this log: what is known of them is not complete.");
    add("tasks_without_start", row_.task_ends_without_start,
        amount(row_.task_ends_without_start, {"task", "tasks"}) +
            " ended without a start in this log: they are counted but have no row and no metrics.");
    if (row_.compacted) return;
    // Spark numbers tasks one by one, from 0.
    const std::int64_t seen = row_.tasks_started + row_.task_ends_without_start;
    const std::int64_t unseen = row_.highest_task_id + 1 - seen;
    add("tasks_never_mentioned", unseen,
        amount(unseen, {"task number is", "task numbers are"}) +
            " missing between those in the log: Spark dropped events, and sums are too low.");
  }

  void about_events() {
    add("unknown_events", row_.unknown_events,
        amount(row_.unknown_events, {"event is", "events are"}) +
            " of a kind that is not known here: another program's, or of a newer Spark.",
        {}, /*matters=*/false);
  }

  bool settled() const { return row_.application_ends > 0 || !row_.in_progress; }

  const CompletenessRow& row_;
  std::vector<LogFindingRow> findings_;
};

}  // namespace

std::vector<LogFindingRow> findings_of(const CompletenessRow& row) {
  return Findings(row).take();
}

}  // namespace afterglow::history
