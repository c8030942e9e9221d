#include <algorithm>
#include <array>

#include "historyserver/api/dashboard/routes.h"
#include "historyserver/api/dashboard/task_filter.h"
#include "historyserver/api/dashboard/task_members.h"
#include "historyserver/api/json_writer.h"
#include "historyserver/api/paging.h"
#include "historyserver/api/v1/task_json.h"

namespace afterglow::history {
namespace {

using enum TaskMetric;

// What a table shows of an error; "errors=full" asks for all of it.
constexpr std::size_t kShownError = 600;

struct TaskPageQuery {
  TaskQuery query;
  bool whole_errors = false;
};

Parsed<TaskPageQuery> parse_query(const OpenAttempt& attempt, const Request& request,
                                  const PathArguments& path) {
  auto query = task_filter(attempt, request, path);
  if (!query) return std::unexpected(query.error());
  const auto offset = int_parameter(request, "offset", 0);
  if (!offset) return std::unexpected(offset.error());
  const auto limit = int_parameter(request, "limit", 50);
  if (!limit) return std::unexpected(limit.error());
  query->offset = std::max<std::int64_t>(0, *offset);
  query->limit = std::clamp<std::int64_t>(*limit, 0, kMaxPage);
  const std::string sort = request.parameter("sort").value_or("taskId");
  const auto order = task_order(sort);
  if (!order) return std::unexpected(text_response(400, "unknown sort key: " + sort));
  query->order = *order;
  query->descending = request.parameter("order").value_or("asc") == "desc";
  return TaskPageQuery{*std::move(query), request.parameter("errors") == "full"};
}

// A metric's member, if it has one of its own.
struct MetricMember {
  TaskOrder order;
  TaskMetric metric;
};

constexpr std::array kMetricMembers = std::to_array<MetricMember>({
    {TaskOrder::run_time, executor_run_time},
    {TaskOrder::cpu_time, executor_cpu_time},
    {TaskOrder::gc_time, jvm_gc_time},
    {TaskOrder::deserialize_time, executor_deserialize_time},
    {TaskOrder::deserialize_cpu_time, executor_deserialize_cpu_time},
    {TaskOrder::serialization_time, result_serialization_time},
    {TaskOrder::result_size, result_size},
    {TaskOrder::peak_memory, peak_execution_memory},
    {TaskOrder::peak_on_heap_memory, peak_on_heap_execution_memory},
    {TaskOrder::peak_off_heap_memory, peak_off_heap_execution_memory},
    {TaskOrder::input_bytes, input_bytes},
    {TaskOrder::input_records, input_records},
    {TaskOrder::output_bytes, output_bytes},
    {TaskOrder::output_records, output_records},
    {TaskOrder::shuffle_read_records, shuffle_records_read},
    {TaskOrder::fetch_wait_time, shuffle_fetch_wait_time},
    {TaskOrder::shuffle_remote_bytes_read, shuffle_remote_bytes_read},
    {TaskOrder::local_bytes_read, shuffle_local_bytes_read},
    {TaskOrder::remote_bytes_read_to_disk, shuffle_remote_bytes_read_to_disk},
    {TaskOrder::remote_blocks_fetched, shuffle_remote_blocks_fetched},
    {TaskOrder::local_blocks_fetched, shuffle_local_blocks_fetched},
    {TaskOrder::remote_requests_duration, shuffle_remote_reqs_duration},
    {TaskOrder::shuffle_write_bytes, shuffle_bytes_written},
    {TaskOrder::shuffle_write_records, shuffle_records_written},
    {TaskOrder::shuffle_write_time, shuffle_write_time},
    {TaskOrder::memory_spilled, memory_bytes_spilled},
    {TaskOrder::disk_spilled, disk_bytes_spilled},
    {TaskOrder::corrupt_merged_block_chunks, shuffle_corrupt_merged_block_chunks},
    {TaskOrder::merged_fetch_fallback_count, shuffle_merged_fetch_fallback_count},
    {TaskOrder::merged_remote_blocks_fetched, shuffle_merged_remote_blocks_fetched},
    {TaskOrder::merged_local_blocks_fetched, shuffle_merged_local_blocks_fetched},
    {TaskOrder::merged_remote_chunks_fetched, shuffle_merged_remote_chunks_fetched},
    {TaskOrder::merged_local_chunks_fetched, shuffle_merged_local_chunks_fetched},
    {TaskOrder::merged_remote_bytes_read, shuffle_merged_remote_bytes_read},
    {TaskOrder::merged_local_bytes_read, shuffle_merged_local_bytes_read},
    {TaskOrder::merged_remote_requests_duration, shuffle_merged_remote_reqs_duration},
});
static_assert(kMetricMembers.size() == kTaskMetricCount);

void write_accumulators(JsonWriter& json, const Accumulables& accumulables) {
  if (accumulables.empty()) return;
  json.key("accumulators").begin_array();
  for (const AccumulableValue& one : accumulables) {
    json.begin_object().field("name", one.name).field("update", one.update).end_object();
  }
  json.end_array();
}

// The end is cut between characters.
std::string_view shown_part(std::string_view error) {
  std::size_t size = std::min(error.size(), kShownError);
  while (size > 0 && size < error.size() && (error[size] & 0xC0) == 0x80) --size;
  return error.substr(0, size);
}

void write_error(JsonWriter& json, const std::string& error, bool whole) {
  const std::string_view shown = whole ? std::string_view(error) : shown_part(error);
  json.field("error", shown);
  if (shown.size() < error.size()) json.field("errorCut", true);
}

void write_row(JsonWriter& json, const TaskRow& task, std::int64_t now, bool whole_errors) {
  json.begin_object()
      .field("taskId", task.id)
      .field("index", task.index)
      .field("attempt", task.attempt)
      .field("partitionId", task.partition_id)
      .field("status", task.status)
      .field("locality", task.locality)
      .field("executorId", task.executor_id)
      .field("host", task.host)
      .field("launchTime", task.launch_time)
      .field("duration", std::max<std::int64_t>(0, task.duration.value_or(now - task.launch_time)))
      .field("schedulerDelay", scheduler_delay(task))
      .field("gettingResultTime", getting_result_time(task, now))
      .field("shuffleReadBytes", task.metrics.shuffle_bytes_read())
      .field("speculative", task.speculative);
  for (const MetricMember& member : kMetricMembers) {
    const std::int64_t value = task.metrics[member.metric];
    json.field(task_member(member.order), value);
  }
  write_accumulators(json, task.accumulables);
  if (task.error) write_error(json, *task.error, whole_errors);
  json.end_object();
}

}  // namespace

Response dashboard_tasks(OpenAttempt& attempt, const Request& request, const PathArguments& path) {
  const auto asked = parse_query(attempt, request, path);
  if (!asked) return asked.error();
  const auto total = attempt.database->tasks.count(asked->query);
  if (!total) return internal_error(total.error());
  const std::int64_t now = asked->query.conditions.now;
  JsonWriter json(attempt.fields);
  json.compact()
      .begin_object()
      .field("total", *total)
      .field("offset", asked->query.offset)
      .key("tasks")
      .begin_array();
  auto done = attempt.database->tasks.each(asked->query, [&](const TaskRow& task) {
    write_row(json, task, now, asked->whole_errors);
    return true;
  });
  if (!done) return internal_error(done.error());
  json.end_array().end_object();
  return json_response(json);
}

}  // namespace afterglow::history
