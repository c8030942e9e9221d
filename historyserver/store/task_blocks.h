#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.h"
#include "historyserver/store/task_store.h"

namespace afterglow::history {

class TaskChunkReader;
class TaskConditionFilter;
class TextReader;

// Some numbers of many tasks, a few thousand tasks at a time, in no order: what pictures of a stage
// are made of. Running tasks run until the `now` of the query's conditions; nothing is known of
// their metrics, which are 0.
class TaskBlocks {
 public:
  // The tasks with the query's statuses and conditions; its order and page mean nothing here. A
  // status is an index into kTaskStatuses, a word or text a number for word().
  static Result<TaskBlocks> open(Database& database, TaskQuery query,
                                 std::vector<TaskOrder> wanted);
  TaskBlocks(TaskBlocks&&) noexcept;
  ~TaskBlocks();

  // Goes to the next block, which may be empty; false at the end.
  Result<bool> next();
  std::size_t tasks() const { return tasks_; }
  // The numbers of what stands at this place among the wanted ones, one for each task.
  const std::vector<std::int64_t>& values(std::size_t wanted) const { return values_[wanted]; }
  // Valid until the next call.
  Result<std::string_view> word(std::int64_t number);

 private:
  TaskBlocks(TaskQuery query, std::vector<TaskOrder> wanted);
  Result<void> take_running(Database& database);
  Result<void> choose();
  Result<void> fill(std::size_t wanted);

  // What refers to it stays where it is when this moves.
  std::unique_ptr<TaskQuery> query_;
  std::vector<TaskOrder> wanted_;
  std::unique_ptr<TaskChunkReader> chunk_;
  std::unique_ptr<TaskConditionFilter> filter_;
  std::unique_ptr<TextReader> texts_;
  std::map<std::string, std::int64_t> running_words_;  // by text; below 0
  std::vector<std::string> running_texts_;             // of -1, -2, ..
  bool at_running_ = true;
  bool all_chosen_ = true;
  std::vector<std::uint32_t> chosen_;  // of the chunk's tasks, unless all are
  std::size_t tasks_ = 0;
  std::vector<std::vector<std::int64_t>> values_;
};

}  // namespace afterglow::history
