#include "historyserver/ingest/completeness.h"

#include "tests/unit/historyserver/ingest/event_builders.h"
#include "tests/unit/historyserver/store/database_fixture.h"

namespace afterglow::history {
namespace {

class CompletenessTest : public ApplicationDatabaseFixture {
 protected:
  void SetUp() override {
    ApplicationDatabaseFixture::SetUp();
    start_again();
  }
  void start_again() {
    if (completeness_) expect_done(completeness_->flush());
    completeness_ = std::make_unique<Completeness>(*database_);
    expect_done(completeness_->restore());
  }
  Completeness& log() { return *completeness_; }

  // An application with one task, as it is told of when nothing is lost.
  void tell_of_a_whole_log() {
    log().set_condition({.lines = 8});
    log().application_started();
    log().job_started();
    log().stage_submitted();
    log().task_started(0);
    log().task_ended();
    log().stage_completed(stage(1, 1));
    log().job_ended();
    log().application_ended();
  }
  static StageRow stage(std::int64_t tasks, std::int64_t succeeded, std::int64_t attempt = 0) {
    StageRow row;
    row.status = "COMPLETE";
    row.attempt = attempt;
    row.task_count = tasks;
    row.completed_indices = succeeded;
    return row;
  }
  CompletenessRow stored() {
    expect_done(log().flush());
    const auto row = value_of(database_->completeness.get());
    EXPECT_TRUE(row);
    return row.value_or(CompletenessRow());
  }
  std::string kinds() {
    expect_done(log().flush());
    std::string text;
    for (const LogFindingRow& row : value_of(database_->completeness.findings())) {
      text += (text.empty() ? "" : " ") + row.kind;
    }
    return text;
  }

  std::unique_ptr<Completeness> completeness_;
};

TEST_F(CompletenessTest, AWholeLogIsComplete) {
  tell_of_a_whole_log();
  EXPECT_EQ(kinds(), "");
  EXPECT_TRUE(stored().complete);
  EXPECT_EQ(stored().lines, 8);
  EXPECT_EQ(stored().tasks_started, 1);
}

TEST_F(CompletenessTest, FindingsAreThoseOfNow) {
  log().set_condition({.in_progress = true});
  EXPECT_EQ(kinds(), "no_application_start no_application_end");
  EXPECT_FALSE(stored().complete);
  tell_of_a_whole_log();
  EXPECT_EQ(kinds(), "");
  log().line_refused("a, line 3: why");
  log().line_refused("a, line 4: why");
  EXPECT_EQ(kinds(), "bad_lines");
  EXPECT_EQ(stored().bad_lines, 2);
  EXPECT_EQ(stored().first_bad_line, "a, line 3: why");
  EXPECT_FALSE(stored().complete);
}

TEST_F(CompletenessTest, TakesOverTheConditionOfTheLog) {
  tell_of_a_whole_log();
  log().set_condition({.torn_end = true,
                       .lines = 9,
                       .long_lines = {1, "a, line 2"},
                       .damage = {2, "a, near byte 7"},
                       .missing_files = 1,
                       .first_missing_file = "file 2",
                       .read_error = "no more"});
  EXPECT_EQ(kinds(), "read_error files_missing damaged long_lines torn_end");
  const CompletenessRow row = stored();
  EXPECT_EQ(row.first_long_line, "a, line 2");
  EXPECT_EQ(row.damaged_spots, 2);
  EXPECT_EQ(row.first_damaged_spot, "a, near byte 7");
  EXPECT_EQ(row.first_missing_file, "file 2");
  EXPECT_EQ(row.read_error, "no more");
}

TEST_F(CompletenessTest, CompactionIsALossOnlyBeforeTheFirstLine) {
  log().set_condition({.starts_with_compaction = false, .lines = 5});
  log().set_condition({.starts_with_compaction = true, .lines = 9});
  EXPECT_FALSE(stored().compacted);
  completeness_ = std::make_unique<Completeness>(*database_);
  log().set_condition({.starts_with_compaction = true, .lines = 5});
  log().set_condition({.starts_with_compaction = false, .lines = 9});
  EXPECT_TRUE(stored().compacted);
}

TEST_F(CompletenessTest, ACompleteStageMustHaveAllItsTasks) {
  tell_of_a_whole_log();
  const auto tell = [&](const StageRow& row) {
    log().stage_submitted();
    log().stage_completed(row);
  };
  tell(stage(5, 5));
  tell(stage(5, 2, /*attempt=*/1));
  StageRow failed = stage(5, 1);
  failed.status = "FAILED";
  tell(failed);
  EXPECT_EQ(kinds(), "");
  tell(stage(5, 2));
  EXPECT_EQ(kinds(), "stages_lacking_tasks");
  EXPECT_EQ(stored().tasks_lacking, 3);
}

TEST_F(CompletenessTest, EndsWithoutAStart) {
  tell_of_a_whole_log();
  log().job_ended_without_start();
  log().stage_ended_without_start();
  log().task_ended_without_start(task_end({0, 0}, task_info(4, 0), TaskOutcome::resubmitted));
  EXPECT_EQ(kinds(), "jobs_without_start stages_without_start");
  log().task_ended_without_start(task_end({0, 0}, task_info(2, 0)));
  // And of task 1 there is not even an end.
  EXPECT_EQ(kinds(),
            "jobs_without_start stages_without_start tasks_without_start tasks_never_mentioned");
  EXPECT_EQ(stored().highest_task_id, 2);
}

TEST_F(CompletenessTest, KnowsOfEventsThatTheWriterLeftOut) {
  tell_of_a_whole_log();
  log().environment_updated({{"spark.eventLog.excludedPatterns", ""}});
  EXPECT_EQ(kinds(), "");
  log().environment_updated({{"spark.eventLog.excludedPatterns", "SparkListenerTaskStart"}});
  EXPECT_EQ(kinds(), "events_excluded");
}

TEST_F(CompletenessTest, CountsEventsThatAddNothing) {
  tell_of_a_whole_log();
  for (int i = 0; i < 3; ++i) log().event_unknown("com.example.Vendor");
  log().event_unused("SparkListenerBlockManagerRemoved");
  EXPECT_EQ(kinds(), "unknown_events");
  EXPECT_TRUE(stored().complete);
  const auto rows = value_of(database_->completeness.event_counts());
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].name, "com.example.Vendor");
  EXPECT_FALSE(rows[0].known);
  EXPECT_EQ(rows[0].count, 3);
  EXPECT_EQ(rows[1].name, "SparkListenerBlockManagerRemoved");
  EXPECT_TRUE(rows[1].known);
}

TEST_F(CompletenessTest, CountsWithinBounds) {
  for (int i = 0; i < 1200; ++i) log().event_unknown("event " + std::to_string(i));
  log().event_unknown("event 5");
  start_again();
  log().event_unused("event 1199");
  log().event_unknown("event 7");
  expect_done(log().flush());
  auto rows = value_of(database_->completeness.event_counts());
  ASSERT_EQ(rows.size(), EventCounts::kMaxNames + 1);
  EXPECT_EQ(rows[0].name, "(other)");
  EXPECT_EQ(rows[0].count, 201);
  EXPECT_FALSE(rows[0].known);
  EXPECT_EQ(rows[1].name, "event 5");
  EXPECT_EQ(rows[1].count, 2);
  EXPECT_EQ(rows[2].name, "event 7");
}

TEST_F(CompletenessTest, CutsNamesBetweenCharacters) {
  log().event_unknown(std::string(199, 'x') + "\xe4\xb8\x96");
  log().event_unknown(std::string(300, 'y'));
  expect_done(log().flush());
  const auto rows = value_of(database_->completeness.event_counts());
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].name, std::string(199, 'x'));
  EXPECT_EQ(rows[1].name, std::string(200, 'y'));
}

TEST_F(CompletenessTest, GoesOnFromItsRows) {
  log().set_condition({.in_progress = true, .starts_with_compaction = true, .lines = 4});
  log().application_started();
  log().task_started(7);
  log().line_refused("a, line 3: why");
  log().event_unknown("x");
  start_again();
  log().set_condition({.lines = 9});
  log().line_refused("a, line 9: why");
  log().task_ended();
  log().application_ended();
  log().event_unknown("x");
  const CompletenessRow row = stored();
  EXPECT_TRUE(row.compacted);
  EXPECT_EQ(row.tasks_started, 1);
  EXPECT_EQ(row.tasks_ended, 1);
  EXPECT_EQ(row.highest_task_id, 7);
  EXPECT_EQ(row.bad_lines, 2);
  EXPECT_EQ(row.first_bad_line, "a, line 3: why");
  EXPECT_EQ(row.unknown_events, 2);
  EXPECT_EQ(value_of(database_->completeness.event_counts()).at(0).count, 2);
}

}  // namespace
}  // namespace afterglow::history
