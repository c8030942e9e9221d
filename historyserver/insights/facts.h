#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "historyserver/insights/plan_facts.h"
#include "historyserver/insights/properties.h"
#include "historyserver/insights/stage_tasks.h"
#include "historyserver/model/wall_part.h"
#include "historyserver/store/application_database.h"

// All that rules look at: what the database of one application attempt says, in memory, and what
// follows from it. Times are ms since 1970 unless they are durations.
namespace afterglow::history {

struct StageFacts {
  StageRow row;
  // When it ran, inside the application's time; both the same for a stage that did not run.
  std::int64_t start = 0;
  std::int64_t end = 0;
  // Of the successful tasks; with no tasks where the stage was too short to matter.
  StageTasks tasks;
  // Its share of the application's wall time, by part (of those that tasks have to do with). The
  // shares of all stages add up to the application's.
  WallTimes wall;
  std::optional<std::int64_t> query_id;  // of the SQL execution that it worked for
  std::int64_t job_id = -1;              // the first of its jobs
  bool is_barrier = false;               // all its tasks run at once, or none

  StageKey key() const { return {row.stage_id, row.attempt}; }
  bool ran() const {
    return row.completed_tasks + row.failed_tasks + row.killed_tasks + row.active_tasks > 0;
  }
  double duration() const { return static_cast<double>(end - start); }
  double metric(TaskMetric metric) const { return static_cast<double>(row.metrics[metric]); }
  double shuffle_read() const { return static_cast<double>(row.metrics.shuffle_bytes_read()); }
};

struct JobFacts {
  JobRow row;
  std::int64_t start = 0;  // inside the application's time
  std::int64_t end = 0;
};

struct QueryFacts {
  SqlExecutionRow row;
  std::int64_t start = 0;  // inside the application's time
  std::int64_t end = 0;
  std::vector<std::int64_t> job_ids;
  std::vector<StageKey> stages;  // that ran for it
  // Of the latest version of its plan; empty where the query was too short to matter.
  PlanFacts plan;

  double duration() const { return static_cast<double>(end - start); }
};

struct Facts {
  std::int64_t start = 0;  // of the application
  std::int64_t end = 0;    // or the last moment that the log tells of
  bool has_ended = true;   // its end is in the log
  bool has_failed = false;
  std::string name;
  std::string spark_version;  // "3.5.1"; may be empty

  Properties properties;
  std::vector<ExecutorRow> executors;  // without the driver, unless tasks run in it
  std::optional<ExecutorRow> driver;
  bool is_local = false;            // tasks run in the driver
  std::vector<JobFacts> jobs;       // by id
  std::vector<StageFacts> stages;   // attempts, by id
  std::vector<QueryFacts> queries;  // by id
  // By stage, of those that were not too short to matter (the longest, and those with failed tasks
  // before them, if they are very many). None in local mode.
  std::vector<ExecutorWork> executor_work;
  std::vector<ResourceProfileRow> profiles;
  std::vector<RddRow> rdds;
  CompletenessRow completeness;
  std::vector<LogFindingRow> log_findings;

  WallTimes wall;  // ms; adds up to end - start
  WallTimes
      cores;  // ms of cores that executors held meanwhile, in use or not; adds up to core_time
  double core_time = 0;  // ms of cores, as executors held them
  double busy_time = 0;  // ms of cores on which a task was

  double duration() const { return static_cast<double>(end - start); }
  // How many cores there were on average while there were any; 0 when the log tells of none.
  double average_cores = 0;
  std::int64_t most_cores = 0;  // at one moment

  const StageFacts* stage(const StageKey& key) const;
  const JobFacts* job(std::int64_t id) const;
  const QueryFacts* query(std::int64_t id) const;
};

// Inside a read transaction, or alone with the database. An application without an end goes on
// until the last moment that its log tells of.
Result<Facts> gather_facts(ApplicationDatabase& database);

}  // namespace afterglow::history
