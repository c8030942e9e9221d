#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "historyserver/model/executor_metric.h"
#include "historyserver/model/stage_key.h"
#include "historyserver/model/task_metric.h"
#include "historyserver/store/database.h"
#include "historyserver/store/json_text.h"
#include "historyserver/store/kept_rows.h"

namespace afterglow::history {

// One attempt of a stage, as Spark's StageData tells it. Times are ms since 1970; the metrics are
// sums over all its tasks that reported any, failed and killed ones included.
struct StageRow {
  std::int64_t stage_id = 0;
  std::int64_t attempt = 0;
  std::string status;  // PENDING, ACTIVE, COMPLETE, FAILED, SKIPPED
  std::string name;
  std::optional<std::string> description;
  std::string details;  // call stack
  std::string scheduling_pool = "default";
  IntegerList job_ids;
  std::int64_t task_count = 0;
  std::int64_t active_tasks = 0;
  std::int64_t completed_tasks = 0;
  std::int64_t failed_tasks = 0;
  std::int64_t killed_tasks = 0;
  std::int64_t completed_indices = 0;
  std::optional<std::int64_t> submission_time;
  std::optional<std::int64_t> first_task_launched_time;
  std::optional<std::int64_t> completion_time;
  std::optional<std::string> failure_reason;
  TaskMetricValues metrics;
  IntegerList rdd_ids;
  IntegerList parent_ids;  // stages that this one reads from
  Accumulables accumulables;
  CountMap killed_tasks_summary;
  std::int64_t resource_profile_id = 0;
  ExecutorMetricPeaks peak_executor_metrics;
  bool shuffle_push_enabled = false;
  std::int64_t shuffle_mergers = 0;
  bool has_speculation = false;  // whether the next five were ever counted
  std::int64_t speculative_tasks = 0;
  std::int64_t speculative_active = 0;
  std::int64_t speculative_completed = 0;
  std::int64_t speculative_failed = 0;
  std::int64_t speculative_killed = 0;
};

// What one executor did for one stage attempt.
struct ExecutorStageRow {
  std::int64_t stage_id = 0;
  std::int64_t attempt = 0;
  std::string executor_id;
  std::int64_t task_time = 0;  // ms
  std::int64_t completed_tasks = 0;
  std::int64_t failed_tasks = 0;
  std::int64_t killed_tasks = 0;
  bool excluded = false;
  TaskMetricValues metrics;
  ExecutorMetricPeaks peak_metrics;
};

// The few numbers of it that tell how executors differ.
struct ExecutorWork {
  StageKey stage;
  std::string executor_id;
  std::int64_t task_time = 0;  // ms, of all its tasks
  std::int64_t completed_tasks = 0;
  std::int64_t failed_tasks = 0;
  std::int64_t killed_tasks = 0;
  std::int64_t bytes_read = 0;  // input and shuffle data
};

// What stages of one pool of the scheduler did.
struct PoolRow {
  std::string name;
  std::int64_t active_stages = 0;
  std::int64_t pending_stages = 0;
  std::int64_t complete_stages = 0;
  std::int64_t failed_stages = 0;
  std::int64_t skipped_stages = 0;
  std::int64_t active_tasks = 0;
  std::int64_t completed_tasks = 0;
  std::int64_t failed_tasks = 0;
  std::int64_t killed_tasks = 0;
  std::int64_t run_time = 0;                // ms, of its tasks together
  std::optional<std::int64_t> first_time;   // when its first stage was submitted
  std::optional<std::int64_t> latest_time;  // when the latest one ended
};

class StageStore {
 public:
  explicit StageStore(Database& database) : database_(database) {}
  // From here on, while there are none, keeps rows for the next numbers().
  void keep_rows() { kept_.begin(); }
  Result<void> put(const StageRow& row);
  Result<void> put(const ExecutorStageRow& row);
  // Highest (stage id, attempt) first. `statuses`: only these, all when empty.
  Result<std::vector<StageRow>> list(const std::vector<std::string>& statuses);
  // All, by id and attempt, without what takes long to read: details, accumulables, the pool, the
  // summary of killed tasks and the peaks of executors' metrics may be empty.
  Result<std::vector<StageRow>> numbers();
  // All attempts of one stage, first attempt first; empty for an unknown stage.
  Result<std::vector<StageRow>> attempts(std::int64_t stage_id);
  Result<std::optional<StageRow>> get(const StageKey& stage);
  // The attempts that ran with another resource profile than the default one.
  Result<std::vector<std::pair<StageKey, std::int64_t>>> special_profiles();
  // By name.
  Result<std::vector<PoolRow>> pools();
  // The latest moment that queries, jobs and stages tell of; nothing where there are none.
  Result<std::optional<std::int64_t>> last_time();
  // By executor id, as text.
  Result<std::vector<ExecutorStageRow>> executors(std::int64_t stage_id, std::int64_t attempt);
  // Likewise; takes a fraction of the time.
  Result<std::vector<ExecutorWork>> executor_work(const StageKey& stage);

 private:
  Database& database_;
  KeptRows<StageKey, StageRow> kept_;
  std::optional<Statement> put_stage_;
  std::optional<Statement> put_executor_;
  std::optional<Statement> select_work_;
};

}  // namespace afterglow::history
