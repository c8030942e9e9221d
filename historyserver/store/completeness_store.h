#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "common/base/result.h"
#include "historyserver/store/database.h"
#include "historyserver/store/kept_rows.h"

namespace afterglow::history {

// What one log announced and what of it was there. "first_..." say where the first one stands.
struct CompletenessRow {
  bool complete = false;
  bool in_progress = false;  // by the log's name: its writer may still be at work
  std::int64_t application_starts = 0;
  std::int64_t application_ends = 0;
  bool compacted = false;  // Spark itself left out what had ended
  bool torn_end = false;   // ends in the middle of a line
  std::int64_t lines = 0;
  std::int64_t bad_lines = 0;
  std::optional<std::string> first_bad_line;
  std::int64_t long_lines = 0;  // skipped for their size
  std::optional<std::string> first_long_line;
  std::int64_t damaged_spots = 0;  // of compressed files, each skipped
  std::optional<std::string> first_damaged_spot;
  std::int64_t missing_files = 0;  // of a rolling log
  std::optional<std::string> first_missing_file;
  std::optional<std::string> read_error;       // nothing was read from here on
  std::optional<std::string> excluded_events;  // spark.eventLog.excludedPatterns of its writer
  std::int64_t jobs_started = 0;
  std::int64_t jobs_ended = 0;  // of those
  std::int64_t job_ends_without_start = 0;
  std::int64_t stages_submitted = 0;
  std::int64_t stages_completed = 0;  // of those
  std::int64_t stage_ends_without_start = 0;
  std::int64_t stages_lacking_tasks = 0;  // complete, but not each of their tasks succeeded
  std::int64_t tasks_lacking = 0;         // in those stages
  std::int64_t tasks_started = 0;
  std::int64_t tasks_ended = 0;  // of those
  std::int64_t task_ends_without_start = 0;
  std::int64_t highest_task_id = -1;
  std::int64_t unknown_events = 0;
  std::int64_t unused_events = 0;
  bool read_to_end = true;  // nothing was left to be read when this was written
};

// One thing that a person should know before trusting the numbers.
struct LogFindingRow {
  std::int64_t position = 0;  // from 0, most important first
  std::string kind;           // one word for programs: "tasks_without_end"
  bool matters = true;        // false: worth knowing, but no number is wrong because of it
  std::int64_t count = 0;
  std::string text;                  // one sentence: what, and what it means for the numbers
  std::optional<std::string> first;  // where the first one stands, or which
};

struct EventCountRow {
  std::string name;
  bool known = false;  // an event of Spark's that says nothing to be kept
  std::int64_t count = 0;
};

// The tables log_completeness, log_finding and event_count.
class CompletenessStore {
 public:
  explicit CompletenessStore(Database& database) : database_(database) {}
  // From here on, while there is none, keeps what it is given to answer get() and findings().
  void keep_rows() { kept_.begin(); }
  // Replaces the row and all findings.
  Result<void> replace(const CompletenessRow& row, const std::vector<LogFindingRow>& findings);
  Result<void> put(const EventCountRow& row);
  // Nothing before the first replace().
  Result<std::optional<CompletenessRow>> get();
  Result<std::vector<LogFindingRow>> findings();
  // Most frequent first.
  Result<std::vector<EventCountRow>> event_counts();

 private:
  // All there is of one log.
  struct Known {
    CompletenessRow row;
    std::vector<LogFindingRow> findings;
  };
  const Known* kept() const { return kept_.find(0); }

  Database& database_;
  KeptRows<int, Known> kept_;
  std::optional<Statement> put_event_count_;
};

}  // namespace afterglow::history
