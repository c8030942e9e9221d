#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "common/base/result.h"
#include "historyserver/events/event.h"
#include "historyserver/store/application_database.h"

namespace afterglow::history {

// Turns the events of Spark SQL into rows, with the meaning that Spark's SQLAppStatusListener gives
// them. Plans and the driver's values are written at once; an execution is held until its end and
// the ends of its jobs have come. What tasks report is read back from the store when the end of the
// execution comes, as Spark does: later tasks do not count any more.
class SqlProjector {
 public:
  // `database` must outlive this, and be inside a transaction whenever an event arrives.
  explicit SqlProjector(ApplicationDatabase& database) : database_(database) {}

  void on(SqlExecutionStart&& event);
  void on(SqlExecutionEnd&& event);
  void on(SqlAdaptiveExecutionUpdate&& event);
  void on(SqlAdaptiveMetricUpdates&& event);
  void on(SqlDriverAccumUpdates&& event);
  void on_job_start(const JobStart& event);
  void on_job_end(const JobEnd& event);
  void on_stage_submitted(const StageKey& stage);

  // Writes the executions that changed; answers the first write that failed, here or earlier.
  Result<void> flush();

  // Call it after flush(), and restore() after reading.
  template <typename Archive>
  void archive(Archive& archive) {
    std::map<std::int64_t, bool> live;  // and whether metrics are known
    for (const auto& [id, execution] : executions_) live[id] = execution.has_metrics;
    archive(live, execution_of_job_, executions_of_stage_);
    for (const auto& [id, has_metrics] : live) executions_[id].has_metrics = has_metrics;
  }
  // Loads the rows of what archive() read. ErrorKind::corrupt when one is missing.
  Result<void> restore();

 private:
  struct LiveExecution {
    SqlExecutionRow row;  // without its long texts, which are in the database
    bool dirty = false;
    bool has_metrics = false;
    std::vector<SqlStageRow> stages;  // by position
    std::set<std::int64_t> running_jobs;
  };

  LiveExecution* find(std::int64_t id);
  // Writes all of the row, and lets go of its long texts.
  void put(LiveExecution& execution);
  // The live execution, one of the database that comes to life again, or a new one.
  LiveExecution& find_or_create(std::int64_t id);
  void add_plan(LiveExecution& execution, std::string_view description, PlanInfo plan);
  void declare(LiveExecution& execution, const SqlMetricRow& metric);
  void add_stage(LiveExecution& execution, const StageInfo& info);
  void aggregate(LiveExecution& execution);
  // Forgets an execution for which no more events are due.
  void retire_if_done(LiveExecution& execution);
  void keep(const Result<void>& written);

  ApplicationDatabase& database_;
  Result<void> failure_;
  std::map<std::int64_t, LiveExecution> executions_;
  std::map<std::int64_t, std::int64_t> execution_of_job_;  // of running jobs
  // Live ones, for the stages of jobs that started meanwhile.
  std::map<std::int64_t, std::set<std::int64_t>> executions_of_stage_;
};

}  // namespace afterglow::history
