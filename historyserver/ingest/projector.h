#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "common/base/result.h"
#include "historyserver/events/event_sink.h"
#include "historyserver/ingest/block_tracker.h"
#include "historyserver/ingest/live_entities.h"
#include "historyserver/store/application_database.h"

namespace afterglow::history {

// Turns events into rows, with the meaning that Spark's status/AppStatusListener gives them. What
// still changes is held in memory and written by flush(); a task's final row is written at once.
// One thread at a time.
class Projector : public EventSink {
 public:
  // `database` must outlive this, and be inside a transaction whenever an event arrives.
  explicit Projector(ApplicationDatabase& database) : database_(database) {}

  // Writes everything that changed since the last call. An error, here or of an earlier write,
  // means that the database does not hold what it should: start again.
  Result<void> flush();

  // What is known of the application; nothing before its ApplicationStart.
  const std::optional<ApplicationRow>& application() const { return application_; }

  void on(LogStart&& event) override;
  void on(ApplicationStart&& event) override;
  void on(ApplicationEnd&& event) override;
  void on(EnvironmentUpdate&& event) override;
  void on(ResourceProfileAdded&& event) override;
  void on(BlockManagerAdded&& event) override;
  void on(ExecutorAdded&& event) override;
  void on(ExecutorRemoved&& event) override;
  void on(ExecutorExclusion&& event) override;
  void on(NodeExclusion&& event) override;
  void on(ExecutorExclusionForStage&& event) override;
  void on(NodeExclusionForStage&& event) override;
  void on(JobStart&& event) override;
  void on(JobEnd&& event) override;
  void on(StageSubmitted&& event) override;
  void on(StageCompleted&& event) override;
  void on(TaskStart&& event) override;
  void on(TaskEnd&& event) override;
  void on(ExecutorMetricsUpdate&& event) override;
  void on(StageExecutorMetrics&& event) override;
  void on(UnpersistRdd&& event) override;
  void on(BlockUpdated&& event) override;
  void on_unknown(std::string_view) override {}

 private:
  LiveStage& get_or_create_stage(const StageInfo& info);
  LiveStage* find_stage(const StageKey& key);
  void set_status(LiveStage& stage, std::string status);
  std::int64_t* total_of(std::string_view stage_status);
  void skip_pending_stages(LiveJob& job);
  void retire_stage(const StageKey& key);

  void count_task_end(LiveStage& stage, const TaskEnd& event, bool has_metrics);
  void count_task_end(LiveExecutor& executor, const TaskEnd& event);
  bool write_task_end(const TaskEnd& event);

  LiveExecutor& get_or_create_executor(const std::string& id, std::int64_t time);
  LiveExecutor* find_executor(const std::string& id);
  bool ran_during_live_stage(const LiveExecutor& executor) const;
  void raise_stage_peaks(const StageKey& key, const std::string& executor_id,
                         const ExecutorMetricValues& metrics);
  void exclude_for_stage(LiveExecutor& executor, std::int64_t stage_id);

  void keep(const Result<void>& written);
  void flush_stage(LiveStage& stage);

  ApplicationDatabase& database_;
  Result<void> failure_;  // the first write that failed

  std::string spark_version_;
  std::optional<ApplicationRow> application_;
  ApplicationTotals totals_;
  std::int64_t cpus_per_task_ = 1;
  std::map<std::int64_t, std::int64_t> cpus_by_profile_;

  std::map<std::int64_t, std::shared_ptr<LiveJob>> jobs_;
  std::map<StageKey, LiveStage> stages_;
  std::unordered_map<std::int64_t, LiveTask> tasks_;  // running, by task id
  LiveExecutors executors_;
  LiveExecutors dead_executors_;  // removed while a stage that they worked for still runs
  BlockTracker blocks_;
};

}  // namespace afterglow::history
