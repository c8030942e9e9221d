#include "historyserver/store/task_cursor.h"

#include <algorithm>

#include "historyserver/store/task_row.h"
#include "historyserver/store/task_table_plan.h"

namespace afterglow::history {
namespace {

// The columns of the table: the stage and its attempt, then those of a chunk by their number, then
// what follows from several of them.
constexpr int kFirstChunkColumn = 2;
constexpr int kSchedulerDelayColumn = kFirstChunkColumn + static_cast<int>(kTaskColumnCount);
constexpr int kGettingResultTimeColumn = kSchedulerDelayColumn + 1;
constexpr int kStatusColumn = kFirstChunkColumn + static_cast<int>(TaskColumn::status);

constexpr int kStatusBit = 4;
constexpr UsableEquality kTaskEqualities[] = {{kStageIdColumn, kStageBit, 0.01},
                                              {kStageAttemptColumn, kAttemptBit, 0.9},
                                              {kStatusColumn, kStatusBit, 0.3}};

bool is_text(TaskColumn column) {
  using enum TaskColumn;
  return column == executor_id || column == host || column == status || column == locality ||
         column == error || column == accumulables;
}

// A task has ended for good from this status on; one without a finish time has no duration.
constexpr std::int64_t kFirstEnded = kTaskSucceeded;

std::string running_sql() {
  std::string columns = "task_id";
  for (std::size_t i = 1; i < kTaskColumnNames.size(); ++i) {
    const auto column = static_cast<TaskColumn>(i);
    // These two come with the end.
    const bool is_missing = column == TaskColumn::duration || column == TaskColumn::error;
    columns += ", " + (is_missing ? "NULL" : std::string(kTaskColumnNames[i]));
  }
  return "SELECT " + columns +
         " FROM running_task WHERE stage_id = ? AND stage_attempt = ? ORDER BY task_id";
}

void put_text(sqlite3_context* to, std::string_view text) {
  sqlite3_result_text(to, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
}

}  // namespace

std::string TaskTable::declaration() {
  std::string columns = "stage_id INTEGER, stage_attempt INTEGER";
  for (std::size_t i = 0; i < kTaskColumnNames.size(); ++i) {
    columns += ", " + std::string(kTaskColumnNames[i]) +
               (is_text(static_cast<TaskColumn>(i)) ? " TEXT" : " INTEGER");
  }
  for (const auto metric : kTaskMetricColumns) columns += ", " + std::string(metric) + " INTEGER";
  columns += ", scheduler_delay INTEGER, getting_result_time INTEGER";
  return "CREATE TABLE x(" + columns + ")";
}

Result<void> TaskTable::check(Database& database) {
  return check_task_schema(database);
}

void TaskTable::plan(sqlite3_index_info& info) {
  plan_equalities(info, kTaskEqualities);
}

Result<TaskCursor> TaskCursor::open(Database& database) {
  return TaskCursor(database);
}

Result<void> TaskCursor::start(int plan, std::span<sqlite3_value*> arguments) {
  TaskScan::Filter filter;
  status_.reset();
  at_end_ = true;
  is_running_ = false;
  tasks_ = 0;
  std::size_t next = 0;
  if ((plan & kStageBit) != 0) {
    filter.stage_id = whole_number(arguments[next++]);
    if (!filter.stage_id) return {};
  }
  if ((plan & kAttemptBit) != 0) {
    filter.stage_attempt = whole_number(arguments[next++]);
    if (!filter.stage_attempt) return {};
  }
  if ((plan & kStatusBit) != 0) {
    const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(arguments[next]));
    const auto found = std::ranges::find(kTaskStatuses, std::string_view(text ? text : ""));
    if (found == kTaskStatuses.end()) return {};
    status_ = found - kTaskStatuses.begin();
  }
  if (auto done = scan_.start(filter); !done) return done;
  const auto there = next_place();
  if (!there) return std::unexpected(there.error());
  at_end_ = !*there;
  return {};
}

Result<void> TaskCursor::next() {
  if (is_running_) {
    const auto more = running_->step();
    if (!more) return std::unexpected(more.error());
    if (*more) return {};
    running_->reset();
    is_running_ = false;
  } else {
    ++task_;
    skip_other_statuses();
    if (task_ < tasks_) return {};
  }
  const auto there = next_place();
  if (!there) return std::unexpected(there.error());
  at_end_ = !*there;
  return {};
}

Result<bool> TaskCursor::next_place() {
  for (;;) {
    const auto more = scan_.next();
    if (!more || !*more) return more;
    const auto has_task = scan_.at_running_tasks() ? open_running() : open_chunk();
    if (!has_task || *has_task) return has_task;
  }
}

Result<bool> TaskCursor::open_running() {
  if (status_ && *status_ >= kFirstEnded) return false;
  if (!running_) {
    auto prepared = database_->prepare(running_sql());
    if (!prepared) return std::unexpected(prepared.error());
    running_.emplace(*std::move(prepared));
  }
  running_->reset();
  running_->bind(1, scan_.stage().stage_id);
  running_->bind(2, scan_.stage().attempt);
  const auto row = running_->step();
  is_running_ = row && *row;
  return row;
}

Result<bool> TaskCursor::open_chunk() {
  tasks_ = scan_.chunk().tasks();
  task_ = 0;
  for (Unpacked& column : columns_) column.is_there = false;
  statuses_ = nullptr;
  times_.reset();
  accumulables_.reset();
  if (!status_) return true;
  const auto packed = scan_.chunk().column(TaskColumn::status);
  if (!packed) return std::unexpected(packed.error());
  if (const auto constant = (*packed)->constant()) return *constant == *status_;
  const auto statuses = values(number_of(TaskColumn::status));
  if (!statuses) return std::unexpected(statuses.error());
  statuses_ = *statuses;
  skip_other_statuses();
  return task_ < tasks_;
}

void TaskCursor::skip_other_statuses() {
  if (!statuses_) return;
  while (task_ < tasks_ && (*statuses_)[task_] != *status_) ++task_;
}

std::int64_t TaskCursor::rowid() const {
  if (is_running_) return -1 - running_->integer(0);
  static_assert(kChunkTasks <= 1 << 12);
  return scan_.chunk_rowid() << 12 | static_cast<std::int64_t>(task_);
}

Result<const TaskCursor::Values*> TaskCursor::values(std::int64_t number) {
  Unpacked& column = columns_[static_cast<std::size_t>(number)];
  if (column.is_there) return &column.values;
  const auto packed = scan_.chunk().column(number);
  if (!packed) return std::unexpected(packed.error());
  column.values.assign(tasks_, 0);
  // A chunk without the column is from a log that never told it.
  if ((*packed)->size() > 0) (*packed)->unpack(column.values.data());
  column.is_there = true;
  return &column.values;
}

Result<std::int64_t> TaskCursor::value(TaskColumn column) {
  const auto all = values(number_of(column));
  if (!all) return std::unexpected(all.error());
  return (**all)[task_];
}

Result<void> TaskCursor::put_word(sqlite3_context* to, TaskColumn column) {
  const auto number = value(column);
  if (!number) return std::unexpected(number.error());
  if (*number == 0 && column == TaskColumn::error) return {};
  Word& word = words_[static_cast<std::size_t>(column)];
  if (word.number != *number) {
    const auto text = texts_.text(*number);
    if (!text) return std::unexpected(text.error());
    word = {*number, std::string(*text)};
  }
  put_text(to, word.text);
  return {};
}

Result<void> TaskCursor::put_of_ended(sqlite3_context* to, std::int64_t number) {
  switch (const auto column = static_cast<TaskColumn>(number)) {
    case TaskColumn::executor_id:
    case TaskColumn::host:
    case TaskColumn::locality:
    case TaskColumn::error:
      return put_word(to, column);
    case TaskColumn::status: {
      const auto status = value(column);
      if (!status) return std::unexpected(status.error());
      const auto index = std::min(static_cast<std::size_t>(*status), kTaskStatuses.size() - 1);
      const std::string_view text = kTaskStatuses[index];
      sqlite3_result_text(to, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
      return {};
    }
    case TaskColumn::duration: {
      const auto status = value(TaskColumn::status);
      if (!status) return std::unexpected(status.error());
      if (*status < kFirstEnded) return {};
      break;
    }
    case TaskColumn::accumulables: {
      if (!accumulables_) {
        auto texts = scan_.chunk().accumulables();
        if (!texts) return std::unexpected(texts.error());
        accumulables_ = *std::move(texts);
      }
      const std::string_view text = (*accumulables_)[task_];
      put_text(to, text.empty() ? "[]" : text);
      return {};
    }
    default:
      break;
  }
  const auto all = values(number);
  if (!all) return std::unexpected(all.error());
  const std::int64_t found = (**all)[task_];
  if (found == 0 && number == number_of(TaskColumn::result_fetch_start)) return {};
  sqlite3_result_int64(to, found);
  return {};
}

Result<void> TaskCursor::put_derived(sqlite3_context* to, bool is_delay) {
  const auto status = value(TaskColumn::status);
  if (!status) return std::unexpected(status.error());
  if (*status < kFirstEnded) return {};
  if (!times_) {
    auto times = TaskTimes::load(scan_.chunk());
    if (!times) return std::unexpected(times.error());
    times_ = *times;
  }
  sqlite3_result_int64(
      to, is_delay ? times_->scheduler_delay(task_) : times_->getting_result_time(task_));
  return {};
}

// What is not put is NULL.
Result<void> TaskCursor::column(sqlite3_context* to, int number) {
  if (number < kFirstChunkColumn) {
    sqlite3_result_int64(to,
                         number == kStageIdColumn ? scan_.stage().stage_id : scan_.stage().attempt);
    return {};
  }
  if (!is_running_) {
    return number < kSchedulerDelayColumn ? put_of_ended(to, number - kFirstChunkColumn)
                                          : put_derived(to, number != kGettingResultTimeColumn);
  }
  const int place = number - kFirstChunkColumn;
  if (place >= static_cast<int>(kTaskColumnNames.size())) return {};
  if (place == static_cast<int>(TaskColumn::result_fetch_start) && running_->integer(place) == 0) {
    return {};
  }
  sqlite3_result_value(to, sqlite3_column_value(running_->handle(), place));
  return {};
}

}  // namespace afterglow::history
