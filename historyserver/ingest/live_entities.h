#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "historyserver/events/event.h"
#include "historyserver/store/executor_store.h"
#include "historyserver/store/job_store.h"
#include "historyserver/store/stage_store.h"
#include "historyserver/store/task_store.h"

// What the projector keeps in memory while it still changes: the row as it will be stored, and
// what is needed to go on counting.
namespace afterglow::history {

// Which of a stage's task indices have succeeded at least once.
class IndexSet {
 public:
  void insert(std::int64_t index) {
    if (index < 0) return;
    if (index >= kManyTasks) {
      count_ += odd_.insert(index).second ? 1 : 0;
      return;
    }
    const auto word = static_cast<std::size_t>(index / 64);
    if (word >= words_.size()) words_.resize(word + 1);
    const std::uint64_t bit = std::uint64_t{1} << (index % 64);
    if ((words_[word] & bit) == 0) ++count_;
    words_[word] |= bit;
  }
  std::int64_t count() const { return count_; }

  template <typename Archive>
  void archive(Archive& archive) {
    // All tasks of most stages succeed, nearly in order: full words at the start are only counted.
    std::uint64_t full = 0;
    while (full < words_.size() && words_[full] == ~std::uint64_t{0}) ++full;
    std::vector<std::uint64_t> rest(words_.begin() + static_cast<std::ptrdiff_t>(full),
                                    words_.end());
    archive(full, rest, odd_, count_);
    words_.assign(full, ~std::uint64_t{0});
    words_.insert(words_.end(), rest.begin(), rest.end());
  }

 private:
  // More than a driver can run in one stage: a line that tells of such a task is damaged, and must
  // not cost the memory for all tasks before it.
  static constexpr std::int64_t kManyTasks = 1 << 22;

  std::vector<std::uint64_t> words_;  // a bit for each index
  std::set<std::int64_t> odd_;        // indices from kManyTasks on
  std::int64_t count_ = 0;
};

struct LiveJob {
  JobRow row;
  bool dirty = true;
  std::set<std::int64_t> stage_ids;
  std::set<std::int64_t> completed_stages;
  std::set<std::int64_t> skipped_stages;
  std::map<std::int64_t, IndexSet> completed_indices;  // by stage id

  // What the row in the database does not tell: of a job that has ended, that is not written again
  // before its last task has ended, too.
  template <typename Archive>
  void archive(Archive& archive) {
    archive(completed_stages, skipped_stages, completed_indices, dirty);
    archive(row.active_tasks, row.completed_tasks, row.skipped_tasks, row.failed_tasks,
            row.killed_tasks, row.completed_indices, row.active_stages, row.completed_stages,
            row.skipped_stages, row.failed_stages, row.killed_tasks_summary);
  }
};

struct LiveStage {
  StageRow row;
  bool dirty = true;
  std::vector<std::shared_ptr<LiveJob>> jobs;
  IndexSet completed_indices;
  std::map<std::string, ExecutorStageRow> executors;
  std::set<std::string> dirty_executors;
  std::set<std::string> excluded_executors;

  // The stage's summary for one executor, which will be written at the next flush.
  ExecutorStageRow& executor(const std::string& executor_id) {
    ExecutorStageRow& summary = executors[executor_id];
    summary.stage_id = row.stage_id;
    summary.attempt = row.attempt;
    summary.executor_id = executor_id;
    dirty_executors.insert(executor_id);
    return summary;
  }
  bool has_ended() const { return row.status == "COMPLETE" || row.status == "FAILED"; }
};

struct LiveExecutor {
  ExecutorRow row;
  bool dirty = true;

  bool has_memory_info() const { return row.total_on_heap.has_value(); }
  std::string hostname() const {
    return row.host.empty() ? row.host_port.substr(0, row.host_port.rfind(':')) : row.host;
  }
};

struct LiveTask {
  TaskRow row;
  bool dirty = true;
  bool stored = false;  // among the running tasks of the database
};

}  // namespace afterglow::history
