#include "historyserver/store/sql_stage_reader.h"

#include <algorithm>
#include <limits>

#include "historyserver/store/task_row.h"

namespace afterglow::history {
namespace {

constexpr std::uint32_t kNoSlot = std::numeric_limits<std::uint32_t>::max();

}  // namespace

Result<SqlStageReader> SqlStageReader::open(Database& database, const SqlStageRow& stage) {
  auto chunks = TaskChunkReader::open(database, {stage.stage_id, stage.attempt});
  if (!chunks) return std::unexpected(chunks.error());
  SqlStageReader reader(stage, *std::move(chunks));
  if (auto done = reader.load(); !done) return std::unexpected(done.error());
  return reader;
}

Result<void> SqlStageReader::load() {
  std::vector<std::int64_t> indices;
  std::vector<bool> succeeded;
  for (;;) {
    const auto more = chunks_.next();
    if (!more) return std::unexpected(more.error());
    if (!*more) break;
    const auto ids = chunks_.column(TaskColumn::task_id);
    if (!ids) return std::unexpected(ids.error());
    const auto places = chunks_.column(TaskColumn::task_index);
    if (!places) return std::unexpected(places.error());
    const auto statuses = chunks_.column(TaskColumn::status);
    if (!statuses) return std::unexpected(statuses.error());
    for (std::size_t i = 0; i < chunks_.tasks(); ++i) {
      task_ids_.push_back((*ids)->value_at(i));
      indices.push_back((*places)->value_at(i));
      succeeded.push_back((*statuses)->value_at(i) == kTaskSucceeded);
    }
  }
  std::vector<std::int64_t> distinct = indices;
  std::ranges::sort(distinct);
  distinct.erase(std::ranges::unique(distinct).begin(), distinct.end());
  // Spark has room for the number of tasks that the job announced.
  std::erase_if(distinct, [&](std::int64_t index) { return index < 0 || index >= task_count_; });
  slot_count_ = distinct.size();
  std::vector<bool> complete(slot_count_);
  slots_.reserve(indices.size());
  for (std::size_t i = 0; i < indices.size(); ++i) {
    const auto found = std::ranges::lower_bound(distinct, indices[i]);
    const auto slot = static_cast<std::size_t>(found - distinct.begin());
    const bool counts = slot < slot_count_ && *found == indices[i] && !complete[slot];
    slots_.push_back(counts ? static_cast<std::uint32_t>(slot) : kNoSlot);
    if (counts && succeeded[i]) complete[slot] = true;
  }
  return {};
}

Result<void> SqlStageReader::collect(std::int64_t accumulator_id, SqlMetricCollector& to) {
  std::vector<std::int64_t> values;
  std::size_t task = 0;
  for (std::int64_t chunk = 0; task < slots_.size(); ++chunk) {
    const auto found = chunks_.seek(chunk);
    if (!found) return std::unexpected(found.error());
    if (!*found) break;
    const std::size_t first = task;
    task += chunks_.tasks();
    const auto updates = chunks_.column(kFirstSqlMetricColumn + accumulator_id);
    if (!updates) return std::unexpected(updates.error());
    if ((*updates)->size() == 0) continue;
    for (std::size_t i = first; i < std::min(task, slots_.size()); ++i) {
      const auto value = (*updates)->at(i - first);
      if (!value || slots_[i] == kNoSlot) continue;
      if (values.empty()) values.resize(slot_count_);
      values[slots_[i]] = *value;
      to.reported(*value, {stage_, task_ids_[i]});
    }
  }
  if (values.empty()) return {};
  for (const std::int64_t value : values) to.add(value);
  to.add_zeros(task_count_ - static_cast<std::int64_t>(slot_count_));
  return {};
}

}  // namespace afterglow::history
