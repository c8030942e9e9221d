#pragma once

#include <cstdint>
#include <vector>

#include "common/base/result.h"
#include "historyserver/model/sql_metric_collector.h"
#include "historyserver/store/database.h"
#include "historyserver/store/sql_rows.h"
#include "historyserver/store/task_chunk_reader.h"

namespace afterglow::history {

// What the tasks of one stage say of SQL metrics, by Spark's rules: nothing counts of a task index
// after its first success; before it, the last that an attempt reported. Holds 12 bytes a task.
class SqlStageReader {
 public:
  static Result<SqlStageReader> open(Database& database, const SqlStageRow& stage);

  std::size_t tasks() const { return slots_.size(); }
  Result<void> collect(std::int64_t accumulator_id, SqlMetricCollector& to);

 private:
  explicit SqlStageReader(const SqlStageRow& stage, TaskChunkReader chunks)
      : stage_{stage.stage_id, stage.attempt},
        task_count_(stage.task_count),
        chunks_(std::move(chunks)) {}
  Result<void> load();

  StageKey stage_;
  std::int64_t task_count_;
  TaskChunkReader chunks_;
  std::vector<std::int64_t> task_ids_;  // in the order in which the tasks ended
  std::vector<std::uint32_t> slots_;    // of the same: the task index's place, or that none counts
  std::size_t slot_count_ = 0;
};

}  // namespace afterglow::history
