#include "historyserver/store/task_chunk_builder.h"

#include <algorithm>

#include "historyserver/store/packed_column.h"

namespace afterglow::history {
namespace {

void put_varint(std::string& bytes, std::uint64_t number) {
  for (; number >= 0x80; number >>= 7) bytes += static_cast<char>(number | 0x80);
  bytes += static_cast<char>(number);
}

// Spark counts accumulators up from 0. Any other number is a damaged line's, and no column's.
bool has_column(std::int64_t accumulator_id) {
  return accumulator_id >= 0 && accumulator_id <= INT64_MAX - kFirstSqlMetricColumn;
}

}  // namespace

Result<TaskChunkWriter> TaskChunkWriter::open(Database& database, KeptTaskChunks& kept) {
  auto chunk = database.prepare("INSERT OR REPLACE INTO task_chunk VALUES (?, ?, ?, ?, ?)");
  if (!chunk) return std::unexpected(chunk.error());
  auto column = database.prepare("INSERT OR REPLACE INTO task_column VALUES (?, ?, ?, ?, ?)");
  if (!column) return std::unexpected(column.error());
  return TaskChunkWriter(kept, *std::move(chunk), *std::move(column));
}

Result<void> TaskChunkWriter::put_chunk(const StageKey& stage, std::int64_t chunk,
                                        std::size_t tasks, std::string&& columns) {
  put_chunk_.bind(1, stage.stage_id);
  put_chunk_.bind(2, stage.attempt);
  put_chunk_.bind(3, chunk);
  put_chunk_.bind(4, static_cast<std::int64_t>(tasks));
  put_chunk_.bind_blob(5, columns);
  auto done = put_chunk_.run();
  if (done) kept_->put({stage, chunk}, KeptTaskChunk{tasks, std::move(columns)});
  return done;
}

Result<void> TaskChunkWriter::put_column(const StageKey& stage, std::int64_t chunk,
                                         std::int64_t column, std::string_view data) {
  put_column_.bind(1, stage.stage_id);
  put_column_.bind(2, stage.attempt);
  put_column_.bind(3, chunk);
  put_column_.bind(4, column);
  put_column_.bind_blob(5, data);
  return put_column_.run();
}

// Tasks of a stage report the same accumulators in the same order, nearly always.
TaskChunkBuilder::SqlMetricColumn& TaskChunkBuilder::sql_metric(std::int64_t id,
                                                                std::size_t guess) {
  if (guess < sql_metrics_.size() && sql_metrics_[guess].id == id) return sql_metrics_[guess];
  for (SqlMetricColumn& column : sql_metrics_) {
    if (column.id == id) return column;
  }
  return sql_metrics_.emplace_back(SqlMetricColumn{id, {}, {}});
}

// So that a chunk is the same whether it was taken up again in the middle or not.
std::vector<TaskChunkBuilder::SqlMetricColumn*> TaskChunkBuilder::sql_metrics_by_id() {
  std::vector<SqlMetricColumn*> columns;
  for (SqlMetricColumn& column : sql_metrics_) columns.push_back(&column);
  std::ranges::sort(columns, {}, &SqlMetricColumn::id);
  return columns;
}

// Of what a task tells twice, the first counts.
void TaskChunkBuilder::SqlMetricColumn::add(std::size_t index, std::int64_t value) {
  if (values.size() > index) return;
  fill_up(index);
  values.push_back(value);
  if (!present.empty()) present.push_back(true);
}

void TaskChunkBuilder::SqlMetricColumn::fill_up(std::size_t size) {
  if (values.size() == size) return;
  present.resize(values.size(), true);
  present.resize(size);
  values.resize(size);
}

void TaskChunkBuilder::add(const TaskRecord& task) {
  const std::size_t index = tasks();
  for (std::size_t i = 0; i < kTaskColumnCount; ++i) values_[i].push_back(task.values[i]);
  if (!task.accumulables.empty()) accumulables_.resize(index);
  if (!task.accumulables.empty() || !accumulables_.empty()) {
    accumulables_.push_back(task.accumulables);
  }
  for (std::size_t i = 0; i < task.sql_metrics.size(); ++i) {
    const SqlMetricUpdate& update = task.sql_metrics[i];
    if (!has_column(update.id)) continue;
    SqlMetricColumn& column = sql_metric(update.id, i);
    column.add(index, update.value);
  }
  changed_ = true;
}

std::string TaskChunkBuilder::pack_accumulables() const {
  std::vector<std::int64_t> lengths;
  std::string texts;
  for (const std::string& text : accumulables_) {
    lengths.push_back(static_cast<std::int64_t>(text.size()));
    texts += text;
  }
  return pack_column(lengths) + texts;
}

Result<void> TaskChunkBuilder::write_column(TaskChunkWriter& writer, std::int64_t column,
                                            const std::string& data, std::string& together) const {
  if (tasks() > kInlineChunkTasks && data.size() > kInlineColumnBytes) {
    return writer.put_column(stage_, chunk_, column, data);
  }
  put_varint(together, static_cast<std::uint64_t>(column));
  put_varint(together, data.size());
  together += data;
  return {};
}

Result<void> TaskChunkBuilder::write(TaskChunkWriter& writer) {
  if (!changed_) return {};
  std::string together;
  for (std::size_t i = 0; i < kTaskColumnCount; ++i) {
    const auto column = static_cast<std::int64_t>(i);
    if (column == number_of(TaskColumn::accumulables)) continue;
    auto done = write_column(writer, column, pack_column(values_[i]), together);
    if (!done) return done;
  }
  if (!accumulables_.empty()) {
    auto done =
        write_column(writer, number_of(TaskColumn::accumulables), pack_accumulables(), together);
    if (!done) return done;
  }
  for (SqlMetricColumn* metric : sql_metrics_by_id()) {
    metric->fill_up(tasks());
    auto done = write_column(writer, kFirstSqlMetricColumn + metric->id,
                             metric->present.empty() ? pack_column(metric->values)
                                                     : pack_column(metric->values, metric->present),
                             together);
    if (!done) return done;
  }
  changed_ = false;
  return writer.put_chunk(stage_, chunk_, tasks(), std::move(together));
}

}  // namespace afterglow::history
