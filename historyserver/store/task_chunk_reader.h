#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "common/base/result.h"
#include "historyserver/model/stage_key.h"
#include "historyserver/store/database.h"
#include "historyserver/store/packed_column.h"
#include "historyserver/store/task_column.h"

namespace afterglow::history {

// Reads the chunks of one stage attempt: one at a time, and of it the columns that are asked for.
class TaskChunkReader {
 public:
  static Result<TaskChunkReader> open(Database& database, const StageKey& stage);
  // Goes before the first chunk of another stage attempt.
  void go_to(const StageKey& stage);

  // Goes to the next chunk, at first to chunk 0; false at the end.
  Result<bool> next() { return seek(chunk_ + 1); }
  // Goes to that chunk; false when there is none.
  Result<bool> seek(std::int64_t chunk);
  // The last chunk's number, -1 when there is none.
  Result<std::int64_t> last();

  std::int64_t chunk() const { return chunk_; }
  std::size_t tasks() const { return tasks_; }

  // A column of the present chunk, by its number in task_column.h; valid until the next move. One
  // that the chunk does not have holds no values.
  Result<const PackedColumn*> column(std::int64_t number);
  Result<const PackedColumn*> column(TaskColumn column) { return this->column(number_of(column)); }
  Result<const PackedColumn*> column(TaskMetric metric) { return column(number_of(metric)); }
  // The columns of the present chunk that stand together, as they are packed; valid until the next
  // move.
  struct PackedBytes {
    std::int64_t number = 0;
    std::string_view bytes;
  };
  Result<std::vector<PackedBytes>> columns_together() const;
  // The JSON of each task's accumulators, empty when the task has none.
  Result<std::vector<std::string_view>> accumulables();
  // The accumulators of SQL metrics that the chunk has columns for, ascending.
  Result<std::vector<std::int64_t>> sql_metrics();

 private:
  TaskChunkReader(Statement chunk, Statement column, Statement numbers, Statement last)
      : select_chunk_(std::move(chunk)),
        select_column_(std::move(column)),
        select_numbers_(std::move(numbers)),
        select_last_(std::move(last)) {}
  Result<void> add(std::int64_t number, std::string_view bytes);

  struct Loaded {
    std::string bytes;
    PackedColumn column;
  };

  Statement select_chunk_;
  Statement select_column_;
  Statement select_numbers_;
  Statement select_last_;
  std::int64_t chunk_ = -1;
  std::size_t tasks_ = 0;
  std::string inline_;
  std::map<std::int64_t, Loaded> columns_;
};

}  // namespace afterglow::history
