#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "common/base/result.h"
#include "historyserver/model/sql_metric_collector.h"
#include "historyserver/store/database.h"
#include "historyserver/store/sql_rows.h"
#include "historyserver/store/task_chunk_reader.h"

namespace afterglow::history {

// What the tasks of one stage say of SQL metrics, by Spark's rules: nothing counts of a task index
// after its first success; before it, the last that an attempt reported. Holds 12 bytes a task, and
// 8 more while a metric is collected.
class SqlStageReader {
 public:
  static Result<SqlStageReader> open(Database& database, const SqlStageRow& stage);

  std::size_t tasks() const { return slots_.size(); }
  Result<void> collect(std::int64_t accumulator_id, SqlMetricCollector& to);

 private:
  // What a chunk holds together with other columns is kept: it is small.
  struct SmallColumn {
    std::size_t chunk = 0;
    std::string bytes;
  };

  SqlStageReader(const SqlStageRow& stage, Statement columns)
      : stage_{stage.stage_id, stage.attempt},
        task_count_(stage.task_count),
        select_columns_(std::move(columns)) {}
  Result<void> load(Database& database);
  Result<void> load_chunk(TaskChunkReader& chunk);
  void assign_slots();
  Result<void> take(std::size_t chunk, std::string_view bytes, SqlMetricCollector& to);

  StageKey stage_;
  std::int64_t task_count_;
  Statement select_columns_;                                        // of one metric: chunk and data
  std::map<std::int64_t, std::vector<SmallColumn>> small_columns_;  // by accumulator
  std::vector<std::size_t> chunk_starts_ = {0};                     // and the end of the last one
  std::vector<std::int64_t> task_ids_;  // in the order in which the tasks ended
  std::vector<std::uint32_t> slots_;    // of the same: the task index's place, or that none counts
  std::size_t slot_count_ = 0;
  std::vector<std::int64_t> task_indices_;  // of the same; only while loading, as the next one
  std::vector<bool> succeeded_;
  std::vector<std::int64_t> values_;  // of the slots, for one metric
};

}  // namespace afterglow::history
