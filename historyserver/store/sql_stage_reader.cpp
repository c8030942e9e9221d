#include "historyserver/store/sql_stage_reader.h"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "historyserver/store/task_row.h"

namespace afterglow::history {
namespace {

constexpr std::uint32_t kNoSlot = std::numeric_limits<std::uint32_t>::max();

}  // namespace

Result<SqlStageReader> SqlStageReader::open(Database& database, const SqlStageRow& stage) {
  auto columns = database.prepare(
      "SELECT chunk, data FROM task_column "
      "WHERE stage_id = ?1 AND stage_attempt = ?2 AND column_number = ?3 ORDER BY chunk");
  if (!columns) return std::unexpected(columns.error());
  columns->bind(1, stage.stage_id);
  columns->bind(2, stage.attempt);
  SqlStageReader reader(stage, *std::move(columns));
  if (auto done = reader.load(database); !done) return std::unexpected(done.error());
  return reader;
}

Result<void> SqlStageReader::load(Database& database) {
  TaskChunkReader chunk(database, stage_);
  for (;;) {
    const auto more = chunk.next();
    if (!more) return std::unexpected(more.error());
    if (!*more) break;
    if (auto done = load_chunk(chunk); !done) return done;
  }
  assign_slots();
  return {};
}

Result<void> SqlStageReader::load_chunk(TaskChunkReader& chunk) {
  for (const auto& [number, bytes] : chunk.columns_together()) {
    if (number < kFirstSqlMetricColumn) continue;
    small_columns_[number - kFirstSqlMetricColumn].push_back(
        {chunk_starts_.size() - 1, std::string(bytes)});
  }
  const auto ids = chunk.column(TaskColumn::task_id);
  if (!ids) return std::unexpected(ids.error());
  const auto indices = chunk.column(TaskColumn::task_index);
  if (!indices) return std::unexpected(indices.error());
  const auto statuses = chunk.column(TaskColumn::status);
  if (!statuses) return std::unexpected(statuses.error());
  for (std::size_t i = 0; i < chunk.tasks(); ++i) {
    task_ids_.push_back((*ids)->value_at(i));
    task_indices_.push_back((*indices)->value_at(i));
    succeeded_.push_back((*statuses)->value_at(i) == kTaskSucceeded);
  }
  chunk_starts_.push_back(task_ids_.size());
  return {};
}

void SqlStageReader::assign_slots() {
  std::vector<std::int64_t> distinct = std::exchange(task_indices_, {});
  const std::vector<std::int64_t> indices = distinct;
  const std::vector<bool> succeeded = std::exchange(succeeded_, {});
  if (!std::ranges::is_sorted(distinct)) std::ranges::sort(distinct);
  distinct.erase(std::ranges::unique(distinct).begin(), distinct.end());
  // Spark has room for the number of tasks that the job announced.
  std::erase_if(distinct, [&](std::int64_t index) { return index < 0 || index >= task_count_; });
  slot_count_ = distinct.size();
  // Nearly always all of them ran, and an index is its own place.
  const bool has_all = std::cmp_equal(slot_count_, task_count_);
  std::vector<bool> complete(slot_count_);
  slots_.reserve(indices.size());
  for (std::size_t i = 0; i < indices.size(); ++i) {
    const auto slot = has_all
                          ? static_cast<std::size_t>(indices[i])
                          : static_cast<std::size_t>(
                                std::ranges::lower_bound(distinct, indices[i]) - distinct.begin());
    const bool counts = slot < slot_count_ && distinct[slot] == indices[i] && !complete[slot];
    slots_.push_back(counts ? static_cast<std::uint32_t>(slot) : kNoSlot);
    if (counts && succeeded[i]) complete[slot] = true;
  }
}

Result<void> SqlStageReader::collect(std::int64_t accumulator_id, SqlMetricCollector& to) {
  values_.clear();
  select_columns_.bind(3, kFirstSqlMetricColumn + accumulator_id);
  const std::vector<SmallColumn>& small = small_columns_[accumulator_id];
  auto next = small.begin();
  Result<void> done;
  for (;;) {
    const auto row = select_columns_.step();
    if (!row) return std::unexpected(row.error());
    const std::size_t chunk =
        *row ? static_cast<std::size_t>(select_columns_.integer(0)) : chunk_starts_.size();
    for (; done && next != small.end() && next->chunk < chunk; ++next) {
      done = take(next->chunk, next->bytes, to);
    }
    if (!*row || !done) break;
    done = take(chunk, select_columns_.blob(1), to);
  }
  select_columns_.reset();
  if (!done || values_.empty()) return done;
  to.add_all(values_);
  to.add_zeros(task_count_ - static_cast<std::int64_t>(slot_count_));
  return {};
}

Result<void> SqlStageReader::take(std::size_t chunk, std::string_view bytes,
                                  SqlMetricCollector& to) {
  if (chunk + 1 >= chunk_starts_.size()) {
    return fail(ErrorKind::corrupt, "a column belongs to no chunk of tasks");
  }
  const std::size_t first = chunk_starts_[chunk];
  const std::size_t count = chunk_starts_[chunk + 1] - first;
  const auto column = PackedColumn::open(bytes, count);
  if (!column) return std::unexpected(column.error());
  const auto put = [&](std::size_t i, std::int64_t value) {
    if (slots_[first + i] == kNoSlot) return;
    if (values_.empty()) values_.resize(slot_count_);
    values_[slots_[first + i]] = value;
    if (to.is_highest(value)) to.reported(value, {stage_, task_ids_[first + i]});
  };
  if (column->has_absent()) {
    for (std::size_t i = 0; i < count; ++i) {
      if (const auto value = column->at(i)) put(i, *value);
    }
    return {};
  }
  std::array<std::int64_t, kChunkTasks> values;
  column->unpack(values.data());
  for (std::size_t i = 0; i < count; ++i) put(i, values[i]);
  return {};
}

}  // namespace afterglow::history
