#include "tests/unit/historyserver/store/database_fixture.h"

namespace afterglow::history {
namespace {

constexpr std::int64_t kExecution = 5;
constexpr std::int64_t kMetric = 40;

// One execution, one metric; what tasks and the driver reported of it varies.
class SqlAggregateTest : public ApplicationDatabaseFixture {
 protected:
  struct TaskEnd {
    std::int64_t id;
    std::int64_t index;
    std::string status;
    std::optional<std::int64_t> value;
  };

  void stage(std::int64_t id, std::int64_t task_count, std::int64_t attempt = 0,
             bool followed = true) {
    SqlStageRow row;
    row.execution_id = kExecution;
    row.position = position_++;
    row.stage_id = id;
    row.attempt = attempt;
    row.task_count = task_count;
    row.is_followed = followed;
    expect_done(database_->sql.put(row));
  }

  void tasks(const StageKey& stage, const std::vector<TaskEnd>& ends) {
    for (const TaskEnd& end : ends) {
      TaskRow row;
      row.stage_id = stage.stage_id;
      row.stage_attempt = stage.attempt;
      row.id = end.id;
      row.index = end.index;
      row.status = end.status;
      SqlMetricUpdates updates = {{kMetric + 1, 1}};
      if (end.value) updates.push_back({kMetric, *end.value});
      expect_done(database_->task_writer.append(row, updates));
    }
    expect_done(database_->task_writer.flush());
  }

  void driver(std::int64_t value) {
    expect_done(database_->sql.add(SqlDriverUpdateRow{kExecution, kMetric, value}));
  }

  std::string text(const std::string& type = "size") {
    expect_done(database_->sql.declare({kExecution, kMetric, "m", type, {}}));
    const auto metrics = value_of(database_->sql.aggregate(kExecution));
    EXPECT_EQ(metrics.size(), 1u);
    if (metrics.empty() || !metrics[0].values) return "";
    return metric_text(type, *metrics[0].values);
  }
  static std::string total(const std::string& rest) {
    return "total (min, med, max (stageId: taskId))\n" + rest;
  }

 private:
  std::int64_t position_ = 0;
};

TEST_F(SqlAggregateTest, NobodyReported) {
  stage(1, 2);
  tasks({1, 0}, {{10, 0, "SUCCESS", {}}});
  EXPECT_EQ(text(), "");
}

TEST_F(SqlAggregateTest, TasksThatReportNothingCountAsZeroWhereOthersReport) {
  stage(1, 4);
  tasks({1, 0}, {{10, 0, "SUCCESS", 5}, {11, 1, "SUCCESS", {}}, {12, 2, "SUCCESS", -1}});
  EXPECT_EQ(text(), total("5.0 B (0.0 B, 0.0 B, 5.0 B (stage 1.0: task 10))"));
  EXPECT_EQ(text("sum"), "4");
  EXPECT_EQ(text("average"), "0.5");
}

TEST_F(SqlAggregateTest, OneValueNeedsNoRange) {
  stage(1, 1);
  tasks({1, 0}, {{10, 0, "SUCCESS", 5}});
  EXPECT_EQ(text(), "5.0 B");
}

// Until an attempt succeeds, the last one that reported counts; a failed one may have the maximum.
TEST_F(SqlAggregateTest, AttemptsOfATask) {
  stage(1, 2);
  tasks({1, 0}, {{10, 0, "FAILED", 70},
                 {11, 0, "KILLED", {}},
                 {12, 1, "SUCCESS", 3},
                 {13, 0, "SUCCESS", 9},
                 {14, 1, "SUCCESS", 100},
                 {15, 0, "KILLED", 100}});
  EXPECT_EQ(text(), total("12.0 B (3.0 B, 9.0 B, 9.0 B (stage 1.0: task 10))"));
}

// A speculative copy that comes second does not count, even if the first one was silent.
TEST_F(SqlAggregateTest, ASilentSuccessCounts) {
  stage(1, 2);
  tasks({1, 0}, {{10, 0, "SUCCESS", {}}, {11, 0, "KILLED", 50}, {12, 1, "SUCCESS", 3}});
  EXPECT_EQ(text(), total("3.0 B (0.0 B, 3.0 B, 3.0 B (stage 1.0: task 12))"));
}

TEST_F(SqlAggregateTest, IndicesBeyondTheStageDoNotCount) {
  stage(1, 2);
  tasks({1, 0}, {{10, 0, "SUCCESS", 5},
                 {11, 2, "SUCCESS", 50},
                 {12, -1, "SUCCESS", 50},
                 {13, std::int64_t{1} << 40, "SUCCESS", 50}});
  EXPECT_EQ(text(), total("5.0 B (0.0 B, 5.0 B, 5.0 B (stage 1.0: task 10))"));
}

TEST_F(SqlAggregateTest, OneAttemptOfAStageAndOnlyFollowedStages) {
  stage(1, 1, 1);
  stage(2, 1, 0, false);
  tasks({1, 0}, {{10, 0, "SUCCESS", 5}});
  tasks({1, 1}, {{11, 0, "SUCCESS", 6}});
  tasks({2, 0}, {{12, 0, "SUCCESS", 7}});
  tasks({3, 0}, {{13, 0, "SUCCESS", 8}});  // of no job of this execution
  EXPECT_EQ(text(), "6.0 B");
}

TEST_F(SqlAggregateTest, TheDriversValues) {
  driver(4);
  EXPECT_EQ(text(), "4.0 B");
  driver(2);
  EXPECT_EQ(text(), total("6.0 B (2.0 B, 4.0 B, 4.0 B (driver))"));
  stage(1, 1);
  tasks({1, 0}, {{10, 0, "SUCCESS", 4}});
  EXPECT_EQ(text(), total("10.0 B (2.0 B, 4.0 B, 4.0 B (stage 1.0: task 10))"));
  driver(5);
  EXPECT_EQ(text(), total("15.0 B (2.0 B, 4.0 B, 5.0 B (driver))"));
}

// Of equal maxima of several stages Spark names that of the stage that its set of stages has first.
TEST_F(SqlAggregateTest, EqualMaximaOfSeveralStages) {
  for (const std::int64_t id : {1, 0, 2}) {
    stage(id, 1);
    tasks({id, 0}, {{10 + id, 0, "SUCCESS", 4}});
  }
  EXPECT_EQ(text(), total("12.0 B (4.0 B, 4.0 B, 4.0 B (stage 1.0: task 11))"));
  for (const std::int64_t id : {3, 4, 5, 6, 7, 8, 9, 10}) {
    stage(id, 1);
    tasks({id, 0}, {{10 + id, 0, "SUCCESS", 4}});
  }
  // 0, 5, 10, 1, 6, 9, 2, 7, 3, 8, 4: the order of a hash set.
  EXPECT_EQ(text(), total("44.0 B (4.0 B, 4.0 B, 4.0 B (stage 0.0: task 10))"));
}

// Chunks hold 4,096 tasks.
TEST_F(SqlAggregateTest, StagesOfManyTasks) {
  constexpr std::int64_t kTasks = 10'000;
  stage(1, kTasks);
  std::vector<TaskEnd> ends;
  for (std::int64_t i = 0; i < kTasks; ++i) ends.push_back({i, kTasks - 1 - i, "SUCCESS", i});
  tasks({1, 0}, ends);
  EXPECT_EQ(text("timing"), total("13.89 h (0 ms, 5.0 s, 10.0 s (stage 1.0: task 9999))"));
}

}  // namespace
}  // namespace afterglow::history
