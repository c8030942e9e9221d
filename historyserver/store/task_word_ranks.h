#pragma once

// Internal to store/: the order of tasks by words and texts.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "historyserver/store/task_chunk_reader.h"
#include "historyserver/store/task_row.h"
#include "historyserver/store/task_store.h"
#include "historyserver/store/text_dictionary.h"

namespace afterglow::history {

// Of columns with few words.
const std::string& word_of(const TaskRow& task, TaskColumn column);

// Where each word of a stage's column stands in the order of the alphabet; "no word" comes first.
class WordRanks {
 public:
  static Result<WordRanks> load(Database& database, const StageKey& stage, TaskColumn column,
                                const std::vector<TaskRow>& running);

  std::int64_t of(std::int64_t number) const {
    const auto index = static_cast<std::size_t>(number);
    return index < by_small_number_.size() ? by_small_number_[index] : by_number_.at(number);
  }
  std::int64_t of(const std::string& text) const { return by_text_.at(text); }

 private:
  std::vector<std::int64_t> by_small_number_;  // nearly all are, and there are many tasks
  std::map<std::int64_t, std::int64_t> by_number_;
  std::map<std::string, std::int64_t> by_text_;
};

// Of what may be another text with every task: the text itself, "" when there is none.
class TaskTextKey {
 public:
  using Key = std::string;
  static bool is_for(TaskOrder order) {
    return order == TaskOrder::error || order == TaskOrder::accumulables;
  }
  TaskTextKey(Database& database, TaskOrder order) : order_(order), texts_(database) {}

  Key of_running(const TaskRow& task) const;
  Result<void> open(TaskChunkReader& chunk);
  Result<Key> at(std::size_t task);

 private:
  TaskOrder order_;
  TextReader texts_;
  const PackedColumn* errors_ = nullptr;
  std::vector<std::string_view> accumulables_;
};

}  // namespace afterglow::history
