#pragma once

#include <string>
#include <variant>
#include <vector>

#include "historyserver/events/event_decoder.h"
#include "tests/unit/historyserver/support.h"

namespace afterglow::history {

struct UnusedEvent {
  std::string name;
};
struct UnknownEvent {
  std::string name;
};

using AnyEvent = std::variant<
    LogStart, ApplicationStart, ApplicationEnd, EnvironmentUpdate, ResourceProfileAdded,
    BlockManagerAdded, ExecutorAdded, ExecutorRemoved, ExecutorExclusion, NodeExclusion,
    ExecutorExclusionForStage, NodeExclusionForStage, JobStart, JobEnd, StageSubmitted,
    StageCompleted, TaskStart, TaskEnd, ExecutorMetricsUpdate, StageExecutorMetrics, UnpersistRdd,
    BlockUpdated, TaskGettingResult, MiscellaneousProcessAdded, SqlExecutionStart, SqlExecutionEnd,
    SqlAdaptiveExecutionUpdate, SqlAdaptiveMetricUpdates, SqlDriverAccumUpdates,
    StreamingQueryStarted, StreamingQueryProgress, StreamingQueryIdle, StreamingQueryTerminated,
    SessionStarted, SessionClosed, OperationStarted, OperationStepped, UnusedEvent, UnknownEvent>;

// Keeps what it is handed.
class RecordingSink : public EventSink {
 public:
  std::vector<AnyEvent> events;

  void on(LogStart&& event) override { keep(std::move(event)); }
  void on(ApplicationStart&& event) override { keep(std::move(event)); }
  void on(ApplicationEnd&& event) override { keep(std::move(event)); }
  void on(EnvironmentUpdate&& event) override { keep(std::move(event)); }
  void on(ResourceProfileAdded&& event) override { keep(std::move(event)); }
  void on(BlockManagerAdded&& event) override { keep(std::move(event)); }
  void on(ExecutorAdded&& event) override { keep(std::move(event)); }
  void on(ExecutorRemoved&& event) override { keep(std::move(event)); }
  void on(ExecutorExclusion&& event) override { keep(std::move(event)); }
  void on(NodeExclusion&& event) override { keep(std::move(event)); }
  void on(ExecutorExclusionForStage&& event) override { keep(std::move(event)); }
  void on(NodeExclusionForStage&& event) override { keep(std::move(event)); }
  void on(JobStart&& event) override { keep(std::move(event)); }
  void on(JobEnd&& event) override { keep(std::move(event)); }
  void on(StageSubmitted&& event) override { keep(std::move(event)); }
  void on(StageCompleted&& event) override { keep(std::move(event)); }
  void on(TaskStart&& event) override { keep(std::move(event)); }
  void on(TaskGettingResult&& event) override { keep(std::move(event)); }
  void on(TaskEnd&& event) override { keep(std::move(event)); }
  void on(ExecutorMetricsUpdate&& event) override { keep(std::move(event)); }
  void on(StageExecutorMetrics&& event) override { keep(std::move(event)); }
  void on(UnpersistRdd&& event) override { keep(std::move(event)); }
  void on(BlockUpdated&& event) override { keep(std::move(event)); }
  void on(MiscellaneousProcessAdded&& event) override { keep(std::move(event)); }
  void on(SqlExecutionStart&& event) override { keep(std::move(event)); }
  void on(SqlExecutionEnd&& event) override { keep(std::move(event)); }
  void on(SqlAdaptiveExecutionUpdate&& event) override { keep(std::move(event)); }
  void on(SqlAdaptiveMetricUpdates&& event) override { keep(std::move(event)); }
  void on(SqlDriverAccumUpdates&& event) override { keep(std::move(event)); }
  void on(StreamingQueryStarted&& event) override { keep(std::move(event)); }
  void on(StreamingQueryProgress&& event) override { keep(std::move(event)); }
  void on(StreamingQueryIdle&& event) override { keep(std::move(event)); }
  void on(StreamingQueryTerminated&& event) override { keep(std::move(event)); }
  void on(SessionStarted&& event) override { keep(std::move(event)); }
  void on(SessionClosed&& event) override { keep(std::move(event)); }
  void on(OperationStarted&& event) override { keep(std::move(event)); }
  void on(OperationStepped&& event) override { keep(std::move(event)); }
  void on_unused(std::string_view name) override { keep(UnusedEvent{std::string(name)}); }
  void on_unknown(std::string_view name) override { keep(UnknownEvent{std::string(name)}); }

 private:
  void keep(AnyEvent event) { events.push_back(std::move(event)); }
};

// The one event of a line; a default one, and a failure, when it is another or none.
template <typename Event>
Event decode_one(const std::string& line) {
  EventDecoder decoder;
  RecordingSink sink;
  const PaddedLine padded(line);
  expect_done(decoder.decode(padded.view(), sink));
  if (sink.events.size() == 1) {
    if (auto* event = std::get_if<Event>(&sink.events[0])) return std::move(*event);
  }
  ADD_FAILURE() << "not the expected event: " << line;
  return {};
}

// Why a line is refused; empty when it is not.
inline std::string refusal(const std::string& line) {
  EventDecoder decoder;
  RecordingSink sink;
  const PaddedLine padded(line);
  const auto decoded = decoder.decode(padded.view(), sink);
  if (decoded) return {};
  EXPECT_EQ(decoded.error().kind, ErrorKind::corrupt);
  EXPECT_TRUE(sink.events.empty()) << line;
  return decoded.error().message;
}

}  // namespace afterglow::history
