#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "common/base/result.h"
#include "historyserver/model/sql_metric.h"
#include "historyserver/model/stage_key.h"
#include "historyserver/store/database.h"
#include "historyserver/store/kept_tasks.h"
#include "historyserver/store/task_column.h"

namespace afterglow::history {

// One task as a chunk holds it: its columns by number, words as numbers.
struct TaskRecord {
  std::array<std::int64_t, kTaskColumnCount> values{};
  std::string accumulables;  // JSON, empty when there are none
  SqlMetricUpdates sql_metrics;

  std::int64_t& operator[](TaskColumn column) {
    return values[static_cast<std::size_t>(number_of(column))];
  }
};

// Writes chunks with two prepared statements.
class TaskChunkWriter {
 public:
  // Chunks are put into `kept` as well.
  static Result<TaskChunkWriter> open(Database& database, KeptTaskChunks& kept);
  Result<void> put_chunk(const StageKey& stage, std::int64_t chunk, std::size_t tasks,
                         std::string&& columns);
  Result<void> put_column(const StageKey& stage, std::int64_t chunk, std::int64_t column,
                          std::string_view data);

 private:
  TaskChunkWriter(KeptTaskChunks& kept, Statement put_chunk, Statement put_column)
      : kept_(&kept), put_chunk_(std::move(put_chunk)), put_column_(std::move(put_column)) {}
  KeptTaskChunks* kept_;
  Statement put_chunk_;
  Statement put_column_;
};

// Collects the tasks of one chunk. It may be written at any time, and again when it has grown.
class TaskChunkBuilder {
 public:
  TaskChunkBuilder(const StageKey& stage, std::int64_t chunk) : stage_(stage), chunk_(chunk) {}

  void add(const TaskRecord& task);
  std::size_t tasks() const { return values_.front().size(); }
  bool full() const { return tasks() >= kChunkTasks; }
  std::int64_t chunk() const { return chunk_; }

  // Writes the chunk if it changed since it was written last.
  Result<void> write(TaskChunkWriter& writer);

 private:
  struct SqlMetricColumn {
    std::int64_t id = 0;
    std::vector<std::int64_t> values;
    std::vector<bool> present;  // empty as long as all are

    void add(std::size_t index, std::int64_t value);
    void fill_up(std::size_t size);
  };
  SqlMetricColumn& sql_metric(std::int64_t id, std::size_t guess);
  std::vector<SqlMetricColumn*> sql_metrics_by_id();
  Result<void> write_column(TaskChunkWriter& writer, std::int64_t column, const std::string& data,
                            std::string& together) const;
  std::string pack_accumulables() const;

  StageKey stage_;
  std::int64_t chunk_;
  std::array<std::vector<std::int64_t>, kTaskColumnCount> values_;
  std::vector<std::string> accumulables_;  // as many as tasks, or none as long as all are empty
  std::vector<SqlMetricColumn> sql_metrics_;
  bool changed_ = false;
};

}  // namespace afterglow::history
