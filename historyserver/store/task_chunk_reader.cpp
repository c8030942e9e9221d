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
Result<void> take_apart(std::string_view bytes,
                        std::vector<TaskChunkReader::PackedBytes>& columns) {
  columns.clear();
  while (!bytes.empty()) {
    std::uint64_t number = 0;
    std::uint64_t size = 0;
    if (!take_varint(bytes, number) || !take_varint(bytes, size) || size > bytes.size()) {
      return damaged();
    }
    columns.push_back({static_cast<std::int64_t>(number), bytes.substr(0, size)});
    bytes.remove_prefix(size);
  }
  return {};
}

const std::string kOfStage = "WHERE stage_id = ?1 AND stage_attempt = ?2 ";
const std::string kSelectChunk =
    "SELECT tasks, columns FROM task_chunk " + kOfStage + "AND chunk = ?3";
const std::string kSelectColumn =
    "SELECT data FROM task_column " + kOfStage + "AND column_number = ?4 AND chunk = ?3";
const std::string kSelectNumbers =
    "SELECT column_number FROM task_column " + kOfStage + "AND column_number >= ?4 AND chunk = ?3";

}  // namespace

Result<Statement*> TaskChunkReader::ready(std::optional<Statement>& statement,
                                          const std::string& sql) const {
  if (!statement) {
    auto prepared = database_->prepare(sql);
    if (!prepared) return std::unexpected(prepared.error());
    statement.emplace(*std::move(prepared));
  }
  statement->bind(1, place_.stage.stage_id);
  statement->bind(2, place_.stage.attempt);
  statement->bind(3, place_.chunk);
  return &*statement;
}

Result<std::int64_t> TaskChunkReader::last() {
  auto select = database_->prepare("SELECT max(chunk) FROM task_chunk " + kOfStage);
  if (!select) return std::unexpected(select.error());
  select->bind(1, place_.stage.stage_id);
  select->bind(2, place_.stage.attempt);
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
  const auto found = find(chunk);
  if (found && !*found) end_ = place_;
  return found;
}

Result<bool> TaskChunkReader::find(std::int64_t chunk) {
  if (const KeptTaskChunk* kept = kept_ ? kept_->find({place_.stage, chunk}) : nullptr) {
    const auto loaded = load(static_cast<std::int64_t>(kept->tasks), kept->columns);
    return loaded ? Result<bool>(true) : std::unexpected(loaded.error());
  }
  const auto select = ready(select_chunk_, kSelectChunk);
  if (!select) return std::unexpected(select.error());
  const auto row = (*select)->step();
  if (!row) return std::unexpected(row.error());
  const auto loaded = *row ? load((*select)->integer(0), (*select)->blob(1)) : Result<void>();
  (*select)->reset();
  if (!loaded) return std::unexpected(loaded.error());
  return *row;
}

Result<void> TaskChunkReader::load(std::int64_t tasks, std::string_view columns) {
  loaded_ = {};
  columns_.clear();
  inline_ = columns;
  if (tasks <= 0 || tasks > static_cast<std::int64_t>(kChunkTasks)) return damaged();
  if (auto done = take_apart(inline_, together_); !done) return done;
  opened_.assign(together_.size(), {});
  tasks_ = static_cast<std::size_t>(tasks);
  loaded_ = place_;
  return {};
}

Result<const PackedColumn*> TaskChunkReader::column(std::int64_t number) {
  static const PackedColumn none;
  if (!is_loaded()) return &none;
  // Without columns that stand elsewhere or are left out, each is at its own number.
  auto there = together_.begin() + std::min<std::int64_t>(number, std::ssize(together_));
  if (there == together_.end() || there->number != number) {
    there = std::ranges::find(together_, number, &PackedBytes::number);
  }
  if (there != together_.end()) {
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
  const auto select = ready(select_column_, kSelectColumn);
  if (!select) return std::unexpected(select.error());
  (*select)->bind(4, number);
  const auto row = (*select)->step();
  if (!row) return std::unexpected(row.error());
  if (*row) loaded.bytes = (*select)->blob(0);
  (*select)->reset();
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
  const auto select = ready(select_numbers_, kSelectNumbers);
  if (!select) return std::unexpected(select.error());
  (*select)->bind(4, kFirstSqlMetricColumn);
  for (;;) {
    const auto row = (*select)->step();
    if (!row) return std::unexpected(row.error());
    if (!*row) break;
    ids.push_back((*select)->integer(0) - kFirstSqlMetricColumn);
  }
  (*select)->reset();
  std::ranges::sort(ids);
  ids.erase(std::ranges::unique(ids).begin(), ids.end());
  return ids;
}

}  // namespace afterglow::history
