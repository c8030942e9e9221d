#pragma once

#include <string_view>

#include "historyserver/events/event.h"

namespace afterglow::history {

// Takes decoded events in log order. What it is handed may be moved from.
class EventSink {
 public:
  virtual ~EventSink() = default;
  virtual void on(LogStart&& event) = 0;
  virtual void on(ApplicationStart&& event) = 0;
  virtual void on(ApplicationEnd&& event) = 0;
  virtual void on(EnvironmentUpdate&& event) = 0;
  virtual void on(ResourceProfileAdded&& event) = 0;
  virtual void on(BlockManagerAdded&& event) = 0;
  virtual void on(ExecutorAdded&& event) = 0;
  virtual void on(ExecutorRemoved&& event) = 0;
  virtual void on(ExecutorExclusion&& event) = 0;
  virtual void on(NodeExclusion&& event) = 0;
  virtual void on(ExecutorExclusionForStage&& event) = 0;
  virtual void on(NodeExclusionForStage&& event) = 0;
  virtual void on(JobStart&& event) = 0;
  virtual void on(JobEnd&& event) = 0;
  virtual void on(StageSubmitted&& event) = 0;
  virtual void on(StageCompleted&& event) = 0;
  virtual void on(TaskStart&& event) = 0;
  virtual void on(TaskGettingResult&& event) = 0;
  virtual void on(TaskEnd&& event) = 0;
  virtual void on(ExecutorMetricsUpdate&& event) = 0;
  virtual void on(StageExecutorMetrics&& event) = 0;
  virtual void on(UnpersistRdd&& event) = 0;
  virtual void on(BlockUpdated&& event) = 0;
  virtual void on(MiscellaneousProcessAdded&& event) = 0;
  virtual void on(SqlExecutionStart&& event) = 0;
  virtual void on(SqlExecutionEnd&& event) = 0;
  virtual void on(SqlAdaptiveExecutionUpdate&& event) = 0;
  virtual void on(SqlAdaptiveMetricUpdates&& event) = 0;
  virtual void on(SqlDriverAccumUpdates&& event) = 0;
  virtual void on(StreamingQueryStarted&& event) = 0;
  virtual void on(StreamingQueryProgress&& event) = 0;
  virtual void on(StreamingQueryIdle&& event) = 0;
  virtual void on(StreamingQueryTerminated&& event) = 0;
  virtual void on(SessionStarted&& event) = 0;
  virtual void on(SessionClosed&& event) = 0;
  virtual void on(OperationStarted&& event) = 0;
  virtual void on(OperationStepped&& event) = 0;
  // An event of Spark's that tells nothing to be kept.
  virtual void on_unused(std::string_view name) = 0;
  // Any other event: of a newer Spark, or of another vendor's listener.
  virtual void on_unknown(std::string_view name) = 0;
};

}  // namespace afterglow::history
