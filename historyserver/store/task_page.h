#pragma once

// Internal to store/: which tasks are in a page, found by the columns that they are ordered by.

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "historyserver/store/task_store.h"

namespace afterglow::history {

// Where a task stands.
struct TaskPlace {
  static constexpr std::int32_t kRunning = -1;
  std::int32_t chunk = kRunning;  // or among the running tasks
  std::uint32_t index = 0;

  bool is_running() const { return chunk == kRunning; }
  auto operator<=>(const TaskPlace&) const = default;
};

// Which of a chunk's status numbers a query wants.
class StatusFilter {
 public:
  explicit StatusFilter(const std::vector<std::string>& statuses) {
    for (std::size_t i = 0; i < kTaskStatuses.size(); ++i) {
      wanted_[i] =
          statuses.empty() || std::ranges::find(statuses, kTaskStatuses[i]) != statuses.end();
    }
  }
  bool wants(std::int64_t status) const {
    return status >= 0 && static_cast<std::size_t>(status) < wanted_.size() &&
           wanted_[static_cast<std::size_t>(status)];
  }

 private:
  std::array<bool, kTaskStatuses.size()> wanted_{};
};

// The places of the tasks from query.offset on, in the wanted order. `running` are the running
// tasks that the query wants; `keep`, if there is one, is asked once for each task, by chunk.
Result<std::vector<TaskPlace>> find_page(
    Database& database, const TaskQuery& query, const std::vector<TaskRow>& running,
    const std::function<Result<bool>(const TaskPlace&)>& keep = {});

}  // namespace afterglow::history
