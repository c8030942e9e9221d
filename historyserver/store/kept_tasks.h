#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include "historyserver/model/stage_key.h"
#include "historyserver/store/kept_rows.h"

namespace afterglow::history {

// A row of task_chunk.
struct KeptTaskChunk {
  std::size_t tasks = 0;
  std::string columns;
};
using KeptTaskChunks = KeptRows<std::pair<StageKey, std::int64_t>, KeptTaskChunk>;

// What a TaskWriter wrote into a database in memory.
struct KeptTasks {
  KeptTaskChunks chunks;                      // by stage attempt and number
  KeptRows<std::int64_t, std::string> words;  // of the table text
  bool may_run = true;                        // whether there may be rows of running tasks

  // While there are none.
  void begin() {
    chunks.begin();
    words.begin();
    may_run = false;
  }
};

}  // namespace afterglow::history
