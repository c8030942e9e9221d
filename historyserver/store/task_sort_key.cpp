#include "historyserver/store/task_sort_key.h"

#include <array>
#include <limits>
#include <variant>

namespace afterglow::history {
namespace {

using Source = std::variant<std::monostate, TaskColumn, TaskMetric>;

struct Sources {
  Source first;
  Source second;
};

// In the order of TaskOrder. Neither: it follows from times.
constexpr std::array kSources = std::to_array<Sources>({
    {TaskColumn::task_id, {}},
    {TaskColumn::task_index, {}},
    {TaskColumn::attempt, {}},
    {TaskColumn::partition_id, {}},
    {TaskColumn::status, {}},
    {TaskColumn::locality, {}},
    {TaskColumn::executor_id, {}},
    {TaskColumn::host, {}},
    {TaskColumn::launch_time, {}},
    {TaskColumn::duration, {}},
    {TaskMetric::executor_run_time, TaskColumn::status},
    {TaskMetric::executor_cpu_time, {}},
    {TaskMetric::jvm_gc_time, {}},
    {{}, {}},
    {TaskMetric::executor_deserialize_time, {}},
    {TaskMetric::result_serialization_time, {}},
    {{}, {}},
    {TaskMetric::peak_execution_memory, {}},
    {TaskMetric::input_bytes, {}},
    {TaskMetric::input_records, {}},
    {TaskMetric::output_bytes, {}},
    {TaskMetric::output_records, {}},
    {TaskMetric::shuffle_local_bytes_read, TaskMetric::shuffle_remote_bytes_read},
    {TaskMetric::shuffle_records_read, {}},
    {TaskMetric::shuffle_fetch_wait_time, {}},
    {TaskMetric::shuffle_bytes_written, {}},
    {TaskMetric::shuffle_records_written, {}},
    {TaskMetric::memory_bytes_spilled, {}},
    {TaskMetric::disk_bytes_spilled, {}},
    {TaskColumn::speculative, {}},
    {TaskColumn::error, {}},
});
static_assert(kSources.size() == static_cast<std::size_t>(TaskOrder::error) + 1);

Result<const PackedColumn*> column_of(TaskChunkReader& chunk, const Source& source) {
  if (const auto* column = std::get_if<TaskColumn>(&source)) return chunk.column(*column);
  if (const auto* metric = std::get_if<TaskMetric>(&source)) return chunk.column(*metric);
  return nullptr;
}

// Spark orders tasks that did not succeed before all others by run time, as negative numbers.
std::int64_t run_time_key(std::int64_t run_time, std::int64_t status) {
  return status == kTaskSucceeded ? run_time : -run_time - 1;
}

}  // namespace

std::optional<TaskColumn> words_of(TaskOrder order) {
  switch (order) {
    case TaskOrder::locality:
      return TaskColumn::locality;
    case TaskOrder::executor_id:
      return TaskColumn::executor_id;
    case TaskOrder::host:
      return TaskColumn::host;
    case TaskOrder::error:
      return TaskColumn::error;
    default:
      return {};
  }
}

Result<TaskSortKey> TaskSortKey::load(TaskChunkReader& chunk, TaskOrder order) {
  TaskSortKey key;
  key.order_ = order;
  const Sources& sources = kSources[static_cast<std::size_t>(order)];
  const auto first = column_of(chunk, sources.first);
  if (!first) return std::unexpected(first.error());
  const auto second = column_of(chunk, sources.second);
  if (!second) return std::unexpected(second.error());
  key.first_ = *first;
  key.second_ = *second;
  if (!key.first_) {
    auto times = TaskTimes::load(chunk);
    if (!times) return std::unexpected(times.error());
    key.times_ = *times;
  }
  return key;
}

std::int64_t TaskSortKey::at(std::size_t task) const {
  if (times_) {
    return order_ == TaskOrder::scheduler_delay ? times_->scheduler_delay(task)
                                                : times_->getting_result_time(task);
  }
  const std::int64_t value = first_->value_at(task);
  if (!second_) return value;
  if (order_ == TaskOrder::run_time) return run_time_key(value, second_->value_at(task));
  return value + second_->value_at(task);
}

std::int64_t sort_key_of_running(const TaskRow& task, TaskOrder order) {
  switch (order) {
    case TaskOrder::id:
      return task.id;
    case TaskOrder::index:
      return task.index;
    case TaskOrder::attempt:
      return task.attempt;
    case TaskOrder::partition_id:
      return task.partition_id;
    case TaskOrder::launch_time:
      return task.launch_time;
    case TaskOrder::speculative:
      return task.speculative;
    case TaskOrder::duration:
      return std::numeric_limits<std::int64_t>::min();
    case TaskOrder::run_time:
      return -1;
    default:
      return 0;
  }
}

}  // namespace afterglow::history
