#include "tests/unit/historyserver/api/v1/attempt_fixture.h"

namespace afterglow::history {
namespace {

class StreamingQueriesTest : public AttemptFixture {
 protected:
  void put(const std::string& run, bool is_active, std::int64_t start,
           std::optional<std::string> exception = {}) {
    StreamingQueryRow row;
    row.run_id = run;
    row.query_id = "q-" + run;
    row.is_active = is_active;
    row.start_time = start;
    if (!is_active) row.end_time = start + 100;
    row.exception = std::move(exception);
    expect_done(database().streaming.put(row));
  }
  void progress(const std::string& run, std::int64_t batch, std::int64_t time,
                std::optional<double> rate = {}) {
    StreamingProgressRow row;
    row.run_id = run;
    row.batch_id = batch;
    row.time = time;
    row.input_rows = 10;
    row.input_rows_per_second = rate;
    for (std::string* text : {&row.durations, &row.event_time, &row.state_operators, &row.sources,
                              &row.sink, &row.observed_metrics}) {
      *text = "null";
    }
    expect_done(database().streaming.put(row));
  }
  Response list() { return get(v1_streaming_queries, ""); }
  Response one(const std::string& run, const std::string& query = "") {
    return get(v1_streaming_query, query, {.numbers = {}, .words = {run}});
  }
};

TEST_F(StreamingQueriesTest, ListsTheLatestFirst) {
  EXPECT_EQ(list().body, "[ ]");
  put("a", true, 1000);
  put("b", false, 3000);
  put("c", false, 2000, "boom");
  progress("c", 0, 2001, 1.0);
  progress("c", 1, 2002);
  progress("c", 1, 2003, 2.0);
  EXPECT_EQ(members(list(), "status"), (Strings{"\"FINISHED\"", "\"FAILED\"", "\"RUNNING\""}));
  EXPECT_EQ(members(list(), "numBatches"), (Strings{"0", "2", "0"}));
  EXPECT_EQ(members(list(), "numProgressUpdates"), (Strings{"0", "3", "0"}));
  EXPECT_EQ(members(list(), "avgInputRowsPerSecond"), Strings{"1.5"});
  EXPECT_EQ(members(list(), "batchId"), Strings{"1"});
  EXPECT_EQ(members(list(), "timestamp"), Strings{"\"1970-01-01T00:00:02.003Z\""});
}

TEST_F(StreamingQueriesTest, TellsEverythingOfAQuery) {
  expect_done(database().streaming.put(StreamingQueryRow{.run_id = "r",
                                                         .query_id = "q",
                                                         .name = "n",
                                                         .is_active = false,
                                                         .start_time = 1000,
                                                         .last_time = 2000,
                                                         .end_time = 2000,
                                                         .exception = "boom",
                                                         .error_class = "E",
                                                         .job_tags = {"t"}}));
  expect_done(database().streaming.put(StreamingProgressRow{
      .run_id = "r",
      .batch_id = 3,
      .time = 1500,
      .batch_duration = 40,
      .input_rows = 7,
      .input_rows_per_second = 2.5,
      .processed_rows_per_second = 175,
      .durations = R"({"addBatch":30})",
      .event_time = R"({"watermark":"1970-01-01T00:00:00.000Z"})",
      .state_operators = R"([{"operatorName":"save","customMetrics":{"x":1}}])",
      .sources = R"([{"description":"s","startOffset":null,"endOffset":"0"}])",
      .sink = R"({"description":"m","numOutputRows":0})",
      .observed_metrics = R"({"o":{"c":1}})"}));
  EXPECT_EQ(one("r").body, R"({
  "id" : "q",
  "runId" : "r",
  "name" : "n",
  "status" : "FAILED",
  "startTime" : "1970-01-01T00:00:01.000GMT",
  "endTime" : "1970-01-01T00:00:02.000GMT",
  "exception" : "boom",
  "errorClass" : "E",
  "jobTags" : [ "t" ],
  "numBatches" : 1,
  "numProgressUpdates" : 1,
  "numInputRows" : 7,
  "avgInputRowsPerSecond" : 2.5,
  "avgProcessedRowsPerSecond" : 175.0,
  "recentProgress" : [ {
    "id" : "q",
    "runId" : "r",
    "name" : "n",
    "timestamp" : "1970-01-01T00:00:01.500Z",
    "batchId" : 3,
    "batchDuration" : 40,
    "numInputRows" : 7,
    "inputRowsPerSecond" : 2.5,
    "processedRowsPerSecond" : 175.0,
    "durationMs" : {
      "addBatch" : 30
    },
    "eventTime" : {
      "watermark" : "1970-01-01T00:00:00.000Z"
    },
    "stateOperators" : [ {
      "operatorName" : "save",
      "customMetrics" : {
        "x" : 1
      }
    } ],
    "sources" : [ {
      "description" : "s",
      "endOffset" : "0"
    } ],
    "sink" : {
      "description" : "m",
      "numOutputRows" : 0
    },
    "observedMetrics" : {
      "o" : {
        "c" : 1
      }
    }
  } ]
})");
}

TEST_F(StreamingQueriesTest, PagesFromTheLatestBatch) {
  put("r", true, 0);
  for (std::int64_t batch = 0; batch < 150; ++batch) progress("r", batch, batch);
  progress("other", 999, 999);
  const struct {
    const char* query;
    std::size_t size;
    const char* first;
  } cases[] = {
      {"", 100, "149"},
      {"offset=148", 2, "1"},
      {"offset=1&length=2", 2, "148"},
      {"offset=-5&length=1", 1, "149"},
      {"length=0&offset=7", 150, "149"},
      {"offset=150", 0, ""},
  };
  for (const auto& c : cases) {
    const Strings batches = members(one("r", c.query), "batchId");
    EXPECT_EQ(batches.size(), c.size) << c.query;
    EXPECT_EQ(batches.empty() ? "" : batches.front(), c.first) << c.query;
  }
}

TEST_F(StreamingQueriesTest, SaysWhatIsNotThere) {
  EXPECT_EQ(one("x").status, 404);
  EXPECT_EQ(one("x").body, "unknown streaming query: x");
  EXPECT_EQ(one("x", "length=y").status, 404);
}

}  // namespace
}  // namespace afterglow::history
