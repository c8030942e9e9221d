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

}  // namespace

Result<TaskChunkReader> TaskChunkReader::open(Database& database, const StageKey& stage) {
  const std::string of_stage = "WHERE stage_id = ?1 AND stage_attempt = ?2 ";
  auto chunk =
      database.prepare("SELECT tasks, columns FROM task_chunk " + of_stage + "AND chunk = ?3");
  if (!chunk) return std::unexpected(chunk.error());
  auto column = database.prepare("SELECT data FROM task_column " + of_stage +
                                 "AND column_number = ?4 AND chunk = ?3");
  if (!column) return std::unexpected(column.error());
  auto numbers = database.prepare("SELECT column_number FROM task_column " + of_stage +
                                  "AND column_number >= ?4 AND chunk = ?3");
  if (!numbers) return std::unexpected(numbers.error());
  auto last = database.prepare("SELECT max(chunk) FROM task_chunk " + of_stage);
  if (!last) return std::unexpected(last.error());
  TaskChunkReader reader(*std::move(chunk), *std::move(column), *std::move(numbers),
                         *std::move(last));
  reader.go_to(stage);
  return reader;
}

void TaskChunkReader::go_to(const StageKey& stage) {
  for (Statement* statement : {&select_chunk_, &select_column_, &select_numbers_, &select_last_}) {
    statement->bind(1, stage.stage_id);
    statement->bind(2, stage.attempt);
  }
  chunk_ = -1;
  tasks_ = 0;
  columns_.clear();
}

Result<std::int64_t> TaskChunkReader::last() {
  const auto row = select_last_.step();
  if (!row) return std::unexpected(row.error());
  const std::int64_t last = select_last_.is_null(0) ? -1 : select_last_.integer(0);
  select_last_.reset();
  return last;
}

Result<bool> TaskChunkReader::seek(std::int64_t chunk) {
  if (chunk == chunk_ && tasks_ > 0) return true;
  chunk_ = chunk;
  tasks_ = 0;
  columns_.clear();
  select_chunk_.bind(3, chunk);
  const auto row = select_chunk_.step();
  if (!row) return std::unexpected(row.error());
  if (*row) {
    tasks_ = static_cast<std::size_t>(select_chunk_.integer(0));
    inline_ = select_chunk_.blob(1);
  }
  select_chunk_.reset();
  if (!*row) return false;
  if (tasks_ == 0 || tasks_ > kChunkTasks) return damaged();
  const auto together = columns_together();
  if (!together) return std::unexpected(together.error());
  for (const PackedBytes& packed : *together) {
    if (auto done = add(packed.number, packed.bytes); !done) return std::unexpected(done.error());
  }
  return true;
}

Result<void> TaskChunkReader::add(std::int64_t number, std::string_view bytes) {
  auto column = PackedColumn::open(bytes, tasks_);
  if (!column) return std::unexpected(column.error());
  columns_[number].column = *column;
  return {};
}

Result<std::vector<TaskChunkReader::PackedBytes>> TaskChunkReader::columns_together() const {
  std::vector<PackedBytes> columns;
  std::string_view rest = inline_;
  while (!rest.empty()) {
    std::uint64_t number = 0;
    std::uint64_t size = 0;
    if (!take_varint(rest, number) || !take_varint(rest, size) || size > rest.size()) {
      return damaged();
    }
    columns.push_back({static_cast<std::int64_t>(number), rest.substr(0, size)});
    rest.remove_prefix(size);
  }
  return columns;
}

Result<const PackedColumn*> TaskChunkReader::column(std::int64_t number) {
  if (const auto found = columns_.find(number); found != columns_.end()) {
    return &found->second.column;
  }
  select_column_.bind(3, chunk_);
  select_column_.bind(4, number);
  const auto row = select_column_.step();
  if (!row) return std::unexpected(row.error());
  Loaded& loaded = columns_[number];
  if (*row) loaded.bytes = select_column_.blob(0);
  select_column_.reset();
  if (!*row) return &loaded.column;
  if (auto done = add(number, loaded.bytes); !done) return std::unexpected(done.error());
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
  for (const auto& [number, loaded] : columns_) {
    if (number >= kFirstSqlMetricColumn && loaded.column.size() > 0) {
      ids.push_back(number - kFirstSqlMetricColumn);
    }
  }
  select_numbers_.bind(3, chunk_);
  select_numbers_.bind(4, kFirstSqlMetricColumn);
  for (;;) {
    const auto row = select_numbers_.step();
    if (!row) return std::unexpected(row.error());
    if (!*row) break;
    ids.push_back(select_numbers_.integer(0) - kFirstSqlMetricColumn);
  }
  select_numbers_.reset();
  std::ranges::sort(ids);
  ids.erase(std::ranges::unique(ids).begin(), ids.end());
  return ids;
}

}  // namespace afterglow::history
