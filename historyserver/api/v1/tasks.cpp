#include <algorithm>

#include "historyserver/api/v1/distributions.h"
#include "historyserver/api/v1/executor_logs.h"
#include "historyserver/api/v1/routes.h"
#include "historyserver/api/v1/task_json.h"

namespace afterglow::history {
namespace {

Parsed<TaskQuery> parse_query(const Request& request, const PathArguments& path) {
  TaskQuery query;
  query.stage_id = path.numbers[0];
  query.stage_attempt = path.numbers[1];
  const auto offset = int_parameter(request, "offset", 0);
  if (!offset) return std::unexpected(offset.error());
  const auto length = int_parameter(request, "length", 20);
  if (!length) return std::unexpected(length.error());
  auto sort = enum_parameters(
      request, "sortBy", {"ID", "INCREASING_RUNTIME", "RUNTIME", "DECREASING_RUNTIME", "-RUNTIME"});
  if (!sort) return std::unexpected(sort.error());
  auto statuses =
      enum_parameters(request, "status", {"RUNNING", "KILLED", "FAILED", "SUCCESS", "UNKNOWN"});
  if (!statuses) return std::unexpected(statuses.error());
  query.offset = std::max<std::int64_t>(0, *offset);
  query.limit = std::max<std::int64_t>(0, *length);
  query.statuses = *std::move(statuses);
  const std::string order = sort->empty() || sort->front().empty() ? "ID" : sort->front();
  if (order != "ID") query.order = TaskOrder::run_time;
  query.descending = order == "DECREASING_RUNTIME" || order == "-RUNTIME";
  return query;
}

}  // namespace

Response v1_task_list(OpenAttempt& attempt, const Request& request, const PathArguments& path) {
  const auto query = parse_query(request, path);
  if (!query) return query.error();
  const auto logs = executor_logs(*attempt.database);
  if (!logs) return internal_error(logs.error());
  const std::int64_t now = attempt.log.known_until();
  JsonWriter json;
  json.begin_array();
  auto done = attempt.database->tasks.each(
      *query, [&](const TaskRow& task) { write_task(json, task, *logs, now); });
  if (!done) return internal_error(done.error());
  json.end_array();
  return json_response(json);
}

Response v1_task_summary(OpenAttempt& attempt, const Request& request, const PathArguments& path) {
  const auto quantiles = quantiles_parameter(request, "0.05,0.25,0.5,0.75,0.95");
  if (!quantiles) return quantiles.error();
  auto tasks =
      attempt.database->task_numbers({path.numbers[0], path.numbers[1]}, attempt.log.known_until());
  if (!tasks) return internal_error(tasks.error());
  if (tasks->succeeded() == 0) {
    return text_response(404, "No tasks reported metrics for " + std::to_string(path.numbers[0]) +
                                  " / " + std::to_string(path.numbers[1]) + " yet.");
  }
  JsonWriter json;
  const auto done = write_task_distributions(json, *tasks, *quantiles, TimesOf::all_as_spark);
  if (!done) return internal_error(done.error());
  return json_response(json);
}

}  // namespace afterglow::history
