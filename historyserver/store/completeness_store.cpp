#include "historyserver/store/completeness_store.h"

#include "historyserver/store/row_mapping.h"

namespace afterglow::history {

template <>
struct RowColumns<CompletenessRow> {
  using Row = CompletenessRow;
  static constexpr const char* table = "log_completeness";
  static constexpr auto columns = std::tuple{
      Column{"complete", &Row::complete},
      Column{"in_progress", &Row::in_progress},
      Column{"application_starts", &Row::application_starts},
      Column{"application_ends", &Row::application_ends},
      Column{"compacted", &Row::compacted},
      Column{"torn_end", &Row::torn_end},
      Column{"lines", &Row::lines},
      Column{"bad_lines", &Row::bad_lines},
      Column{"first_bad_line", &Row::first_bad_line},
      Column{"long_lines", &Row::long_lines},
      Column{"first_long_line", &Row::first_long_line},
      Column{"damaged_spots", &Row::damaged_spots},
      Column{"first_damaged_spot", &Row::first_damaged_spot},
      Column{"missing_files", &Row::missing_files},
      Column{"first_missing_file", &Row::first_missing_file},
      Column{"read_error", &Row::read_error},
      Column{"excluded_events", &Row::excluded_events},
      Column{"jobs_started", &Row::jobs_started},
      Column{"jobs_ended", &Row::jobs_ended},
      Column{"job_ends_without_start", &Row::job_ends_without_start},
      Column{"stages_submitted", &Row::stages_submitted},
      Column{"stages_completed", &Row::stages_completed},
      Column{"stage_ends_without_start", &Row::stage_ends_without_start},
      Column{"stages_lacking_tasks", &Row::stages_lacking_tasks},
      Column{"tasks_lacking", &Row::tasks_lacking},
      Column{"tasks_started", &Row::tasks_started},
      Column{"tasks_ended", &Row::tasks_ended},
      Column{"task_ends_without_start", &Row::task_ends_without_start},
      Column{"highest_task_id", &Row::highest_task_id},
      Column{"unknown_events", &Row::unknown_events},
      Column{"unused_events", &Row::unused_events},
      Column{"read_to_end", &Row::read_to_end},
  };
};

template <>
struct RowColumns<LogFindingRow> {
  using Row = LogFindingRow;
  static constexpr const char* table = "log_finding";
  static constexpr auto columns = std::tuple{
      Column{"position", &Row::position}, Column{"kind", &Row::kind},
      Column{"matters", &Row::matters},   Column{"count", &Row::count},
      Column{"text", &Row::text},         Column{"first", &Row::first},
  };
};

template <>
struct RowColumns<EventCountRow> {
  using Row = EventCountRow;
  static constexpr const char* table = "event_count";
  static constexpr auto columns = std::tuple{
      Column{"name", &Row::name},
      Column{"known", &Row::known},
      Column{"count", &Row::count},
  };
};

Result<void> CompletenessStore::replace(const CompletenessRow& row,
                                        const std::vector<LogFindingRow>& findings) {
  kept_.put(0, Known{row, findings});
  auto done = delete_all(database_, "log_completeness");
  if (done) done = delete_all(database_, "log_finding");
  std::optional<Statement> put_row;
  if (done) done = cached_upsert(database_, put_row, row);
  std::optional<Statement> put_finding;
  for (const LogFindingRow& finding : findings) {
    if (done) done = cached_upsert(database_, put_finding, finding);
  }
  return done;
}

Result<void> CompletenessStore::put(const EventCountRow& row) {
  return cached_upsert(database_, put_event_count_, row);
}

Result<std::optional<CompletenessRow>> CompletenessStore::get() {
  if (kept()) return kept()->row;
  return select_row<CompletenessRow>(database_, "");
}

Result<std::vector<LogFindingRow>> CompletenessStore::findings() {
  if (kept()) return kept()->findings;
  return select_rows<LogFindingRow>(database_, "ORDER BY position");
}

Result<std::vector<EventCountRow>> CompletenessStore::event_counts() {
  return select_rows<EventCountRow>(database_, "ORDER BY count DESC, name");
}

}  // namespace afterglow::history
