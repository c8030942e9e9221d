#pragma once

// Internal to store/: which tasks meet conditions, by their columns.

#include <array>
#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include "historyserver/store/task_chunk_reader.h"
#include "historyserver/store/task_conditions.h"
#include "historyserver/store/task_row.h"
#include "historyserver/store/text_dictionary.h"

namespace afterglow::history {

class TaskConditionFilter {
 public:
  // `conditions` must outlive it.
  TaskConditionFilter(Database& database, const TaskConditions& conditions);

  bool keeps_all() const { return conditions_.ask_for_nothing(); }
  bool keeps(const TaskRow& running) const;
  // Turns to the chunk that the reader is at, until its next move.
  Result<void> open(TaskChunkReader& chunk);
  Result<bool> keeps(std::size_t task);

 private:
  // What a condition says about the words of a column, by their numbers.
  struct WordCondition {
    TaskColumn column;
    TextCondition wants;
    std::unordered_map<std::int64_t, bool> known = {};
    const PackedColumn* words = nullptr;
  };
  Result<bool> wants(WordCondition& condition, std::size_t task);
  bool keeps_numbers(std::size_t task) const;
  Result<bool> keeps_text(std::size_t task);

  const TaskConditions& conditions_;
  TextReader texts_;
  std::vector<WordCondition> all_of_;
  std::vector<WordCondition> any_of_;  // of the condition on text
  std::array<bool, kTaskStatuses.size()> status_wanted_{};
  const PackedColumn* id_ = nullptr;
  const PackedColumn* index_ = nullptr;
  const PackedColumn* launch_ = nullptr;
  const PackedColumn* duration_ = nullptr;
  const PackedColumn* status_ = nullptr;
  const PackedColumn* speculative_ = nullptr;
};

}  // namespace afterglow::history
