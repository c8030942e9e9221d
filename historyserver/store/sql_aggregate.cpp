// The part of SqlStore that aggregates the values of metrics.

#include <algorithm>
#include <map>
#include <span>

#include "historyserver/model/scala_set.h"
#include "historyserver/store/sql_stage_reader.h"
#include "historyserver/store/sql_store.h"
#include "historyserver/store/task_store.h"

namespace afterglow::history {
namespace {

// Metrics of one stage are read one after the other, so its reader is kept; this many tasks at
// most.
constexpr std::size_t kMaxHeldTasks = 2'000'000;

// Reads the stages of one execution, in the order in which Spark looks at them.
class StageReaders {
 public:
  StageReaders(Database& database, std::vector<SqlStageRow> stages) : database_(database) {
    std::vector<std::int64_t> ids;
    for (const SqlStageRow& stage : stages) ids.push_back(stage.stage_id);
    for (const std::int64_t id : scala_set_order(std::move(ids))) {
      const auto stage = std::ranges::find(stages, id, &SqlStageRow::stage_id);
      if (stage->is_followed) stages_.push_back(*stage);
    }
  }

  // Finds out which stages report which metrics.
  Result<void> find_reporters() {
    TaskStore tasks(database_);
    for (std::size_t i = 0; i < stages_.size(); ++i) {
      const auto ids = tasks.sql_metric_ids(stages_[i].stage_id, stages_[i].attempt);
      if (!ids) return std::unexpected(ids.error());
      for (const std::int64_t id : *ids) reporters_[id].push_back(i);
    }
    return {};
  }

  // Positions of the stages that report it.
  std::span<const std::size_t> reporters(std::int64_t accumulator_id) const {
    const auto found = reporters_.find(accumulator_id);
    if (found == reporters_.end()) return {};
    return found->second;
  }

  Result<void> collect(std::int64_t accumulator_id, SqlMetricCollector& to) {
    for (const std::size_t stage : reporters(accumulator_id)) {
      const auto reader = open(stage);
      if (!reader) return std::unexpected(reader.error());
      if (auto done = (*reader)->collect(accumulator_id, to); !done) return done;
    }
    return {};
  }

 private:
  Result<SqlStageReader*> open(std::size_t stage) {
    const auto found = readers_.find(stage);
    if (found != readers_.end()) return &found->second;
    auto opened = SqlStageReader::open(database_, stages_[stage]);
    if (!opened) return std::unexpected(opened.error());
    if (held_tasks_ + opened->tasks() > kMaxHeldTasks) {
      readers_.clear();
      held_tasks_ = 0;
    }
    held_tasks_ += opened->tasks();
    return &readers_.emplace(stage, *std::move(opened)).first->second;
  }

  Database& database_;
  std::vector<SqlStageRow> stages_;
  std::map<std::int64_t, std::vector<std::size_t>> reporters_;
  std::map<std::size_t, SqlStageReader> readers_;
  std::size_t held_tasks_ = 0;
};

}  // namespace

Result<std::vector<SqlMetricRow>> SqlStore::aggregate(std::int64_t execution_id) {
  auto metrics = stored_metrics(execution_id);
  if (!metrics) return metrics;
  auto rows = stages(execution_id);
  if (!rows) return std::unexpected(rows.error());
  StageReaders readers(database_, *std::move(rows));
  if (auto done = readers.find_reporters(); !done) return std::unexpected(done.error());
  const auto updates = driver_updates(execution_id);
  if (!updates) return std::unexpected(updates.error());
  std::map<std::int64_t, std::vector<std::int64_t>> of_driver;
  for (const SqlDriverUpdateRow& update : *updates) {
    of_driver[update.accumulator_id].push_back(update.value);
  }
  std::vector<SqlMetricRow*> order;
  for (SqlMetricRow& metric : *metrics) order.push_back(&metric);
  std::ranges::stable_sort(order, std::ranges::lexicographical_compare, [&](SqlMetricRow* metric) {
    return readers.reporters(metric->accumulator_id);
  });
  for (SqlMetricRow* metric : order) {
    SqlMetricCollector collector(metric->type);
    auto done = readers.collect(metric->accumulator_id, collector);
    if (!done) return std::unexpected(done.error());
    for (const std::int64_t value : of_driver[metric->accumulator_id]) {
      collector.add_of_driver(value);
    }
    metric->values = collector.finish();
  }
  return metrics;
}

}  // namespace afterglow::history
