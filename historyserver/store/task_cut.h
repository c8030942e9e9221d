#pragma once

#include <cstdint>
#include <optional>

#include "common/base/result.h"
#include "historyserver/model/stage_key.h"
#include "historyserver/store/database.h"

namespace afterglow::history {

class PackedColumn;
class TaskChunkReader;

// A place among the ended tasks of a stage attempt, in the order in which they ended.
struct TaskCut {
  std::int64_t finish_time = 0;  // ms since 1970; of several at that time
  std::int64_t task_id = 0;      // those with a lower id come before the place

  bool is_before(std::int64_t finish, std::int64_t id) const {
    return finish != finish_time ? finish < finish_time : id < task_id;
  }
};

// The place after which Spark's server, which keeps `limit` tasks of a stage attempt, has them;
// nothing when it has all.
Result<std::optional<TaskCut>> find_task_cut(Database& database, const StageKey& stage,
                                             std::int64_t limit);

// Which tasks of a chunk come after a cut.
class TaskCutFilter {
 public:
  // Valid until the chunk's next move.
  static Result<TaskCutFilter> load(TaskChunkReader& chunk, const std::optional<TaskCut>& cut);
  bool keeps_all() const { return !cut_; }
  bool keeps(std::size_t task) const;

 private:
  std::optional<TaskCut> cut_;
  const PackedColumn* launch_ = nullptr;
  const PackedColumn* duration_ = nullptr;
  const PackedColumn* id_ = nullptr;
};

}  // namespace afterglow::history
