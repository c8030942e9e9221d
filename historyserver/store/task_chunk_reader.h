#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "common/base/result.h"
#include "historyserver/model/stage_key.h"
#include "historyserver/store/database.h"
#include "historyserver/store/kept_tasks.h"
#include "historyserver/store/packed_column.h"
#include "historyserver/store/task_column.h"

namespace afterglow::history {

// Reads the chunks of one stage attempt: one at a time, and of it the columns that are asked for.
// The chunk that was read last is there without reading when it is gone to again. Nobody may write
// meanwhile, but in a transaction that this connection does not see.
class TaskChunkReader {
 public:
  // With `kept`, what is there needs not be read.
  TaskChunkReader(Database& database, const StageKey& stage, const KeptTaskChunks* kept = nullptr)
      : database_(&database), kept_(kept), place_{stage} {}
  // Goes before the first chunk of another stage attempt.
  void go_to(const StageKey& stage) { place_ = {stage}; }

  // Goes to the next chunk, at first to chunk 0; false at the end.
  Result<bool> next() { return seek(place_.chunk + 1); }
  // Goes to that chunk; false when there is none.
  Result<bool> seek(std::int64_t chunk);
  // The last chunk's number, -1 when there is none.
  Result<std::int64_t> last();

  std::int64_t chunk() const { return place_.chunk; }
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
  const std::vector<PackedBytes>& columns_together() const { return together_; }
  // The JSON of each task's accumulators, empty when the task has none.
  Result<std::vector<std::string_view>> accumulables();
  // The accumulators of SQL metrics that the chunk has columns for, ascending.
  Result<std::vector<std::int64_t>> sql_metrics();

 private:
  struct Loaded {
    std::string bytes;
    PackedColumn column;
  };
  struct Place {
    StageKey stage;
    std::int64_t chunk = -1;
    bool operator==(const Place&) const = default;
  };

  // Prepared at the first use, with the place as its first parameters.
  Result<Statement*> ready(std::optional<Statement>& statement, const std::string& sql) const;
  bool is_loaded() const { return place_.chunk >= 0 && place_ == loaded_; }
  Result<bool> find(std::int64_t chunk);
  Result<void> load(std::int64_t tasks, std::string_view columns);

  Database* database_;
  const KeptTaskChunks* kept_;
  std::optional<Statement> select_chunk_;
  std::optional<Statement> select_column_;
  std::optional<Statement> select_numbers_;
  Place place_;
  Place end_;     // where there was no chunk
  Place loaded_;  // what the rest is of; no chunk: of none
  std::size_t tasks_ = 0;
  std::string inline_;
  std::vector<PackedBytes> together_;                // in inline_
  std::vector<std::optional<PackedColumn>> opened_;  // of those, what was asked for
  std::map<std::int64_t, Loaded> columns_;           // of the others likewise
};

}  // namespace afterglow::history
