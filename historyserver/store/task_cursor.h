#pragma once

// Internal to store/: the virtual table `task`.

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.h"
#include "common/sqlite/sqlite_api.h"
#include "historyserver/store/database.h"
#include "historyserver/store/task_scan.h"
#include "historyserver/store/task_times.h"
#include "historyserver/store/text_dictionary.h"

namespace afterglow::history {

// Walks over tasks. A column is unpacked for a whole chunk when a query first asks for it there.
class TaskCursor {
 public:
  static Result<TaskCursor> open(Database& database);

  Result<void> start(int plan, std::span<sqlite3_value*> arguments);
  Result<void> next();
  bool at_end() const { return at_end_; }
  Result<void> column(sqlite3_context* to, int number);
  std::int64_t rowid() const;

 private:
  using Values = std::vector<std::int64_t>;
  struct Unpacked {
    bool is_there = false;
    Values values;
  };
  // A word that was read last: the next task often has the same one.
  struct Word {
    std::int64_t number = 0;
    std::string text;
  };

  explicit TaskCursor(Database& database)
      : database_(&database), scan_(database), texts_(database) {}

  Result<bool> next_place();
  Result<bool> open_chunk();
  Result<bool> open_running();
  void skip_other_statuses();

  Result<const Values*> values(std::int64_t number);
  Result<std::int64_t> value(TaskColumn column);
  Result<void> put_word(sqlite3_context* to, TaskColumn column);
  Result<void> put_of_ended(sqlite3_context* to, std::int64_t number);
  Result<void> put_derived(sqlite3_context* to, bool is_delay);

  Database* database_;
  TaskScan scan_;
  TextReader texts_;
  std::optional<Statement> running_;
  std::optional<std::int64_t> status_;  // only tasks with this status number
  bool at_end_ = true;
  bool is_running_ = false;  // the task is the present row of running_

  // Of the present chunk.
  std::size_t tasks_ = 0;
  std::size_t task_ = 0;
  std::array<Unpacked, kTaskColumnCount> columns_;
  std::array<Word, static_cast<std::size_t>(TaskColumn::first_metric)> words_;
  const Values* statuses_ = nullptr;  // when they must be looked at one by one
  std::optional<TaskTimes> times_;
  std::optional<std::vector<std::string_view>> accumulables_;
};

struct TaskTable {
  using Cursor = TaskCursor;
  static constexpr const char* name = "task";
  static std::string declaration();
  static Result<void> check(Database& database);
  static void plan(sqlite3_index_info& info);
};

}  // namespace afterglow::history
