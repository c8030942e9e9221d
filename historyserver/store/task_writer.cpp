#include "historyserver/store/task_writer.h"

#include <algorithm>

#include "historyserver/store/running_task_row.h"
#include "historyserver/store/task_chunk_reader.h"

namespace afterglow::history {
namespace {

std::int64_t status_number(std::string_view status) {
  return std::ranges::find(kTaskStatuses, status) - kTaskStatuses.begin();
}

// What a chunk that was written says of its tasks, to go on with it.
Result<void> copy_tasks(TaskChunkReader& from, TaskChunkBuilder& to) {
  const auto accumulables = from.accumulables();
  if (!accumulables) return std::unexpected(accumulables.error());
  const auto ids = from.sql_metrics();
  if (!ids) return std::unexpected(ids.error());
  for (std::size_t task = 0; task < from.tasks(); ++task) {
    TaskRecord record;
    for (std::size_t i = 0; i < kTaskColumnCount; ++i) {
      const auto column = from.column(static_cast<std::int64_t>(i));
      if (!column) return std::unexpected(column.error());
      if ((*column)->size() > 0) record.values[i] = (*column)->value_at(task);
    }
    record.values[static_cast<std::size_t>(number_of(TaskColumn::accumulables))] = 0;
    record.accumulables = (*accumulables)[task];
    for (const std::int64_t id : *ids) {
      const auto column = from.column(kFirstSqlMetricColumn + id);
      if (!column) return std::unexpected(column.error());
      if (const auto value = (*column)->at(task)) record.sql_metrics.push_back({id, *value});
    }
    to.add(record);
  }
  return {};
}

}  // namespace

Result<void> TaskWriter::put_running(const TaskRow& task) {
  kept_.may_run = true;
  return cached_upsert(database_, put_running_, RunningTaskRow{task});
}

Result<void> TaskWriter::remove_running(std::int64_t task_id) {
  if (!remove_running_) {
    auto prepared = database_.prepare("DELETE FROM running_task WHERE task_id = ?");
    if (!prepared) return std::unexpected(prepared.error());
    remove_running_.emplace(*std::move(prepared));
  }
  remove_running_->bind(1, task_id);
  return remove_running_->run();
}

Result<std::vector<TaskRow>> TaskWriter::running() {
  auto rows = select_rows<RunningTaskRow>(database_, "");
  if (!rows) return std::unexpected(rows.error());
  return std::vector<TaskRow>(rows->begin(), rows->end());
}

Result<TaskRecord> TaskWriter::to_record(const TaskRow& task) {
  TaskRecord record;
  Result<void> done;
  const auto word = [&](std::string_view text) -> std::int64_t {
    const auto number = texts_.number_of(text);
    if (!number) done = std::unexpected(number.error());
    return number.value_or(0);
  };
  record[TaskColumn::task_id] = task.id;
  record[TaskColumn::task_index] = task.index;
  record[TaskColumn::attempt] = task.attempt;
  record[TaskColumn::partition_id] = task.partition_id;
  record[TaskColumn::launch_time] = task.launch_time;
  record[TaskColumn::result_fetch_start] = task.result_fetch_start;
  record[TaskColumn::duration] = task.duration.value_or(0);
  record[TaskColumn::executor_id] = word(task.executor_id);
  record[TaskColumn::host] = word(task.host);
  record[TaskColumn::status] = status_number(task.status);
  record[TaskColumn::locality] = word(task.locality);
  record[TaskColumn::speculative] = task.speculative;
  record[TaskColumn::error] = task.error ? word(*task.error) : 0;
  for (std::size_t i = 0; i < kTaskMetricCount; ++i) {
    record.values[static_cast<std::size_t>(TaskColumn::first_metric) + i] =
        task.metrics.at_index(i);
  }
  if (!task.accumulables.empty()) record.accumulables = to_json_text(task.accumulables);
  if (!done) return std::unexpected(done.error());
  return record;
}

Result<TaskChunkBuilder> TaskWriter::open_last_chunk(const StageKey& stage) {
  TaskChunkReader reader(database_, stage);
  const auto last = reader.last();
  if (!last) return std::unexpected(last.error());
  const auto found = reader.seek(*last);
  if (!found) return std::unexpected(found.error());
  if (!*found || reader.tasks() >= kChunkTasks) return TaskChunkBuilder(stage, *last + 1);
  TaskChunkBuilder builder(stage, *last);
  if (auto done = copy_tasks(reader, builder); !done) return std::unexpected(done.error());
  return builder;
}

Result<TaskChunkBuilder*> TaskWriter::builder(const StageKey& stage) {
  const auto found = builders_.find(stage);
  if (found != builders_.end()) return &found->second;
  auto opened = open_last_chunk(stage);
  if (!opened) return std::unexpected(opened.error());
  return &builders_.emplace(stage, *std::move(opened)).first->second;
}

Result<void> TaskWriter::write(TaskChunkBuilder& builder) {
  if (!chunks_) {
    auto opened = TaskChunkWriter::open(database_, kept_.chunks);
    if (!opened) return std::unexpected(opened.error());
    chunks_.emplace(*std::move(opened));
  }
  return builder.write(*chunks_);
}

Result<void> TaskWriter::append(const TaskRow& task, const SqlMetricUpdates& sql_metrics) {
  auto record = to_record(task);
  if (!record) return std::unexpected(record.error());
  record->sql_metrics = sql_metrics;
  const auto found = builder(task.stage());
  if (!found) return std::unexpected(found.error());
  TaskChunkBuilder& builder = **found;
  builder.add(*record);
  if (!builder.full()) return {};
  if (auto done = write(builder); !done) return done;
  builder = TaskChunkBuilder(task.stage(), builder.chunk() + 1);
  return {};
}

Result<void> TaskWriter::flush() {
  for (auto& [stage, builder] : builders_) {
    if (builder.tasks() == 0) continue;
    if (auto done = write(builder); !done) return done;
  }
  return {};
}

Result<void> TaskWriter::close(const StageKey& stage) {
  const auto found = builders_.find(stage);
  if (found == builders_.end()) return {};
  Result<void> done;
  if (found->second.tasks() > 0) done = write(found->second);
  builders_.erase(found);
  return done;
}

}  // namespace afterglow::history
