#include "historyserver/store/task_row_reader.h"

#include <algorithm>

#include "historyserver/store/running_task_row.h"

namespace afterglow::history {
namespace {

constexpr std::size_t kKeptChunks = 8;

}  // namespace

Result<std::vector<TaskRow>> running_tasks(Database& database, const StageKey& stage,
                                           const std::vector<std::string>& statuses) {
  auto rows = select_rows<RunningTaskRow>(database,
                                          "WHERE stage_id = ? AND stage_attempt = ? AND " +
                                              any_of("status", statuses) + " ORDER BY task_id",
                                          stage.stage_id, stage.attempt);
  if (!rows) return std::unexpected(rows.error());
  return std::vector<TaskRow>(rows->begin(), rows->end());
}

Result<TaskRowReader::OpenChunk*> TaskRowReader::chunk(std::int64_t number) {
  const auto found = std::ranges::find_if(
      chunks_, [&](const OpenChunk& open) { return open.reader.chunk() == number; });
  if (found != chunks_.end()) {
    std::rotate(chunks_.begin(), found, found + 1);
    return &chunks_.front();
  }
  if (chunks_.size() >= kKeptChunks) chunks_.pop_back();
  OpenChunk& open = chunks_.emplace_front(OpenChunk{TaskChunkReader(database_, stage_), {}, {}});
  const auto there = open.reader.seek(number);
  if (!there) return std::unexpected(there.error());
  if (!*there) return fail(ErrorKind::corrupt, "a chunk of tasks is missing");
  for (std::size_t i = 0; i < kTaskColumnCount; ++i) {
    const auto column = open.reader.column(static_cast<std::int64_t>(i));
    if (!column) return std::unexpected(column.error());
    open.columns[i] = *column;
  }
  auto accumulables = open.reader.accumulables();
  if (!accumulables) return std::unexpected(accumulables.error());
  open.accumulables = *std::move(accumulables);
  return &open;
}

Result<TaskRow> TaskRowReader::read(std::int64_t number, std::size_t task) {
  const auto open = chunk(number);
  if (!open) return std::unexpected(open.error());
  Result<void> done;
  const auto value = [&](auto column) -> std::int64_t {
    const PackedColumn* packed = (*open)->columns[static_cast<std::size_t>(number_of(column))];
    return packed->size() > 0 ? packed->value_at(task) : 0;
  };
  const auto word = [&](TaskColumn column) -> std::string {
    const auto text = texts_.text(value(column));
    if (!text) done = std::unexpected(text.error());
    return std::string(text.value_or(""));
  };
  TaskRow row;
  row.stage_id = stage_.stage_id;
  row.stage_attempt = stage_.attempt;
  row.id = value(TaskColumn::task_id);
  row.index = value(TaskColumn::task_index);
  row.attempt = value(TaskColumn::attempt);
  row.partition_id = value(TaskColumn::partition_id);
  row.launch_time = value(TaskColumn::launch_time);
  row.result_fetch_start = value(TaskColumn::result_fetch_start);
  row.executor_id = word(TaskColumn::executor_id);
  row.host = word(TaskColumn::host);
  const auto status = static_cast<std::size_t>(value(TaskColumn::status));
  row.status = kTaskStatuses[std::min(status, kTaskStatuses.size() - 1)];
  // An end without a finish time has none.
  if (status > 1) row.duration = value(TaskColumn::duration);
  row.locality = word(TaskColumn::locality);
  row.speculative = value(TaskColumn::speculative) != 0;
  if (value(TaskColumn::error) != 0) row.error = word(TaskColumn::error);
  const std::string_view accumulables = (*open)->accumulables[task];
  if (!accumulables.empty()) from_json_text(accumulables, row.accumulables);
  row.has_metrics = true;
  for (std::size_t i = 0; i < kTaskMetricCount; ++i) {
    row.metrics.at_index(i) = value(static_cast<TaskMetric>(i));
  }
  if (!done) return std::unexpected(done.error());
  return row;
}

}  // namespace afterglow::history
