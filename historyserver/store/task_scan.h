#pragma once

// Internal to store/: what the virtual tables of tasks walk over.

#include <array>
#include <cstdint>
#include <optional>

#include "common/base/result.h"
#include "historyserver/model/stage_key.h"
#include "historyserver/store/database.h"
#include "historyserver/store/task_chunk_reader.h"

namespace afterglow::history {

// All chunks of the tasks that ended, and where tasks are running, by stage and attempt; in an
// attempt its chunks come first.
class TaskScan {
 public:
  struct Filter {
    std::optional<std::int64_t> stage_id;
    std::optional<std::int64_t> stage_attempt;  // counts only with a stage
  };

  explicit TaskScan(Database& database) : database_(&database), chunk_(database, {}) {}

  // Goes before the first place.
  Result<void> start(const Filter& filter);
  // False at the end.
  Result<bool> next();

  const StageKey& stage() const { return stage_; }
  // Whether this place stands for the running tasks of stage(); chunk() is of no use then.
  bool at_running_tasks() const { return at_running_tasks_; }
  TaskChunkReader& chunk() { return chunk_; }
  // A number that only this chunk has.
  std::int64_t chunk_rowid() const { return chunk_rowid_; }

 private:
  Database* database_;
  TaskChunkReader chunk_;
  std::array<std::optional<Statement>, 3> places_;  // of all stages, of one, of one attempt
  std::optional<std::size_t> current_;              // which of them runs
  StageKey stage_;
  bool is_placed_ = false;  // whether chunk_ reads stage_
  bool at_running_tasks_ = false;
  std::int64_t chunk_rowid_ = 0;
};

}  // namespace afterglow::history
