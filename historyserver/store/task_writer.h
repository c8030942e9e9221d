#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "common/base/result.h"
#include "historyserver/model/sql_metric.h"
#include "historyserver/store/database.h"
#include "historyserver/store/kept_tasks.h"
#include "historyserver/store/task_chunk_builder.h"
#include "historyserver/store/task_row.h"
#include "historyserver/store/text_dictionary.h"

namespace afterglow::history {

// Writes tasks: running ones as rows, ended ones into chunks. What was appended is in the database
// after flush(); a stage's last chunk, when it is not full, is written again with later tasks.
class TaskWriter {
 public:
  explicit TaskWriter(Database& database) : database_(database), texts_(database, kept_.words) {}
  // From here on, while there are none, keeps what it writes.
  void keep_rows() { kept_.begin(); }
  const KeptTasks& kept() const { return kept_; }

  Result<void> put_running(const TaskRow& task);
  Result<void> remove_running(std::int64_t task_id);
  Result<std::vector<TaskRow>> running();

  // Adds a task that has ended to its stage's tasks.
  Result<void> append(const TaskRow& task, const SqlMetricUpdates& sql_metrics);
  Result<void> flush();
  // Writes what a stage that has ended still holds, and forgets it.
  Result<void> close(const StageKey& stage);

 private:
  Result<TaskChunkBuilder*> builder(const StageKey& stage);
  Result<TaskChunkBuilder> open_last_chunk(const StageKey& stage);
  Result<TaskRecord> to_record(const TaskRow& task);
  Result<void> write(TaskChunkBuilder& builder);

  Database& database_;
  KeptTasks kept_;
  TextWriter texts_;
  std::map<StageKey, TaskChunkBuilder> builders_;
  std::optional<TaskChunkWriter> chunks_;
  std::optional<Statement> put_running_;
  std::optional<Statement> remove_running_;
};

}  // namespace afterglow::history
