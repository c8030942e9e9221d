#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "historyserver/model/stage_key.h"
#include "historyserver/model/task_metric.h"
#include "historyserver/store/json_text.h"

namespace afterglow::history {

// One attempt of a task. Times are ms since 1970, durations ms.
struct TaskRow {
  std::int64_t stage_id = 0;
  std::int64_t stage_attempt = 0;
  std::int64_t id = 0;
  std::int64_t index = 0;
  std::int64_t attempt = 0;
  std::int64_t partition_id = -1;
  std::int64_t launch_time = 0;
  std::int64_t result_fetch_start = 0;   // 0: the result came with the status
  std::optional<std::int64_t> duration;  // absent while it runs
  std::string executor_id;
  std::string host;
  std::string status;  // one of kTaskStatuses
  std::string locality;
  bool speculative = false;
  Accumulables accumulables;
  std::optional<std::string> error;
  bool has_metrics = false;
  TaskMetricValues metrics;

  StageKey stage() const { return {stage_id, stage_attempt}; }
};

// A chunk's status column holds the index into this list.
inline constexpr std::array<std::string_view, 5> kTaskStatuses = {"RUNNING", "GET RESULT",
                                                                  "SUCCESS", "FAILED", "KILLED"};
inline constexpr std::int64_t kTaskSucceeded = 2;

}  // namespace afterglow::history
