#include <algorithm>
#include <array>
#include <functional>

#include "historyserver/api/text_search.h"
#include "historyserver/api/v1/executor_logs.h"
#include "historyserver/api/v1/routes.h"
#include "historyserver/api/v1/table_parameters.h"
#include "historyserver/api/v1/task_json.h"
#include "historyserver/api/v1/task_search.h"

namespace afterglow::history {
namespace {

struct SortColumn {
  std::string_view header;  // on Spark's page
  TaskOrder order;
};

constexpr std::array kSortColumns = std::to_array<SortColumn>({
    {"ID", TaskOrder::id},
    {"Index", TaskOrder::partition_id},
    {"Attempt", TaskOrder::attempt},
    {"Status", TaskOrder::status},
    {"Locality Level", TaskOrder::locality},
    {"Executor ID", TaskOrder::executor_id},
    {"Host", TaskOrder::host},
    {"Launch Time", TaskOrder::launch_time},
    {"Duration", TaskOrder::run_time},
    {"Scheduler Delay", TaskOrder::scheduler_delay},
    {"Task Deserialization Time", TaskOrder::deserialize_time},
    {"GC Time", TaskOrder::gc_time},
    {"Result Serialization Time", TaskOrder::serialization_time},
    {"Getting Result Time", TaskOrder::getting_result_time},
    {"Peak Execution Memory", TaskOrder::peak_memory},
    {"Accumulators", TaskOrder::accumulables},
    {"Input Size / Records", TaskOrder::input_bytes},
    {"Output Size / Records", TaskOrder::output_bytes},
    {"Shuffle Read Fetch Wait Time", TaskOrder::fetch_wait_time},
    {"Shuffle Read Size / Records", TaskOrder::shuffle_read_bytes},
    {"Shuffle Remote Reads", TaskOrder::shuffle_remote_bytes_read},
    {"Shuffle Write Time", TaskOrder::shuffle_write_time},
    {"Shuffle Write Size / Records", TaskOrder::shuffle_write_bytes},
    {"Spill (Memory)", TaskOrder::memory_spilled},
    {"Spill (Disk)", TaskOrder::disk_spilled},
    {"Errors", TaskOrder::error},
});

Parsed<TaskOrder> order_of(const TableParameters& table) {
  const auto name = table.text("columnNameToSort");
  if (!name) {
    return std::unexpected(text_response(400, "The parameter \"columnNameToSort\" is missing."));
  }
  const std::string header = lower_case(*name) == "logs" ? "Index" : *name;
  const auto column = std::ranges::find(kSortColumns, header, &SortColumn::header);
  if (column != kSortColumns.end()) return column->order;
  return std::unexpected(text_response(400, "Invalid sort column: " + *name));
}

Parsed<std::int64_t> positive(const TableParameters& table, std::string_view name) {
  const auto number = table.integer(name);
  if (!number || *number > 0) return number;
  return std::unexpected(
      text_response(400, "The parameter \"" + std::string(name) + "\" must be positive."));
}

using WriteTask = std::function<bool(const TaskRow&)>;

// The answer up to its tasks; `filtered` is how many match.
void begin_answer(JsonWriter& json, std::string_view filtered) {
  json.begin_object().field("recordsFiltered", filtered).key("aaData").begin_array();
}

Parsed<void> write_plain_page(JsonWriter& json, TaskStore& tasks, TaskQuery query,
                              const TableParameters& table, const WriteTask& write) {
  const auto start = table.integer("start");
  if (!start) return std::unexpected(start.error());
  const auto length = positive(table, "length");
  if (!length) return std::unexpected(length.error());
  query.offset = std::max<std::int64_t>(0, *start);
  query.limit = *length;
  begin_answer(json, *table.text("numTasks"));
  const auto done = tasks.each(query, write);
  if (!done) return std::unexpected(internal_error(done.error()));
  return {};
}

// As Spark's server, which searches as many tasks as the client says that there are, and asks for
// the page only when it has found something.
Parsed<void> write_found_page(JsonWriter& json, TaskStore& tasks, TaskQuery query,
                              const TableParameters& table, std::int64_t now,
                              const WriteTask& write) {
  const auto among = positive(table, "numTasks");
  if (!among) return std::unexpected(among.error());
  const auto all = tasks.count(query);
  if (!all) return std::unexpected(internal_error(all.error()));
  if (*all == 0) {
    begin_answer(json, *table.text("numTasks"));
    return {};
  }
  const auto start = table.integer("start");
  const auto length = table.integer("length");
  query.offset = std::max<std::int64_t>(0, start.value_or(0));
  query.limit = std::max<std::int64_t>(0, start.value_or(0) + length.value_or(0) - query.offset);
  const TaskTextSearch wanted(table.search());
  std::vector<TaskRow> page;
  const auto found =
      tasks.search(query,
                   {.matches = [&](const TaskRow& task) { return wanted.is_in(task, now); },
                    .among = *among < *all ? *among : -1},
                   [&](const TaskRow& task) {
                     page.push_back(task);
                     return true;
                   });
  if (!found) return std::unexpected(internal_error(found.error()));
  if (*found > 0 && !start) return std::unexpected(start.error());
  if (*found > 0 && !length) return std::unexpected(length.error());
  begin_answer(json, std::to_string(*found));
  for (const TaskRow& task : page) write(task);
  return {};
}

}  // namespace

Response v1_task_table(OpenAttempt& attempt, const Request& request, const PathArguments& path) {
  const TableParameters table(request);
  const auto total = table.integer("numTasks");
  if (!total) return total.error();
  const auto order = order_of(table);
  if (!order) return order.error();
  TaskQuery query;
  query.stage_id = path.numbers[0];
  query.stage_attempt = path.numbers[1];
  query.order = *order;
  query.metric_order = MetricOrder::spark;
  query.descending = lower_case(table.text("order[0][dir]").value_or("")) != "asc";
  const auto cut = attempt.task_cut(query.stage());
  if (!cut) return internal_error(cut.error());
  query.cut = *cut;
  const std::int64_t now = attempt.log.known_until();
  TaskStore& tasks = attempt.database->tasks;
  const auto logs = executor_logs(attempt);
  if (!logs) return internal_error(logs.error());
  JsonWriter json(attempt.fields);
  const auto write = [&](const TaskRow& task) {
    write_task(json, task, *logs, now);
    return true;
  };
  const auto done = table.search().empty()
                        ? write_plain_page(json, tasks, query, table, write)
                        : write_found_page(json, tasks, query, table, now, write);
  if (!done) return done.error();
  json.end_array().field("recordsTotal", *table.text("numTasks")).end_object();
  return json_response(json);
}

}  // namespace afterglow::history
