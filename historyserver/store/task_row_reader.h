#pragma once

// Internal to store/: whole tasks out of chunks.

#include <array>
#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "historyserver/store/task_chunk_reader.h"
#include "historyserver/store/task_row.h"
#include "historyserver/store/text_dictionary.h"

namespace afterglow::history {

// Reads tasks at any place; the chunks that were used last are kept.
class TaskRowReader {
 public:
  TaskRowReader(Database& database, const StageKey& stage)
      : database_(database), stage_(stage), texts_(database) {}
  Result<TaskRow> read(std::int64_t chunk, std::size_t task);

 private:
  struct OpenChunk {
    TaskChunkReader reader;
    std::array<const PackedColumn*, kTaskColumnCount> columns{};
    std::vector<std::string_view> accumulables;
  };
  Result<OpenChunk*> chunk(std::int64_t number);

  Database& database_;
  StageKey stage_;
  TextReader texts_;
  std::deque<OpenChunk> chunks_;  // the one that was used last first
};

// The running tasks of a stage attempt, by id.
Result<std::vector<TaskRow>> running_tasks(Database& database, const StageKey& stage,
                                           const std::vector<std::string>& statuses);

}  // namespace afterglow::history
