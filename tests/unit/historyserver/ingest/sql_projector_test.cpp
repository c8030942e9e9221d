#include "historyserver/ingest/sql_projector.h"

#include "historyserver/ingest/archive.h"
#include "tests/unit/historyserver/ingest/event_builders.h"
#include "tests/unit/historyserver/store/database_fixture.h"

namespace afterglow::history {
namespace {

class SqlProjectorTest : public ApplicationDatabaseFixture {
 protected:
  void SetUp() override {
    ApplicationDatabaseFixture::SetUp();
    projector_ = std::make_unique<SqlProjector>(*database_);
  }

  static PlanInfo plan(std::vector<SqlMetricInfo> metrics, std::string name = "Scan") {
    return {{{std::move(name), "d", {}, {}, std::move(metrics)}}};
  }
  void start(std::int64_t id = 1) {
    SqlExecutionStart event;
    event.id = id;
    event.description = "query";
    event.plan_description = "first";
    event.plan = plan({{"rows", 40, "sum"}, {"memory", 41, "size"}});
    event.time = 500;
    projector_->on(std::move(event));
  }
  void end(std::optional<std::string> error = "", std::int64_t id = 1) {
    projector_->on(SqlExecutionEnd{id, 900, std::move(error)});
  }
  void start_job(std::int64_t id, std::vector<StageInfo> stages, std::int64_t execution = 1) {
    JobStart event = job_start(id, std::move(stages));
    event.sql_execution_id = execution;
    projector_->on_job_start(event);
  }
  void end_job(std::int64_t id) { projector_->on_job_end(JobEnd{id, 800, true}); }
  void task(const StageKey& stage, std::int64_t id, std::int64_t index, std::int64_t rows) {
    TaskRow row;
    row.stage_id = stage.stage_id;
    row.stage_attempt = stage.attempt;
    row.id = id;
    row.index = index;
    row.status = "SUCCESS";
    expect_done(database_->task_writer.append(row, {{40, rows}}));
  }
  SqlExecutionRow execution(std::int64_t id = 1) {
    expect_done(projector_->flush());
    return value_of(database_->sql.execution(id)).value_or(SqlExecutionRow());
  }
  std::string rows_metric(std::int64_t id = 1) {
    for (const SqlMetricRow& metric : value_of(database_->sql.metrics(execution(id)))) {
      if (metric.accumulator_id == 40 && metric.values) {
        return metric_text(metric.type, *metric.values);
      }
    }
    return "";
  }
  // A new projector goes on where this one is.
  void resume() {
    expect_done(projector_->flush());
    ArchiveWriter writer;
    projector_->archive(writer);
    const std::string bytes = writer.take();
    projector_ = std::make_unique<SqlProjector>(*database_);
    ArchiveReader reader(bytes);
    projector_->archive(reader);
    EXPECT_TRUE(reader.ok() && reader.at_end());
    expect_done(projector_->restore());
  }

  std::unique_ptr<SqlProjector> projector_;
};

TEST_F(SqlProjectorTest, AnExecutionFromStartToEnd) {
  start();
  EXPECT_EQ(execution().submission_time, 500);
  EXPECT_EQ(execution().root_id, 1);
  EXPECT_EQ(execution().completion_time, std::nullopt);
  start_job(0, {stage_info(3, 2)});
  task({3, 0}, 10, 0, 5);
  task({3, 0}, 11, 1, 6);
  end_job(0);
  EXPECT_FALSE(execution().metrics_are_final);
  end();
  const SqlExecutionRow row = execution();
  EXPECT_EQ(row.completion_time, 900);
  EXPECT_EQ(row.error, "");
  EXPECT_EQ(row.description, "query");
  EXPECT_EQ(row.plan_versions, 1);
  EXPECT_TRUE(row.metrics_are_final);
  EXPECT_FALSE(row.has_late_jobs);
  EXPECT_EQ(rows_metric(), "11");
  EXPECT_EQ(value_of(database_->sql_plans.description(1, 0)), "first");
}

TEST_F(SqlProjectorTest, WhatTheStartTells) {
  SqlExecutionStart event;
  event.id = 2;
  event.root_id = 1;
  event.details = "at x";
  event.modified_configs = {{"k", "v"}};
  event.job_tags = {"t"};
  event.group = "g";
  event.query_id = "q";
  projector_->on(std::move(event));
  const SqlExecutionRow row = execution(2);
  EXPECT_EQ(row.root_id, 1);
  EXPECT_EQ(row.description, std::nullopt);
  EXPECT_EQ(row.details, "at x");
  EXPECT_EQ(row.modified_configs, (StringMap{{"k", "v"}}));
  EXPECT_EQ(row.job_tags, TextList{"t"});
  EXPECT_EQ(row.group, "g");
  EXPECT_EQ(row.query_id, "q");
}

// The long texts are not held in memory; nothing later may lose them.
TEST_F(SqlProjectorTest, LaterEventsKeepTheTexts) {
  SqlExecutionStart event;
  event.id = 1;
  event.description = "query";
  event.details = "at x";
  event.modified_configs = {{"k", "v"}};
  projector_->on(std::move(event));
  projector_->on(SqlAdaptiveExecutionUpdate{1, "second", plan({})});
  resume();
  start_job(0, {});
  end();
  end_job(0);
  start_job(1, {});
  EXPECT_EQ(execution().description, "query");
  EXPECT_EQ(execution().details, "at x");
  EXPECT_EQ(execution().modified_configs, (StringMap{{"k", "v"}}));
  EXPECT_EQ(execution().completion_time, 900);
  EXPECT_TRUE(execution().has_late_jobs);
}

// While it runs, the values are made of what tasks have reported so far.
TEST_F(SqlProjectorTest, ValuesOfARunningExecution) {
  start();
  start_job(0, {stage_info(3, 2)});
  task({3, 0}, 10, 0, 5);
  expect_done(database_->task_writer.flush());
  EXPECT_EQ(rows_metric(), "5");
}

// As Spark does: tasks that end after their execution do not count.
TEST_F(SqlProjectorTest, TheEndFreezesTheValues) {
  start();
  start_job(0, {stage_info(3, 2)});
  task({3, 0}, 10, 0, 5);
  end("boom");
  task({3, 0}, 11, 1, 6);
  projector_->on(SqlDriverAccumUpdates{1, {{40, 100}}});
  end_job(0);
  EXPECT_EQ(execution().error, "boom");
  EXPECT_EQ(rows_metric(), "5");
}

TEST_F(SqlProjectorTest, AdaptiveExecutionAddsVersionsAndMetrics) {
  start();
  projector_->on(
      SqlAdaptiveExecutionUpdate{1, "second", plan({{"reads", 42, "sum"}}, "AQEShuffleRead")});
  projector_->on(SqlAdaptiveMetricUpdates{1, {{"subquery", 43, "timing"}}});
  projector_->on(SqlDriverAccumUpdates{1, {{42, 3}, {43, 12}, {99, 1}}});
  end();
  EXPECT_EQ(execution().plan_versions, 2);
  EXPECT_EQ(value_of(database_->sql_plans.description(1, 0)), "first");
  EXPECT_EQ(value_of(database_->sql_plans.description(1, 1)), "second");
  EXPECT_EQ(value_of(database_->sql_plans.graph(1, 1)).nodes[0].name, "AQEShuffleRead");
  std::vector<std::string> texts;
  for (const SqlMetricRow& metric : value_of(database_->sql.metrics(execution()))) {
    texts.push_back(metric.name + "=" +
                    (metric.values ? metric_text(metric.type, *metric.values) : ""));
  }
  EXPECT_EQ(texts, (std::vector<std::string>{"rows=", "memory=", "reads=3", "subquery=12 ms"}));
}

TEST_F(SqlProjectorTest, TheLatestAttemptOfAStageCounts) {
  start();
  start_job(0, {stage_info(3, 1), stage_info(4, 1)});
  projector_->on_stage_submitted({3, 0});
  task({3, 0}, 10, 0, 5);
  task({4, 0}, 11, 0, 100);
  projector_->on_stage_submitted({3, 1});
  projector_->on_stage_submitted({7, 1});  // of no execution
  EXPECT_EQ(rows_metric(), "");
  task({3, 1}, 12, 0, 6);
  end();
  EXPECT_EQ(rows_metric(), "106");
}

// Before any metric is known, Spark does not follow a job's stages.
TEST_F(SqlProjectorTest, JobsBeforeTheFirstMetric) {
  start_job(0, {stage_info(3, 1)});
  EXPECT_EQ(execution().submission_time, std::nullopt);
  EXPECT_EQ(execution().plan_versions, 0);
  start();
  task({3, 0}, 10, 0, 5);
  start_job(1, {stage_info(4, 1)});
  task({4, 0}, 11, 0, 6);
  end();
  EXPECT_EQ(rows_metric(), "6");
  EXPECT_EQ(execution().submission_time, 500);
}

// Logs that lost the start (compaction, excluded events) have all kinds of rests.
TEST_F(SqlProjectorTest, RestsOfExecutions) {
  end("", 8);
  projector_->on(SqlDriverAccumUpdates{8, {{1, 1}}});
  end_job(77);
  EXPECT_EQ(value_of(database_->sql.executions(0, -1)).size(), 0u);
  projector_->on(SqlAdaptiveExecutionUpdate{9, "plan", plan({})});
  EXPECT_EQ(execution(9).submission_time, std::nullopt);
  end("", 9);
  EXPECT_EQ(execution(9).completion_time, 900);
}

TEST_F(SqlProjectorTest, JobsThatStartAfterTheEnd) {
  start();
  end("boom");
  start_job(5, {stage_info(3, 1)});
  task({3, 0}, 10, 0, 5);
  EXPECT_TRUE(execution().has_late_jobs);
  EXPECT_EQ(execution().error, "boom");
  end_job(5);
  EXPECT_EQ(rows_metric(), "");
  // Adaptive execution may be late, too.
  projector_->on(SqlAdaptiveExecutionUpdate{1, "late", plan({})});
  EXPECT_EQ(execution().plan_versions, 2);
  EXPECT_EQ(execution().completion_time, 900);
}

TEST_F(SqlProjectorTest, AJobThatRunsBeyondTheEndIsNoLateJob) {
  start();
  start_job(0, {stage_info(3, 1)});
  end();
  start_job(1, {stage_info(4, 1)});
  end_job(0);
  end_job(1);
  EXPECT_FALSE(execution().has_late_jobs);
}

TEST_F(SqlProjectorTest, GoesOnFromItsArchive) {
  start();
  start_job(0, {stage_info(3, 1)});
  task({3, 0}, 10, 0, 5);
  resume();
  projector_->on_stage_submitted({3, 1});
  task({3, 1}, 11, 0, 6);
  start_job(1, {stage_info(4, 1)});
  task({4, 0}, 12, 0, 10);
  resume();
  end();
  resume();
  end_job(0);
  resume();
  start_job(2, {stage_info(5, 1)});  // job 1 still runs: not late
  end_job(1);
  end_job(2);
  resume();
  start_job(3, {});
  EXPECT_TRUE(execution().has_late_jobs);
  EXPECT_EQ(rows_metric(), "16");
  const auto stages = value_of(database_->sql.stages(1));
  ASSERT_EQ(stages.size(), 3u);
  EXPECT_EQ(stages[0].attempt, 1);
  EXPECT_EQ(stages[2].stage_id, 5);
}

TEST_F(SqlProjectorTest, AnArchiveWithoutItsRows) {
  start();
  ArchiveWriter writer;
  projector_->archive(writer);
  const std::string bytes = writer.take();
  const auto another = value_of(ApplicationDatabase::create(folder_.path("another.db")));
  SqlProjector next(*another);
  ArchiveReader reader(bytes);
  next.archive(reader);
  const auto restored = next.restore();
  ASSERT_FALSE(restored);
  EXPECT_EQ(restored.error().kind, ErrorKind::corrupt);
}

// Spark looks at the stages of the late job only.
TEST_F(SqlProjectorTest, AStageThatEndedLongAgoIsNotFollowedAgain) {
  for (const bool resumed : {false, true}) {
    const std::int64_t id = resumed ? 2 : 1;
    start(id);
    start_job(id * 10, {stage_info(id * 10, 1)}, id);
    end_job(id * 10);
    end("", id);
    start_job(id * 10 + 1, {stage_info(id * 10 + 1, 1)}, id);
    if (resumed) resume();
    projector_->on_stage_submitted({id * 10, 1});
    projector_->on_stage_submitted({id * 10 + 1, 1});
    const auto stages = value_of(database_->sql.stages(id));
    ASSERT_EQ(stages.size(), 2u);
    EXPECT_EQ(stages[0].attempt, 0);
    EXPECT_EQ(stages[1].attempt, 1);
  }
}

TEST_F(SqlProjectorTest, AJobWhoseNumberIsUsedTwiceBelongsToTheLaterExecution) {
  start(1);
  start(2);
  start_job(7, {}, 1);
  start_job(7, {}, 2);
  end("", 1);
  start_job(8, {}, 1);
  EXPECT_TRUE(execution(1).has_late_jobs);
}

}  // namespace
}  // namespace afterglow::history
