#include "historyserver/store/task_sort_key.h"

#include <algorithm>
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
    {TaskMetric::executor_run_time, {}},
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
    {TaskMetric::shuffle_remote_bytes_read, {}},
    {TaskMetric::shuffle_write_time, {}},
    {TaskColumn::accumulables, {}},
    {TaskMetric::result_size, {}},
    {TaskMetric::executor_deserialize_cpu_time, {}},
    {TaskMetric::shuffle_remote_blocks_fetched, {}},
    {TaskMetric::shuffle_local_blocks_fetched, {}},
    {TaskMetric::shuffle_local_bytes_read, {}},
    {TaskMetric::shuffle_remote_bytes_read_to_disk, {}},
    {TaskMetric::shuffle_remote_reqs_duration, {}},
    {TaskMetric::shuffle_corrupt_merged_block_chunks, {}},
    {TaskMetric::shuffle_merged_fetch_fallback_count, {}},
    {TaskMetric::shuffle_merged_remote_blocks_fetched, {}},
    {TaskMetric::shuffle_merged_local_blocks_fetched, {}},
    {TaskMetric::shuffle_merged_remote_chunks_fetched, {}},
    {TaskMetric::shuffle_merged_local_chunks_fetched, {}},
    {TaskMetric::shuffle_merged_remote_bytes_read, {}},
    {TaskMetric::shuffle_merged_local_bytes_read, {}},
    {TaskMetric::shuffle_merged_remote_reqs_duration, {}},
    {TaskMetric::peak_on_heap_execution_memory, {}},
    {TaskMetric::peak_off_heap_execution_memory, {}},
});
static_assert(kSources.size() == static_cast<std::size_t>(TaskOrder::last) + 1);

const Sources& sources_of(TaskOrder order) {
  return kSources[static_cast<std::size_t>(order)];
}
bool is_metric(TaskOrder order) {
  return std::holds_alternative<TaskMetric>(sources_of(order).first);
}
bool follows_from_times(TaskOrder order) {
  return std::holds_alternative<std::monostate>(sources_of(order).first);
}

// Where each of kTaskStatuses stands in the order of the alphabet.
constexpr std::array<std::int64_t, kTaskStatuses.size()> kStatusRanks = {3, 1, 4, 0, 2};

std::int64_t rank_of_status(std::int64_t status) {
  return kStatusRanks[static_cast<std::size_t>(status) % kStatusRanks.size()];
}

Result<const PackedColumn*> column_of(TaskChunkReader& chunk, const Source& source) {
  if (const auto* column = std::get_if<TaskColumn>(&source)) return chunk.column(*column);
  if (const auto* metric = std::get_if<TaskMetric>(&source)) return chunk.column(*metric);
  return nullptr;
}

}  // namespace

bool is_amount(TaskOrder order) {
  return is_metric(order) || follows_from_times(order) || order == TaskOrder::duration ||
         order == TaskOrder::launch_time || order == TaskOrder::index;
}

std::optional<TaskColumn> words_of(TaskOrder order) {
  switch (order) {
    case TaskOrder::locality:
      return TaskColumn::locality;
    case TaskOrder::executor_id:
      return TaskColumn::executor_id;
    case TaskOrder::host:
      return TaskColumn::host;
    default:
      return {};
  }
}

Result<TaskSortKey> TaskSortKey::load(TaskChunkReader& chunk, TaskOrder order,
                                      MetricOrder metric_order) {
  TaskSortKey key;
  key.order_ = order;
  const Sources& sources = sources_of(order);
  const auto first = column_of(chunk, sources.first);
  if (!first) return std::unexpected(first.error());
  const auto second = column_of(chunk, sources.second);
  if (!second) return std::unexpected(second.error());
  key.first_ = *first;
  key.second_ = *second;
  if (metric_order == MetricOrder::spark && is_metric(order)) {
    const auto statuses = chunk.column(TaskColumn::status);
    if (!statuses) return std::unexpected(statuses.error());
    key.statuses_ = *statuses;
  }
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
  if (order_ == TaskOrder::status) return rank_of_status(first_->value_at(task));
  // Spark keeps -1 - metric, and adds two of them up as they are.
  const bool is_negative = statuses_ && statuses_->value_at(task) != kTaskSucceeded;
  const auto key_of = [&](const PackedColumn* metric) {
    const std::int64_t value = metric->value_at(task);
    return is_negative ? -1 - value : value;
  };
  return second_ ? key_of(first_) + key_of(second_) : key_of(first_);
}

std::int64_t sort_key_of_running(const TaskRow& task, TaskOrder order, MetricOrder metric_order) {
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
    case TaskOrder::status: {
      const auto status = std::ranges::find(kTaskStatuses, task.status);
      return rank_of_status(status - kTaskStatuses.begin());
    }
    default:
      return metric_order == MetricOrder::spark && (is_metric(order) || follows_from_times(order))
                 ? -1
                 : 0;
  }
}

}  // namespace afterglow::history
