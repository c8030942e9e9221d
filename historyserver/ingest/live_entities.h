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
    const auto position = static_cast<std::size_t>(index);
    if (position >= bits_.size()) bits_.resize(position + 1);
    if (!bits_[position]) ++count_;
    bits_[position] = true;
  }
  std::int64_t count() const { return count_; }

 private:
  std::vector<bool> bits_;
  std::int64_t count_ = 0;
};

struct LiveJob {
  JobRow row;
  bool dirty = true;
  std::set<std::int64_t> stage_ids;
  std::set<std::int64_t> completed_stages;
  std::set<std::int64_t> skipped_stages;
  std::map<std::int64_t, IndexSet> completed_indices;  // by stage id
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
};

}  // namespace afterglow::history
