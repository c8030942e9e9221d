#include "tests/unit/historyserver/events/recording_sink.h"

namespace afterglow::history {
namespace {

std::string streaming_event(const std::string& name, const std::string& fields) {
  return R"({"Event":"org.apache.spark.sql.streaming.StreamingQueryListener$)" + name + "\"," +
         fields + "}";
}

std::string progress(const std::string& fields) {
  return streaming_event("QueryProgressEvent",
                         R"("progress":{"id":"q","runId":"r","name":"n","timestamp":)"
                         R"("2026-11-21T08:42:52.425Z","batchId":1,)" +
                             fields + "}");
}

TEST(DecodeStreaming, Started) {
  const auto started = decode_one<StreamingQueryStarted>(streaming_event(
      "QueryStartedEvent",
      R"("id":"q","runId":"r","name":"a \u00e9","timestamp":"2026-11-21T08:42:49.834Z",)"
      R"("jobTags":["b","a"])"));
  EXPECT_EQ(started.id, "q");
  EXPECT_EQ(started.run_id, "r");
  EXPECT_EQ(started.name, "a \xc3\xa9");
  EXPECT_EQ(started.time, 1795250569834);
  EXPECT_EQ(started.job_tags, (std::vector<std::string>{"b", "a"}));
  const auto unnamed = decode_one<StreamingQueryStarted>(streaming_event(
      "QueryStartedEvent",
      R"("id":"q","runId":"r","name":null,"timestamp":"1970-01-01T00:00:01.002Z")"));
  EXPECT_EQ(unnamed.name, std::nullopt);
  EXPECT_EQ(unnamed.time, 1002);
  EXPECT_TRUE(unnamed.job_tags.empty());
}

TEST(DecodeStreaming, ProgressWithEveryField) {
  const auto p = decode_one<StreamingQueryProgress>(
      progress(R"("batchDuration":797,"durationMs":{"triggerExecution":797,"addBatch":560},)"
               R"("eventTime":{"watermark":"1970-01-01T00:00:00.000Z"},)"
               R"("stateOperators":[{"operatorName":"dedupe","numRowsTotal":15}],)"
               R"("sources":[{"description":"a]\"}","startOffset":"{\"x\":1}","endOffset":{"x":2},)"
               R"("numInputRows":200,"inputRowsPerSecond":82.5,"processedRowsPerSecond":250},)"
               R"({"description":"b","numInputRows":1,"inputRowsPerSecond":0.5,)"
               R"("processedRowsPerSecond":"NaN","metrics":{}}],)"
               R"("sink":{"description":"MemorySink","numOutputRows":-1},)"
               R"("observedMetrics":{"m":{"values":[1]}})"));
  EXPECT_EQ(p.id, "q");
  EXPECT_EQ(p.run_id, "r");
  EXPECT_EQ(p.name, "n");
  EXPECT_EQ(p.time, 1795250572425);
  EXPECT_EQ(p.batch_id, 1);
  EXPECT_EQ(p.batch_duration, 797);
  EXPECT_EQ(p.input_rows, 201);
  EXPECT_EQ(p.input_rows_per_second, 83.0);
  EXPECT_EQ(p.processed_rows_per_second, std::nullopt);
  EXPECT_EQ(p.durations_json, R"({"triggerExecution":797,"addBatch":560})");
  EXPECT_EQ(p.event_time_json, R"({"watermark":"1970-01-01T00:00:00.000Z"})");
  EXPECT_EQ(p.state_operators_json, R"([{"operatorName":"dedupe","numRowsTotal":15}])");
  EXPECT_TRUE(p.sources_json.starts_with(R"([{"description":"a]\"}",)")) << p.sources_json;
  EXPECT_TRUE(p.sources_json.ends_with(R"("metrics":{}}])")) << p.sources_json;
  EXPECT_EQ(p.sink_json, R"({"description":"MemorySink","numOutputRows":-1})");
  EXPECT_EQ(p.observed_metrics_json, R"({"m":{"values":[1]}})");
}

TEST(DecodeStreaming, ProgressOfSpark2) {
  const auto p = decode_one<StreamingQueryProgress>(
      progress(R"("durationMs":{},"sources":[],"sink":{"description":"x"})"));
  EXPECT_EQ(p.batch_duration, 0);
  EXPECT_EQ(p.input_rows, 0);
  EXPECT_EQ(p.input_rows_per_second, 0.0);
  EXPECT_EQ(p.sources_json, "[]");
  EXPECT_EQ(p.event_time_json, "{}");
  EXPECT_EQ(p.state_operators_json, "[]");
  EXPECT_EQ(p.observed_metrics_json, "{}");
  // A source that says no rate has none.
  EXPECT_EQ(decode_one<StreamingQueryProgress>(progress(R"("sources":[{"numInputRows":3}])"))
                .processed_rows_per_second,
            std::nullopt);
}

TEST(DecodeStreaming, IdleAndTerminated) {
  const auto idle = decode_one<StreamingQueryIdle>(streaming_event(
      "QueryIdleEvent", R"("id":"q","runId":"r","timestamp":"1970-01-01T00:00:02.000Z")"));
  EXPECT_EQ(idle.run_id, "r");
  EXPECT_EQ(idle.time, 2000);
  const auto failed = decode_one<StreamingQueryTerminated>(streaming_event(
      "QueryTerminatedEvent",
      R"("id":"q","runId":"r","exception":"boom\n\tat x","errorClassOnException":"E")"));
  EXPECT_EQ(failed.run_id, "r");
  EXPECT_EQ(failed.exception, "boom\n\tat x");
  EXPECT_EQ(failed.error_class, "E");
  const auto fine = decode_one<StreamingQueryTerminated>(
      streaming_event("QueryTerminatedEvent", R"("id":"q","runId":"r","exception":null)"));
  EXPECT_EQ(fine.exception, std::nullopt);
  EXPECT_EQ(fine.error_class, std::nullopt);
}

TEST(DecodeStreaming, RefusesWrongTypesAndTimes) {
  for (const std::string& line :
       {streaming_event("QueryStartedEvent", R"("id":"q")"),
        streaming_event("QueryIdleEvent", R"("runId":"r")"),
        streaming_event("QueryIdleEvent", R"("runId":"r","timestamp":5)"),
        streaming_event("QueryIdleEvent", R"("runId":"r","timestamp":"2026-11-21")"),
        streaming_event("QueryIdleEvent", R"("runId":"r","timestamp":"2026-11-21T08:42:52.4 5Z")"),
        streaming_event("QueryIdleEvent", R"("runId":"r","timestamp":"2026-13-21T08:42:52.425Z")"),
        streaming_event("QueryIdleEvent", R"("runId":"r","timestamp":"2026-11-21T-8:42:52.425Z")"),
        streaming_event("QueryTerminatedEvent", R"("runId":7)"),
        streaming_event("QueryTerminatedEvent", R"("runId":"r","exception":[])"),
        streaming_event("QueryProgressEvent", R"("progress":[])"),
        streaming_event("QueryProgressEvent", R"("x":1)"), progress(R"("sources":{})"),
        progress(R"("sources":[7])"), progress(R"("sources":[{"inputRowsPerSecond":"fast"}])"),
        progress(R"("sources":[{"inputRowsPerSecond":[]}])"),
        progress(R"("batchDuration":"long")")}) {
    EXPECT_NE(refusal(line), "") << line;
  }
}

// A decoder is used for all lines of a log, broken ones too.
TEST(DecodeStreaming, SurvivesALineWithAnyByteReplaced) {
  const std::string whole =
      progress(R"("durationMs":{"a":1},"sources":[{"numInputRows":2,"inputRowsPerSecond":"NaN",)"
               R"("startOffset":{"x":[1]}}],"sink":{"d":"x"},"observedMetrics":{})");
  EventDecoder decoder;
  RecordingSink sink;
  for (std::size_t at = 0; at < whole.size(); ++at) {
    for (const char c : {'{', '}', '[', ']', '"', ',', '\\', '0', 'x', '\xff'}) {
      std::string text = whole;
      text[at] = c;
      const PaddedLine line(std::move(text));
      (void)decoder.decode(line.view(), sink);
    }
    const PaddedLine cut(whole.substr(0, at) + "}");
    (void)decoder.decode(cut.view(), sink);
  }
  sink.events.clear();
  const PaddedLine line(whole);
  expect_done(decoder.decode(line.view(), sink));
  EXPECT_EQ(sink.events.size(), 1u);
}

}  // namespace
}  // namespace afterglow::history
