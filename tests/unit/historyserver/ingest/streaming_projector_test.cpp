#include "historyserver/ingest/streaming_projector.h"

#include "tests/unit/historyserver/store/database_fixture.h"

namespace afterglow::history {
namespace {

class StreamingProjectorTest : public ApplicationDatabaseFixture {
 protected:
  void SetUp() override {
    ApplicationDatabaseFixture::SetUp();
    start_again();
  }
  void start_again() {
    projector_ = std::make_unique<StreamingProjector>(*database_);
    expect_done(projector_->restore());
  }
  void start(const std::string& run, std::int64_t time = 1000) {
    projector_->on(StreamingQueryStarted{"q", run, "name", time, {"tag"}});
  }
  void progress(const std::string& run, std::int64_t batch, std::int64_t time) {
    StreamingQueryProgress event;
    event.id = "q";
    event.run_id = run;
    event.time = time;
    event.batch_id = batch;
    event.batch_duration = 50;
    event.input_rows = 7;
    event.input_rows_per_second = 2.5;
    event.durations_json = R"({"addBatch":40})";
    event.event_time_json = "{}";
    event.state_operators_json = "[]";
    event.sources_json = R"([{"description":"\q"}])";  // no JSON
    event.sink_json = R"({"description":"x"})";
    event.observed_metrics_json = "{}";
    projector_->on(std::move(event));
  }
  StreamingQueryRow query(const std::string& run) {
    expect_done(projector_->flush());
    return value_of(database_->streaming.query(run)).value_or(StreamingQueryRow());
  }

  std::unique_ptr<StreamingProjector> projector_;
};

TEST_F(StreamingProjectorTest, FollowsAQueryToItsEnd) {
  start("r");
  EXPECT_TRUE(query("r").is_active);
  progress("r", 0, 2000);
  projector_->on(StreamingQueryIdle{"r", 9000});
  EXPECT_EQ(query("r").last_time, 9000);
  EXPECT_EQ(query("r").end_time, std::nullopt);
  projector_->on(StreamingQueryTerminated{"r", "boom", "E"});
  const StreamingQueryRow row = query("r");
  EXPECT_FALSE(row.is_active);
  EXPECT_EQ(row.query_id, "q");
  EXPECT_EQ(row.name, "name");
  EXPECT_EQ(row.start_time, 1000);
  EXPECT_EQ(row.end_time, 9000);
  EXPECT_EQ(row.exception, "boom");
  EXPECT_EQ(row.error_class, "E");
  EXPECT_EQ(row.job_tags, TextList{"tag"});
}

TEST_F(StreamingProjectorTest, KeepsEveryProgress) {
  start("r");
  for (std::int64_t batch = 0; batch < 150; ++batch) progress("r", batch, 2000 + batch);
  progress("r", 149, 5000);  // nothing new came, so the batch is the same
  progress("s", 0, 1);
  const auto rows = value_of(database_->streaming.progress("r"));
  ASSERT_EQ(rows.size(), 151u);
  EXPECT_EQ(rows[3].batch_id, 3);
  EXPECT_EQ(rows[3].time, 2003);
  EXPECT_EQ(rows[3].batch_duration, 50);
  EXPECT_EQ(rows[3].input_rows, 7);
  EXPECT_EQ(rows[3].input_rows_per_second, 2.5);
  EXPECT_EQ(rows[3].processed_rows_per_second, std::nullopt);
  EXPECT_EQ(rows[3].durations, R"({"addBatch":40})");
  EXPECT_EQ(rows[3].sources, "null");
  EXPECT_EQ(rows[3].sink, R"({"description":"x"})");
  EXPECT_EQ(query("r").last_time, 5050);
}

TEST_F(StreamingProjectorTest, AQueryWithoutItsStartBeginsWithItsFirstProgress) {
  progress("r", 4, 3000);
  const StreamingQueryRow row = query("r");
  EXPECT_TRUE(row.is_active);
  EXPECT_EQ(row.start_time, 3000);
  EXPECT_EQ(row.last_time, 3050);
  projector_->on(StreamingQueryIdle{"unknown", 1});
  projector_->on(StreamingQueryTerminated{"unknown", {}, {}});
  expect_done(projector_->flush());
  EXPECT_EQ(value_of(database_->streaming.queries()).size(), 1u);
}

TEST_F(StreamingProjectorTest, GoesOnFromItsRows) {
  start("r");
  progress("r", 0, 2000);
  expect_done(projector_->flush());
  start_again();
  projector_->on(StreamingQueryTerminated{"r", {}, {}});
  EXPECT_EQ(query("r").start_time, 1000);
  EXPECT_EQ(query("r").end_time, 2050);
}

TEST_F(StreamingProjectorTest, ListsTheLatestFirst) {
  start("a", 1000);
  start("b", 2000);
  expect_done(projector_->flush());
  const auto rows = value_of(database_->streaming.queries());
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].run_id, "b");
}

}  // namespace
}  // namespace afterglow::history
