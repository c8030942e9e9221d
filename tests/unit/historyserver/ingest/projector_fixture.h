#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "historyserver/ingest/projector.h"
#include "tests/unit/historyserver/ingest/event_builders.h"
#include "tests/unit/historyserver/support.h"

namespace afterglow::history {

// A projector on a database of its own. Rows are read through the same connection after flush().
class ProjectorTest : public testing::Test {
 protected:
  void SetUp() override {
    database_ = value_of(ApplicationDatabase::create(folder_.path("app.db")));
    expect_done(database_->begin());
    projector_ = std::make_unique<Projector>(*database_);
  }

  template <typename... Events>
  void on(Events&&... events) {
    (projector_->on(std::forward<Events>(events)), ...);
  }

  // As another process does, from a checkpoint.
  void start_again() {
    expect_done(projector_->flush());
    const std::string checkpoint = projector_->checkpoint();
    projector_ = std::make_unique<Projector>(*database_);
    expect_done(projector_->restore(checkpoint));
  }

  JobRow job(std::int64_t id) {
    expect_done(projector_->flush());
    const auto row = value_of(database_->jobs.get(id));
    EXPECT_TRUE(row) << "no job " << id;
    return row.value_or(JobRow());
  }

  StageRow stage(std::int64_t id, std::int64_t attempt = 0) {
    expect_done(projector_->flush());
    for (const StageRow& row : value_of(database_->stages.attempts(id))) {
      if (row.attempt == attempt) return row;
    }
    ADD_FAILURE() << "no stage " << id << "/" << attempt;
    return {};
  }

  std::optional<ExecutorStageRow> summary(std::int64_t stage_id, const std::string& executor) {
    expect_done(projector_->flush());
    for (const ExecutorStageRow& row : value_of(database_->stages.executors(stage_id, 0))) {
      if (row.executor_id == executor) return row;
    }
    return {};
  }

  std::vector<TaskRow> tasks(std::int64_t stage_id, std::int64_t attempt = 0) {
    expect_done(projector_->flush());
    std::vector<TaskRow> rows;
    expect_done(database_->tasks.each(
        {.stage_id = stage_id, .stage_attempt = attempt, .statuses = {}}, [&](const TaskRow& row) {
          rows.push_back(row);
          return true;
        }));
    return rows;
  }

  ExecutorRow executor(const std::string& id) {
    expect_done(projector_->flush());
    for (const ExecutorRow& row : value_of(database_->executors.list())) {
      if (row.id == id) return row;
    }
    ADD_FAILURE() << "no executor " << id;
    return {};
  }

  ApplicationTotals totals() {
    on(ApplicationStart{"name", "app", {}, 1, "user", {}, {}});
    expect_done(projector_->flush());
    return projector_->application()->totals;
  }

  TemporaryFolder folder_;
  std::unique_ptr<ApplicationDatabase> database_;
  std::unique_ptr<Projector> projector_;
};

}  // namespace afterglow::history
