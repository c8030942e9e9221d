#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "common/base/result.h"
#include "historyserver/events/event.h"
#include "historyserver/ingest/event_counts.h"
#include "historyserver/ingest/log_condition.h"
#include "historyserver/store/application_database.h"

namespace afterglow::history {

// Compares what a log announces with what is in it: the projector tells it of jobs, stages and
// tasks, the reader of lines and files. It keeps counters only, and all of them are in its row, so
// that ingestion goes on after restore(). One thread at a time.
class Completeness {
 public:
  // `database` must outlive this, and be inside a transaction during flush().
  explicit Completeness(ApplicationDatabase& database);

  // A whole line was not understood and is skipped.
  void line_refused(const std::string& where_and_why);
  // After every read and before the flush that follows. The latest one counts.
  void set_condition(const LogCondition& condition);

  // By the projector, for each event that it understood.
  void application_started() { ++row_.application_starts; }
  void application_ended() { ++row_.application_ends; }
  void environment_updated(const StringMap& spark_properties);
  void job_started() { ++row_.jobs_started; }
  void job_ended() { ++row_.jobs_ended; }
  void job_ended_without_start() { ++row_.job_ends_without_start; }
  void stage_submitted() { ++row_.stages_submitted; }
  // `row` as it stands after the event; by then every task that the stage needed has ended.
  void stage_completed(const StageRow& row);
  void stage_ended_without_start() { ++row_.stage_ends_without_start; }
  void task_started(std::int64_t task_id);
  void task_ended() { ++row_.tasks_ended; }
  void task_ended_without_start(const TaskEnd& event);

  // By the projector, for events that add nothing to the database.
  void event_unused(std::string_view name);   // an event of Spark's
  void event_unknown(std::string_view name);  // any other

  // The row as the next flush() writes it.
  const CompletenessRow& row() const { return row_; }
  // What it means, most important first.
  std::vector<LogFindingRow> findings() const;

  Result<void> flush();
  // Everything is in the rows.
  template <typename Archive>
  void archive(Archive&) {}
  Result<void> restore();

 private:
  ApplicationDatabase& database_;
  CompletenessRow row_;
  EventCounts event_counts_;
};

}  // namespace afterglow::history
