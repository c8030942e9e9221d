#include "historyserver/ingest/log_findings.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace afterglow::history {
namespace {

// Everything that was announced is there.
CompletenessRow whole() {
  CompletenessRow row;
  row.application_starts = row.application_ends = 1;
  row.lines = 100;
  row.jobs_started = row.jobs_ended = 3;
  row.stages_submitted = row.stages_completed = 4;
  row.tasks_started = row.tasks_ended = 20;
  row.highest_task_id = 19;
  return row;
}

// "kind count, ..." of those that matter, "(kind count), ..." of the others.
std::string kinds(const CompletenessRow& row) {
  std::string text;
  for (const LogFindingRow& finding : findings_of(row)) {
    const std::string what = finding.kind + " " + std::to_string(finding.count);
    text += (text.empty() ? "" : ", ") + (finding.matters ? what : "(" + what + ")");
  }
  return text;
}

TEST(LogFindings, NothingIsWrongWithAWholeLog) {
  EXPECT_EQ(kinds(whole()), "");
}

TEST(LogFindings, OneForEachKindOfLoss) {
  const struct {
    void (*change)(CompletenessRow&);
    const char* kinds;
  } cases[] = {
      {[](CompletenessRow& row) { row.read_error = "why"; }, "read_error 1"},
      {[](CompletenessRow& row) { row.missing_files = 2; }, "files_missing 2"},
      {[](CompletenessRow& row) { row.damaged_spots = 3; }, "damaged 3"},
      {[](CompletenessRow& row) { row.bad_lines = 4; }, "bad_lines 4"},
      {[](CompletenessRow& row) { row.long_lines = 5; }, "long_lines 5"},
      {[](CompletenessRow& row) { row.read_to_end = false; }, "unread 1"},
      {[](CompletenessRow& row) { row.torn_end = true; }, "torn_end 1"},
      {[](CompletenessRow& row) { row.compacted = true; }, "compacted 1"},
      {[](CompletenessRow& row) { row.application_starts = 0; }, "no_application_start 1"},
      {[](CompletenessRow& row) { row.application_ends = 0; }, "no_application_end 1"},
      {[](CompletenessRow& row) { row.excluded_events = "Task"; }, "events_excluded 1"},
      {[](CompletenessRow& row) { row.jobs_ended = 2; }, "jobs_without_end 1"},
      {[](CompletenessRow& row) { row.stages_completed = 2; }, "stages_without_end 2"},
      {[](CompletenessRow& row) { row.tasks_ended = 17; }, "tasks_without_end 3"},
      {[](CompletenessRow& row) { row.stages_lacking_tasks = 1; }, "stages_lacking_tasks 1"},
      {[](CompletenessRow& row) { row.job_ends_without_start = 1; }, "jobs_without_start 1"},
      {[](CompletenessRow& row) { row.stage_ends_without_start = 2; }, "stages_without_start 2"},
      {[](CompletenessRow& row) {
         row.tasks_started = row.tasks_ended = 18;
         row.task_ends_without_start = 2;
       },
       "tasks_without_start 2"},
      {[](CompletenessRow& row) { row.highest_task_id = 21; }, "tasks_never_mentioned 2"},
      {[](CompletenessRow& row) { row.unknown_events = 7; }, "(unknown_events 7)"},
      {[](CompletenessRow& row) { row.unused_events = 7; }, ""},
  };
  for (const auto& c : cases) {
    CompletenessRow row = whole();
    c.change(row);
    EXPECT_EQ(kinds(row), c.kinds);
    for (const LogFindingRow& finding : findings_of(row)) {
      EXPECT_TRUE(finding.text.ends_with(".")) << finding.text;
    }
  }
}

TEST(LogFindings, WhatIsOpenIsNotMissingWhileTheApplicationRuns) {
  CompletenessRow row = whole();
  row.in_progress = true;
  row.torn_end = true;
  row.application_ends = 0;
  row.jobs_ended = row.stages_completed = row.tasks_ended = 0;
  EXPECT_EQ(kinds(row), "no_application_end 1");
  row.in_progress = false;  // renamed: nothing more will come
  EXPECT_EQ(kinds(row),
            "torn_end 1, no_application_end 1, jobs_without_end 3, stages_without_end 4, "
            "tasks_without_end 20");
}

TEST(LogFindings, ACompactedLogHasGapsInItsTaskNumbers) {
  CompletenessRow row = whole();
  row.compacted = true;
  row.highest_task_id = 5000;
  EXPECT_EQ(kinds(row), "compacted 1");
}

TEST(LogFindings, ReadAsSentences) {
  CompletenessRow row = whole();
  row.bad_lines = 1;
  row.first_bad_line = "a, line 3: why";
  row.tasks_ended = 18;
  const auto findings = findings_of(row);
  ASSERT_EQ(findings.size(), 2u);
  EXPECT_EQ(findings[0].position, 0);
  EXPECT_EQ(findings[0].text,
            "1 line was not understood and skipped: what they told is not counted.");
  EXPECT_EQ(findings[0].first, "a, line 3: why");
  EXPECT_EQ(findings[1].position, 1);
  EXPECT_TRUE(findings[1].text.starts_with("2 tasks started but never ended in this log: "));
  EXPECT_EQ(findings[1].first, std::nullopt);
}

}  // namespace
}  // namespace afterglow::history
