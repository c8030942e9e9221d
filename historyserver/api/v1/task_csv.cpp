#include "historyserver/api/v1/task_csv.h"

#include <algorithm>
#include <array>

#include "historyserver/api/json_writer.h"
#include "historyserver/api/v1/task_json.h"

namespace afterglow::history {
namespace {

using enum TaskMetric;

std::string csv_cell(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string result = "\"";
  for (const char c : text) result.append(c == '"' ? 2 : 1, c);
  return result + '"';
}

struct CsvColumn {
  std::string_view path;
  std::string (*value)(const TaskRow& task, std::int64_t now);
};

template <TaskMetric metric>
std::string metric_text(const TaskRow& task, std::int64_t) {
  return task.has_metrics ? std::to_string(task.metrics[metric]) : "";
}

template <auto member>
std::string number_text(const TaskRow& task, std::int64_t) {
  return std::to_string(task.*member);
}

template <auto member>
std::string word_text(const TaskRow& task, std::int64_t) {
  return csv_cell(task.*member);
}

constexpr std::array kColumns = std::to_array<CsvColumn>({
    {"taskId", number_text<&TaskRow::id>},
    {"index", number_text<&TaskRow::index>},
    {"attempt", number_text<&TaskRow::attempt>},
    {"partitionId", number_text<&TaskRow::partition_id>},
    {"launchTime", [](const TaskRow& task, std::int64_t) { return format_date(task.launch_time); }},
    {"resultFetchStart",
     [](const TaskRow& task, std::int64_t) {
       return task.result_fetch_start > 0 ? format_date(task.result_fetch_start) : std::string();
     }},
    {"duration",
     [](const TaskRow& task, std::int64_t now) {
       const std::int64_t duration = task.duration.value_or(now - task.launch_time);
       return duration > 0 ? std::to_string(duration) : std::string();
     }},
    {"executorId", word_text<&TaskRow::executor_id>},
    {"host", word_text<&TaskRow::host>},
    {"status", word_text<&TaskRow::status>},
    {"taskLocality", word_text<&TaskRow::locality>},
    {"speculative", [](const TaskRow& task,
                       std::int64_t) { return std::string(task.speculative ? "true" : "false"); }},
    {"errorMessage",
     [](const TaskRow& task, std::int64_t) { return csv_cell(task.error.value_or("")); }},
    {"taskMetrics.executorDeserializeTime", metric_text<executor_deserialize_time>},
    {"taskMetrics.executorDeserializeCpuTime", metric_text<executor_deserialize_cpu_time>},
    {"taskMetrics.executorRunTime", metric_text<executor_run_time>},
    {"taskMetrics.executorCpuTime", metric_text<executor_cpu_time>},
    {"taskMetrics.resultSize", metric_text<result_size>},
    {"taskMetrics.jvmGcTime", metric_text<jvm_gc_time>},
    {"taskMetrics.resultSerializationTime", metric_text<result_serialization_time>},
    {"taskMetrics.memoryBytesSpilled", metric_text<memory_bytes_spilled>},
    {"taskMetrics.diskBytesSpilled", metric_text<disk_bytes_spilled>},
    {"taskMetrics.peakExecutionMemory", metric_text<peak_execution_memory>},
    {"taskMetrics.inputMetrics.bytesRead", metric_text<input_bytes>},
    {"taskMetrics.inputMetrics.recordsRead", metric_text<input_records>},
    {"taskMetrics.outputMetrics.bytesWritten", metric_text<output_bytes>},
    {"taskMetrics.outputMetrics.recordsWritten", metric_text<output_records>},
    {"taskMetrics.shuffleReadMetrics.remoteBlocksFetched",
     metric_text<shuffle_remote_blocks_fetched>},
    {"taskMetrics.shuffleReadMetrics.localBlocksFetched",
     metric_text<shuffle_local_blocks_fetched>},
    {"taskMetrics.shuffleReadMetrics.fetchWaitTime", metric_text<shuffle_fetch_wait_time>},
    {"taskMetrics.shuffleReadMetrics.remoteBytesRead", metric_text<shuffle_remote_bytes_read>},
    {"taskMetrics.shuffleReadMetrics.remoteBytesReadToDisk",
     metric_text<shuffle_remote_bytes_read_to_disk>},
    {"taskMetrics.shuffleReadMetrics.localBytesRead", metric_text<shuffle_local_bytes_read>},
    {"taskMetrics.shuffleReadMetrics.recordsRead", metric_text<shuffle_records_read>},
    {"taskMetrics.shuffleReadMetrics.remoteReqsDuration",
     metric_text<shuffle_remote_reqs_duration>},
    {"taskMetrics.shuffleWriteMetrics.bytesWritten", metric_text<shuffle_bytes_written>},
    {"taskMetrics.shuffleWriteMetrics.writeTime", metric_text<shuffle_write_time>},
    {"taskMetrics.shuffleWriteMetrics.recordsWritten", metric_text<shuffle_records_written>},
    {"schedulerDelay",
     [](const TaskRow& task, std::int64_t) { return std::to_string(scheduler_delay(task)); }},
    {"gettingResultTime",
     [](const TaskRow& task,
        std::int64_t now) { return std::to_string(getting_result_time(task, now)); }},
});

bool is_wanted(std::string_view path, const FieldSelection* fields) {
  while (fields && !path.empty()) {
    const auto dot = std::min(path.find('.'), path.size());
    fields = fields->member(path.substr(0, dot));
    if (!fields) return false;
    path.remove_prefix(std::min(dot + 1, path.size()));
  }
  return true;
}

template <typename Cell>
std::string line_of(const FieldSelection* fields, Cell&& cell) {
  std::string line;
  bool first = true;
  for (const CsvColumn& column : kColumns) {
    if (!is_wanted(column.path, fields)) continue;
    if (!first) line += ',';
    first = false;
    line += cell(column);
  }
  return line + "\r\n";
}

}  // namespace

std::string task_csv_header(const FieldSelection* fields) {
  return line_of(fields, [](const CsvColumn& column) { return column.path; });
}

std::string task_csv_row(const TaskRow& task, std::int64_t now, const FieldSelection* fields) {
  return line_of(fields, [&](const CsvColumn& column) { return column.value(task, now); });
}

}  // namespace afterglow::history
