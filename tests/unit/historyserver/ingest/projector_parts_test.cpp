// That the projector's parts get their events, and go on from a checkpoint.

#include "tests/unit/historyserver/ingest/projector_fixture.h"

namespace afterglow::history {
namespace {

class ProjectorPartsTest : public ProjectorTest {
 protected:
  void flush() { expect_done(projector_->flush()); }

  static StageInfo with_cached_rdd(StageInfo info) {
    RddInfo rdd;
    rdd.id = 3;
    rdd.name = "pairs";
    rdd.storage_level.use_memory = true;
    rdd.partitions = 2;
    info.rdds = {rdd};
    return info;
  }
  static BlockUpdated block(std::string executor, std::string id, std::int64_t size) {
    return {{std::move(executor), "host", 7}, std::move(id), {.use_memory = true}, size, 0};
  }
  // "started/ended/without start" of jobs, stages and tasks.
  std::string counts() {
    const CompletenessRow& row = projector_->completeness().row();
    const auto part = [](std::int64_t started, std::int64_t ended, std::int64_t without) {
      return std::to_string(started) + "/" + std::to_string(ended) + "/" + std::to_string(without);
    };
    return part(row.jobs_started, row.jobs_ended, row.job_ends_without_start) + " " +
           part(row.stages_submitted, row.stages_completed, row.stage_ends_without_start) + " " +
           part(row.tasks_started, row.tasks_ended, row.task_ends_without_start);
  }
};

TEST_F(ProjectorPartsTest, CountsWhatIsAnnouncedAndWhatIsThere) {
  on(job_start(0, {stage_info(0, 1)}), stage_submitted(0, 1));
  on(task_start({0, 0}, task_info(0, 0)));
  EXPECT_EQ(counts(), "1/0/0 1/0/0 1/0/0");
  on(task_end({0, 0}, task_info(0, 0)), stage_completed(0, 1), JobEnd{0, 9, true});
  EXPECT_EQ(counts(), "1/1/0 1/1/0 1/1/0");
  on(ApplicationStart{"name", "app", {}, 1, "user", {}, {}}, ApplicationEnd{9, {}});
  EXPECT_TRUE(projector_->completeness().findings().empty());
  on(task_end({0, 0}, task_info(0, 0), TaskOutcome::resubmitted));
  EXPECT_EQ(counts(), "1/1/0 1/1/0 1/1/0");
}

TEST_F(ProjectorPartsTest, CountsEndsWithoutAStart) {
  on(JobEnd{7, 9, true}, stage_completed(7, 1), task_end({7, 0}, task_info(7, 0)));
  EXPECT_EQ(counts(), "0/0/1 0/0/1 0/0/1");
  on(job_start(0, {stage_info(0, 1)}), stage_completed(0, 1));
  EXPECT_EQ(counts(), "1/0/1 0/0/2 0/0/1");
}

TEST_F(ProjectorPartsTest, AStageWithoutAllItsTasksLacksThem) {
  on(job_start(0, {stage_info(0, 3)}), stage_submitted(0, 3));
  on(task_start({0, 0}, task_info(0, 0)), task_end({0, 0}, task_info(0, 0)));
  on(stage_completed(0, 3));
  EXPECT_EQ(projector_->completeness().row().stages_lacking_tasks, 1);
  EXPECT_EQ(projector_->completeness().row().tasks_lacking, 2);
}

TEST_F(ProjectorPartsTest, EveryPartWritesItsRows) {
  EnvironmentUpdate environment;
  environment.spark_properties = {{"spark.eventLog.excludedPatterns", "x"}};
  on(std::move(environment), ResourceProfileAdded{4, {}, {}, {}});
  on(MiscellaneousProcessAdded{1, "yarn-am", "h:1", 1, {}});
  on(StreamingQueryStarted{"q", "r", {}, 5, {}}, StreamingQueryIdle{"r", 9});
  on(SessionStarted{SessionKind::thrift, "s", "u", "", 3});
  projector_->on_unknown("x");
  projector_->on_unused("y");
  flush();
  EXPECT_TRUE(value_of(database_->environment.get()));
  EXPECT_EQ(value_of(database_->environment.resource_profiles()).at(0).id, 4);
  EXPECT_EQ(value_of(database_->environment.processes()).size(), 1u);
  EXPECT_EQ(value_of(database_->streaming.query("r"))->last_time, 9);
  EXPECT_EQ(value_of(database_->sessions.sessions("thrift")).size(), 1u);
  EXPECT_EQ(value_of(database_->completeness.event_counts()).size(), 2u);
  EXPECT_EQ(value_of(database_->completeness.get())->excluded_events, "x");
}

TEST_F(ProjectorPartsTest, JobsAndQueriesFindTheirConnectOperation) {
  const std::string tag = "SparkConnect_OperationTag_User_u_Session_s_Operation_o";
  OperationStarted started;
  started.id = tag;
  JobStart job = job_start(1, {});
  job.tags = {tag};
  SqlExecutionStart query;
  query.id = 7;
  query.job_tags = {tag};
  on(std::move(started), std::move(query), std::move(job));
  flush();
  const auto row = value_of(database_->sessions.operation("connect", tag));
  ASSERT_TRUE(row);
  EXPECT_EQ(row->job_ids, IntegerList{1});
  EXPECT_EQ(row->sql_execution_ids, IntegerList{7});
}

TEST_F(ProjectorPartsTest, KeepsRddsForGraphsAndForStorage) {
  on(block_manager_added("1"));
  on(job_start(0, {with_cached_rdd(stage_info(0, 2))}));
  on(StageSubmitted{with_cached_rdd(submitted_info(0, 2)), {}, {}}, block("1", "rdd_3_0", 10));
  start_again();
  on(block("1", "rdd_3_1", 20));
  flush();
  EXPECT_EQ(value_of(database_->storage.stage_rdds(0)).at(0).name, "pairs");
  EXPECT_EQ(value_of(database_->storage.rdd(3))->memory_used, 30);
  EXPECT_EQ(value_of(database_->storage.partitions(3)).size(), 2u);
  EXPECT_EQ(value_of(database_->storage.data_distributions(3)).at(0).memory_remaining, 970);
  EXPECT_EQ(executor("1").rdd_blocks, 2);
  start_again();
  on(UnpersistRdd{3});
  flush();
  EXPECT_EQ(value_of(database_->storage.rdd(3)), std::nullopt);
  EXPECT_EQ(executor("1").memory_used, 0);
}

TEST_F(ProjectorPartsTest, GoesOnWithQueriesSessionsAndCounts) {
  on(StreamingQueryStarted{"q", "r", "name", 5, {}});
  on(SessionStarted{SessionKind::connect, "s", "u", "", 3});
  on(job_start(0, {stage_info(0, 1)}), stage_submitted(0, 1));
  on(task_start({0, 0}, task_info(0, 0)));
  projector_->on_unknown("x");
  start_again();
  on(StreamingQueryTerminated{"r", {}, {}}, SessionClosed{SessionKind::connect, "s", 8});
  on(task_end({0, 0}, task_info(0, 0)), stage_completed(0, 1), JobEnd{0, 9, true});
  projector_->on_unknown("x");
  flush();
  EXPECT_EQ(counts(), "1/1/0 1/1/0 1/1/0");
  EXPECT_EQ(value_of(database_->streaming.query("r"))->name, "name");
  EXPECT_EQ(value_of(database_->sessions.sessions("connect")).at(0).finish_time, 8);
  EXPECT_EQ(value_of(database_->completeness.event_counts()).at(0).count, 2);
}

}  // namespace
}  // namespace afterglow::history
