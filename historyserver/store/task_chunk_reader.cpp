#include "historyserver/store/task_chunk_reader.h"

#include <algorithm>

namespace afterglow::history {
namespace {

bool take_varint(std::string_view& bytes, std::uint64_t& number) {
  number = 0;
  for (int shift = 0; shift < 64 && !bytes.empty(); shift += 7) {
    const auto byte = static_cast<unsigned char>(bytes.front());
    bytes.remove_prefix(1);
    number |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
    if (byte < 0x80) return true;
  }
  return false;
}

std::unexpected<Error> damaged() {
  return fail(ErrorKind::corrupt, "a chunk of tasks is damaged");
}

// The columns that stand together: of each its number, its size and its bytes.
Result<std::vector<TaskChunkReader::PackedBytes>> take_apart(std::string_view bytes) {
  std::vector<TaskChunkReader::PackedBytes> columns;
  while (!bytes.empty()) {
    std::uint64_t number = 0;
    std::uint64_t size = 0;
    if (!take_varint(bytes, number) || !take_varint(bytes, size) || size > bytes.size()) {
      return damaged();
    }
    columns.push_back({static_cast<std::int64_t>(number), bytes.substr(0, size)});
    bytes.remove_prefix(size);
  }
  return columns;
}

const std::string kOfStage = "WHERE stage_id = ?1 AND stage_attempt = ?2 ";

}  // namespace

Result<TaskChunkReader> TaskChunkReader::open(Database& database, const StageKey& stage) {
  auto chunk =
      database.prepare("SELECT tasks, columns FROM task_chunk " + kOfStage + "AND chunk = ?3");
  if (!chunk) return std::unexpected(chunk.error());
  auto column = database.prepare("SELECT data FROM task_column " + kOfStage +
                                 "AND column_number = ?4 AND chunk = ?3");
  if (!column) return std::unexpected(column.error());
  TaskChunkReader reader(database, *std::move(chunk), *std::move(column));
  reader.go_to(stage);
  return reader;
}

void TaskChunkReader::bind_stage(Statement& statement) const {
  statement.bind(1, place_.stage.stage_id);
  statement.bind(2, place_.stage.attempt);
}

void TaskChunkReader::go_to(const StageKey& stage) {
  place_ = {stage, -1};
  bind_stage(select_chunk_);
  bind_stage(select_column_);
  if (select_numbers_) bind_stage(*select_numbers_);
}

Result<std::int64_t> TaskChunkReader::last() {
  auto select = database_->prepare("SELECT max(chunk) FROM task_chunk " + kOfStage);
  if (!select) return std::unexpected(select.error());
  bind_stage(*select);
  if (const auto row = select->step(); !row) return std::unexpected(row.error());
  return select->is_null(0) ? -1 : select->integer(0);
}

Result<bool> TaskChunkReader::seek(std::int64_t chunk) {
  place_.chunk = chunk;
  if (is_loaded()) return true;
  // Every chunk is full before the next one is begun.
  const bool is_behind_last = loaded_.chunk >= 0 && loaded_.stage == place_.stage &&
                              chunk == loaded_.chunk + 1 && tasks_ < kChunkTasks;
  if (is_behind_last) end_ = place_;
  if (place_ == end_) return false;
  select_chunk_.bind(3, chunk);
  const auto row = select_chunk_.step();
  if (!row) return std::unexpected(row.error());
  if (!*row) end_ = place_;
  auto loaded = *row ? load(chunk) : Result<void>();
  select_chunk_.reset();
  if (!loaded) return std::unexpected(loaded.error());
  return *row;
}

Result<void> TaskChunkReader::load(std::int64_t chunk) {
  loaded_ = {};
  columns_.clear();
  inline_ = select_chunk_.blob(1);
  const std::int64_t tasks = select_chunk_.integer(0);
  if (tasks <= 0 || tasks > static_cast<std::int64_t>(kChunkTasks)) return damaged();
  auto together = take_apart(inline_);
  if (!together) return std::unexpected(together.error());
  together_ = *std::move(together);
  opened_.assign(together_.size(), {});
  tasks_ = static_cast<std::size_t>(tasks);
  loaded_ = {place_.stage, chunk};
  return {};
}

Result<const PackedColumn*> TaskChunkReader::column(std::int64_t number) {
  static const PackedColumn none;
  if (!is_loaded()) return &none;
  if (const auto there = std::ranges::find(together_, number, &PackedBytes::number);
      there != together_.end()) {
    auto& opened = opened_[static_cast<std::size_t>(there - together_.begin())];
    if (opened) return &*opened;
    auto column = PackedColumn::open(there->bytes, tasks_);
    if (!column) return std::unexpected(column.error());
    return &opened.emplace(*column);
  }
  if (const auto found = columns_.find(number); found != columns_.end()) {
    return &found->second.column;
  }
  Loaded& loaded = columns_[number];
  select_column_.bind(3, place_.chunk);
  select_column_.bind(4, number);
  const auto row = select_column_.step();
  if (!row) return std::unexpected(row.error());
  if (*row) loaded.bytes = select_column_.blob(0);
  select_column_.reset();
  if (!*row) return &loaded.column;
  auto column = PackedColumn::open(loaded.bytes, tasks_);
  if (!column) return std::unexpected(column.error());
  loaded.column = *column;
  return &loaded.column;
}

Result<std::vector<std::string_view>> TaskChunkReader::accumulables() {
  std::vector<std::string_view> texts(tasks_);
  const auto lengths = column(TaskColumn::accumulables);
  if (!lengths) return std::unexpected(lengths.error());
  if ((*lengths)->size() == 0) return texts;
  std::string_view rest = (*lengths)->rest();
  for (std::size_t i = 0; i < tasks_; ++i) {
    const auto length = static_cast<std::size_t>((*lengths)->value_at(i));
    if (length > rest.size()) return damaged();
    texts[i] = rest.substr(0, length);
    rest.remove_prefix(length);
  }
  return texts;
}

Result<std::vector<std::int64_t>> TaskChunkReader::sql_metrics() {
  std::vector<std::int64_t> ids;
  for (const PackedBytes& packed : together_) {
    if (packed.number >= kFirstSqlMetricColumn) {
      ids.push_back(packed.number - kFirstSqlMetricColumn);
    }
  }
  if (!select_numbers_) {
    auto select = database_->prepare("SELECT column_number FROM task_column " + kOfStage +
                                     "AND column_number >= ?4 AND chunk = ?3");
    if (!select) return std::unexpected(select.error());
    bind_stage(select_numbers_.emplace(*std::move(select)));
  }
  select_numbers_->bind(3, place_.chunk);
  select_numbers_->bind(4, kFirstSqlMetricColumn);
  for (;;) {
    const auto row = select_numbers_->step();
    if (!row) return std::unexpected(row.error());
    if (!*row) break;
    ids.push_back(select_numbers_->integer(0) - kFirstSqlMetricColumn);
  }
  select_numbers_->reset();
  std::ranges::sort(ids);
  ids.erase(std::ranges::unique(ids).begin(), ids.end());
  return ids;
}

}  // namespace afterglow::history
