#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "common/base/result.h"
#include "historyserver/events/event_sink.h"
#include "historyserver/ingest/archive.h"
#include "historyserver/ingest/block_tracker.h"
#include "historyserver/ingest/completeness.h"
#include "historyserver/ingest/environment_projector.h"
#include "historyserver/ingest/live_entities.h"
#include "historyserver/ingest/rdd_graph_projector.h"
#include "historyserver/ingest/session_projector.h"
#include "historyserver/ingest/sql_projector.h"
#include "historyserver/ingest/streaming_projector.h"
#include "historyserver/store/application_database.h"

namespace afterglow::history {

// Turns events into rows, with the meaning that Spark's status/AppStatusListener gives them. What
// still changes is held in memory and written by flush(); a task's final row is written at once.
// One thread at a time.
class Projector : public EventSink {
 public:
  // `database` must outlive this, and be inside a transaction whenever an event arrives.
  explicit Projector(ApplicationDatabase& database, Redactor redactor = {})
      : database_(database), environment_(database, std::move(redactor)) {}

  // Writes everything that changed since the last call. An error, here or of an earlier write,
  // means that the database does not hold what it should: start again.
  Result<void> flush();

  // What a projector that goes on from here must know beside the rows; call it after flush().
  std::string checkpoint();
  // Goes on from a checkpoint and the rows of the transaction that it was committed with. Call it
  // before any event. ErrorKind::corrupt when they do not fit together.
  Result<void> restore(std::string_view checkpoint);

  // What is known of the application; nothing before its ApplicationStart.
  const std::optional<ApplicationRow>& application() const { return application_; }
  // What of the log is there; the reader tells it of lines and files before each flush().
  Completeness& completeness() { return completeness_; }

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
  // Spark's listener sees this only in a live driver, whose task objects change; not in a log.
  void on(TaskGettingResult&&) override {}
  void on(TaskEnd&& event) override;
  void on(ExecutorMetricsUpdate&& event) override;
  void on(StageExecutorMetrics&& event) override;
  void on(UnpersistRdd&& event) override;
  void on(BlockUpdated&& event) override;
  void on(MiscellaneousProcessAdded&& event) override { environment_.on(std::move(event)); }
  void on(SqlExecutionStart&& event) override {
    sessions_.on_sql_execution(event.id, event.job_tags);
    sql_.on(std::move(event));
  }
  void on(SqlExecutionEnd&& event) override { sql_.on(std::move(event)); }
  void on(SqlAdaptiveExecutionUpdate&& event) override { sql_.on(std::move(event)); }
  void on(SqlAdaptiveMetricUpdates&& event) override { sql_.on(std::move(event)); }
  void on(SqlDriverAccumUpdates&& event) override { sql_.on(std::move(event)); }
  void on(StreamingQueryStarted&& event) override { streaming_.on(std::move(event)); }
  void on(StreamingQueryProgress&& event) override { streaming_.on(std::move(event)); }
  void on(StreamingQueryIdle&& event) override { streaming_.on(std::move(event)); }
  void on(StreamingQueryTerminated&& event) override { streaming_.on(std::move(event)); }
  void on(SessionStarted&& event) override { sessions_.on(std::move(event)); }
  void on(SessionClosed&& event) override { sessions_.on(std::move(event)); }
  void on(OperationStarted&& event) override { sessions_.on(std::move(event)); }
  void on(OperationStepped&& event) override { sessions_.on(std::move(event)); }
  void on_unused(std::string_view name) override { completeness_.event_unused(name); }
  void on_unknown(std::string_view name) override { completeness_.event_unknown(name); }

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
  void end_task(LiveTask& task, const TaskEnd& event);

  LiveExecutor& get_or_create_executor(const std::string& id, std::int64_t time);
  LiveExecutor* find_executor(const std::string& id);
  bool ran_during_live_stage(const LiveExecutor& executor) const;
  void raise_stage_peaks(const StageKey& key, const std::string& executor_id,
                         const ExecutorMetricValues& metrics);
  void exclude_for_stage(LiveExecutor& executor, std::int64_t stage_id);

  template <typename Archive>
  void archive_own(Archive& archive);
  Result<void> restore_jobs(ArchiveReader& archive);
  Result<void> restore_stages(ArchiveReader& archive);
  Result<void> restore_executors(ArchiveReader& archive);
  Result<void> restore_parts();

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
  std::map<std::int64_t, std::shared_ptr<LiveJob>> restored_jobs_;  // during restore() only
  std::map<StageKey, LiveStage> stages_;
  std::unordered_map<std::int64_t, LiveTask> tasks_;  // running, by task id
  LiveExecutors executors_;
  LiveExecutors dead_executors_;  // removed while a stage that they worked for still runs
  BlockTracker blocks_;
  RddGraphProjector graphs_{database_};
  EnvironmentProjector environment_;
  SqlProjector sql_{database_};
  StreamingProjector streaming_{database_};
  SessionProjector sessions_{database_};
  Completeness completeness_{database_};
};

}  // namespace afterglow::history
