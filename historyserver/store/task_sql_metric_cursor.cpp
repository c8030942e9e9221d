#include "historyserver/store/task_sql_metric_cursor.h"

#include "historyserver/store/task_table_plan.h"

namespace afterglow::history {
namespace {

constexpr int kTaskIdColumn = 2;
constexpr int kAccumulatorColumn = 3;

constexpr int kAccumulatorBit = 4;
constexpr UsableEquality kMetricEqualities[] = {{kStageIdColumn, kStageBit, 0.01},
                                                {kStageAttemptColumn, kAttemptBit, 0.9},
                                                {kAccumulatorColumn, kAccumulatorBit, 0.05}};

}  // namespace

std::string TaskSqlMetricTable::declaration() {
  return "CREATE TABLE x(stage_id INTEGER, stage_attempt INTEGER, task_id INTEGER,"
         " accumulator_id INTEGER, value INTEGER,"
         " PRIMARY KEY (stage_id, stage_attempt, task_id, accumulator_id)) WITHOUT ROWID";
}

Result<void> TaskSqlMetricTable::check(Database& database) {
  return check_task_schema(database);
}

void TaskSqlMetricTable::plan(sqlite3_index_info& info) {
  plan_equalities(info, kMetricEqualities);
}

Result<TaskSqlMetricCursor> TaskSqlMetricCursor::open(Database& database) {
  return TaskSqlMetricCursor(database);
}

Result<void> TaskSqlMetricCursor::start(int plan, std::span<sqlite3_value*> arguments) {
  TaskScan::Filter filter;
  at_end_ = true;
  only_.reset();
  accumulators_.clear();
  accumulator_ = 0;
  std::size_t next = 0;
  const auto take = [&](int bit, std::optional<std::int64_t>& to) {
    if ((plan & bit) == 0) return true;
    to = whole_number(arguments[next++]);
    return to.has_value();
  };
  if (!take(kStageBit, filter.stage_id) || !take(kAttemptBit, filter.stage_attempt) ||
      !take(kAccumulatorBit, only_)) {
    return {};
  }
  // Below and above, column numbers would be others.
  if (only_ && (*only_ < 0 || *only_ > INT64_MAX - kFirstSqlMetricColumn)) return {};
  if (auto done = scan_.start(filter); !done) return done;
  const auto there = next_column();
  if (!there) return std::unexpected(there.error());
  at_end_ = !*there;
  return {};
}

Result<void> TaskSqlMetricCursor::next() {
  ++task_;
  skip_absent();
  if (task_ < values_->size()) return {};
  const auto there = next_column();
  if (!there) return std::unexpected(there.error());
  at_end_ = !*there;
  return {};
}

void TaskSqlMetricCursor::skip_absent() {
  while (task_ < values_->size() && !values_->at(task_)) ++task_;
}

Result<bool> TaskSqlMetricCursor::next_column() {
  for (;;) {
    while (accumulator_ >= accumulators_.size()) {
      const auto more = next_chunk();
      if (!more || !*more) return more;
    }
    const std::int64_t accumulator = accumulators_[accumulator_++];
    const auto values = scan_.chunk().column(kFirstSqlMetricColumn + accumulator);
    if (!values) return std::unexpected(values.error());
    values_ = *values;
    task_ = 0;
    skip_absent();
    if (task_ < values_->size()) return true;
  }
}

// Running tasks have reported nothing yet.
Result<bool> TaskSqlMetricCursor::next_chunk() {
  do {
    const auto more = scan_.next();
    if (!more || !*more) return more;
  } while (scan_.at_running_tasks());
  accumulator_ = 0;
  if (only_) {
    accumulators_ = {*only_};
  } else {
    auto all = scan_.chunk().sql_metrics();
    if (!all) return std::unexpected(all.error());
    accumulators_ = *std::move(all);
  }
  const auto ids = scan_.chunk().column(TaskColumn::task_id);
  if (!ids) return std::unexpected(ids.error());
  ids_ = *ids;
  return true;
}

Result<void> TaskSqlMetricCursor::column(sqlite3_context* to, int number) {
  switch (number) {
    case kStageIdColumn:
      sqlite3_result_int64(to, scan_.stage().stage_id);
      break;
    case kStageAttemptColumn:
      sqlite3_result_int64(to, scan_.stage().attempt);
      break;
    case kTaskIdColumn:
      sqlite3_result_int64(to, ids_->size() > 0 ? ids_->value_at(task_) : 0);
      break;
    case kAccumulatorColumn:
      sqlite3_result_int64(to, accumulators_[accumulator_ - 1]);
      break;
    default:
      sqlite3_result_int64(to, values_->value_at(task_));
  }
  return {};
}

}  // namespace afterglow::history
