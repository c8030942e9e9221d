#pragma once

#include "historyserver/events/event_sink.h"

namespace afterglow::history {

// Takes every event and does nothing: the base of sinks that want only a few.
class IgnoringSink : public EventSink {
 public:
  using EventSink::on;
  void on(LogStart&&) override {}
  void on(ApplicationStart&&) override {}
  void on(ApplicationEnd&&) override {}
  void on(EnvironmentUpdate&&) override {}
  void on(ResourceProfileAdded&&) override {}
  void on(BlockManagerAdded&&) override {}
  void on(ExecutorAdded&&) override {}
  void on(ExecutorRemoved&&) override {}
  void on(ExecutorExclusion&&) override {}
  void on(NodeExclusion&&) override {}
  void on(ExecutorExclusionForStage&&) override {}
  void on(NodeExclusionForStage&&) override {}
  void on(JobStart&&) override {}
  void on(JobEnd&&) override {}
  void on(StageSubmitted&&) override {}
  void on(StageCompleted&&) override {}
  void on(TaskStart&&) override {}
  void on(TaskGettingResult&&) override {}
  void on(TaskEnd&&) override {}
  void on(ExecutorMetricsUpdate&&) override {}
  void on(StageExecutorMetrics&&) override {}
  void on(UnpersistRdd&&) override {}
  void on(BlockUpdated&&) override {}
  void on(MiscellaneousProcessAdded&&) override {}
  void on(SqlExecutionStart&&) override {}
  void on(SqlExecutionEnd&&) override {}
  void on(SqlAdaptiveExecutionUpdate&&) override {}
  void on(SqlAdaptiveMetricUpdates&&) override {}
  void on(SqlDriverAccumUpdates&&) override {}
  void on(StreamingQueryStarted&&) override {}
  void on(StreamingQueryProgress&&) override {}
  void on(StreamingQueryIdle&&) override {}
  void on(StreamingQueryTerminated&&) override {}
  void on(SessionStarted&&) override {}
  void on(SessionClosed&&) override {}
  void on(OperationStarted&&) override {}
  void on(OperationStepped&&) override {}
  void on_unused(std::string_view) override {}
  void on_unknown(std::string_view) override {}
};

}  // namespace afterglow::history
