#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

// The metrics that Spark keeps for a task and sums for a stage. New ones come last: databases know
// them by number. One list for events, rows and
// JSON: the enum is the index, kTaskMetricColumns the name in SQL. Times are milliseconds except
// the two CPU times and shuffle_write_time, which are nanoseconds.
namespace afterglow::history {

enum class TaskMetric : std::uint8_t {
  executor_deserialize_time,
  executor_deserialize_cpu_time,
  executor_run_time,
  executor_cpu_time,
  result_size,
  jvm_gc_time,
  result_serialization_time,
  memory_bytes_spilled,
  disk_bytes_spilled,
  peak_execution_memory,
  input_bytes,
  input_records,
  output_bytes,
  output_records,
  shuffle_remote_blocks_fetched,
  shuffle_local_blocks_fetched,
  shuffle_fetch_wait_time,
  shuffle_remote_bytes_read,
  shuffle_remote_bytes_read_to_disk,
  shuffle_local_bytes_read,
  shuffle_records_read,
  shuffle_corrupt_merged_block_chunks,
  shuffle_merged_fetch_fallback_count,
  shuffle_merged_remote_blocks_fetched,
  shuffle_merged_local_blocks_fetched,
  shuffle_merged_remote_chunks_fetched,
  shuffle_merged_local_chunks_fetched,
  shuffle_merged_remote_bytes_read,
  shuffle_merged_local_bytes_read,
  shuffle_remote_reqs_duration,
  shuffle_merged_remote_reqs_duration,
  shuffle_bytes_written,
  shuffle_write_time,
  shuffle_records_written,
  peak_on_heap_execution_memory,
  peak_off_heap_execution_memory,
};

inline constexpr std::array<std::string_view, 36> kTaskMetricColumns = {
    "executor_deserialize_time",
    "executor_deserialize_cpu_time",
    "executor_run_time",
    "executor_cpu_time",
    "result_size",
    "jvm_gc_time",
    "result_serialization_time",
    "memory_bytes_spilled",
    "disk_bytes_spilled",
    "peak_execution_memory",
    "input_bytes",
    "input_records",
    "output_bytes",
    "output_records",
    "shuffle_remote_blocks_fetched",
    "shuffle_local_blocks_fetched",
    "shuffle_fetch_wait_time",
    "shuffle_remote_bytes_read",
    "shuffle_remote_bytes_read_to_disk",
    "shuffle_local_bytes_read",
    "shuffle_records_read",
    "shuffle_corrupt_merged_block_chunks",
    "shuffle_merged_fetch_fallback_count",
    "shuffle_merged_remote_blocks_fetched",
    "shuffle_merged_local_blocks_fetched",
    "shuffle_merged_remote_chunks_fetched",
    "shuffle_merged_local_chunks_fetched",
    "shuffle_merged_remote_bytes_read",
    "shuffle_merged_local_bytes_read",
    "shuffle_remote_reqs_duration",
    "shuffle_merged_remote_reqs_duration",
    "shuffle_bytes_written",
    "shuffle_write_time",
    "shuffle_records_written",
    "peak_on_heap_execution_memory",
    "peak_off_heap_execution_memory",
};

inline constexpr std::size_t kTaskMetricCount = kTaskMetricColumns.size();
static_assert(kTaskMetricCount ==
              static_cast<std::size_t>(TaskMetric::peak_off_heap_execution_memory) + 1);

class TaskMetricValues {
 public:
  std::int64_t& operator[](TaskMetric metric) { return values_[static_cast<std::size_t>(metric)]; }
  std::int64_t operator[](TaskMetric metric) const {
    return values_[static_cast<std::size_t>(metric)];
  }
  std::int64_t& at_index(std::size_t index) { return values_[index]; }
  std::int64_t at_index(std::size_t index) const { return values_[index]; }

  void add(const TaskMetricValues& other) {
    for (std::size_t i = 0; i < kTaskMetricCount; ++i) values_[i] += other.values_[i];
  }

  std::int64_t shuffle_bytes_read() const {
    return (*this)[TaskMetric::shuffle_local_bytes_read] +
           (*this)[TaskMetric::shuffle_remote_bytes_read];
  }

  bool operator==(const TaskMetricValues&) const = default;

 private:
  std::array<std::int64_t, kTaskMetricCount> values_{};
};

}  // namespace afterglow::history
