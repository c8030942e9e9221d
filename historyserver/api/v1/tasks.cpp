#include <algorithm>

#include "historyserver/api/paging.h"
#include "historyserver/api/v1/distributions.h"
#include "historyserver/api/v1/executor_logs.h"
#include "historyserver/api/v1/routes.h"
#include "historyserver/api/v1/task_csv.h"
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
  query.metric_order = MetricOrder::spark;
  query.descending = order == "DECREASING_RUNTIME" || order == "-RUNTIME";
  return query;
}

// JSON as Spark's, or one line a task: JSON lines or comma-separated values.
enum class Format { json, ndjson, csv };

Format wanted_format(const Request& request) {
  const std::string accept = request.header("accept");
  if (accept.find("application/x-ndjson") != std::string::npos) return Format::ndjson;
  return accept.find("text/csv") != std::string::npos ? Format::csv : Format::json;
}

const char* content_type_of(Format format) {
  if (format == Format::ndjson) return "application/x-ndjson";
  return format == Format::csv ? "text/csv;charset=utf-8" : "application/json";
}

Result<void> write_list(JsonWriter& json, const OpenAttempt& attempt, const TaskQuery& query,
                        const ExecutorLogs& logs, Format format) {
  const std::int64_t now = attempt.log.known_until();
  const FieldSelection* fields = attempt.fields.get();
  if (format == Format::ndjson) json.compact();
  if (format == Format::json) json.begin_array();
  if (format == Format::csv) json.raw(task_csv_header(fields));
  auto done = attempt.database->tasks.each(query, [&](const TaskRow& task) {
    if (format == Format::csv) {
      json.raw(task_csv_row(task, now, fields));
    } else {
      write_task(json, task, logs, now);
      if (format == Format::ndjson) json.raw("\n");
    }
    return !json.stopped();
  });
  if (format == Format::json) json.end_array();
  return done;
}

}  // namespace

Response v1_task_list(OpenAttempt& attempt, const Request& request, const PathArguments& path) {
  auto query = parse_query(request, path);
  if (!query) return query.error();
  auto cut = attempt.task_cut(query->stage());
  if (!cut) return internal_error(cut.error());
  query->cut = *cut;
  auto logs = executor_logs(attempt);
  if (!logs) return internal_error(logs.error());
  const auto total = attempt.database->tasks.count(*query);
  if (!total) return internal_error(total.error());
  const Format format = wanted_format(request);
  Response response = json_response(
      attempt, [attempt, query = *query, logs = *std::move(logs), format](JsonWriter& json) {
        return write_list(json, attempt, query, logs, format);
      });
  if (response.status == 200) response.content_type = content_type_of(format);
  response.headers.emplace_back("Vary", "Accept");
  add_list_headers(response, request, {query->offset, query->limit}, *total);
  return response;
}

Response v1_task_summary(OpenAttempt& attempt, const Request& request, const PathArguments& path) {
  const auto quantiles = quantiles_parameter(request, "0.05,0.25,0.5,0.75,0.95");
  if (!quantiles) return quantiles.error();
  const StageKey stage{path.numbers[0], path.numbers[1]};
  const auto cut = attempt.task_cut(stage);
  if (!cut) return internal_error(cut.error());
  auto tasks = attempt.database->task_numbers(stage, attempt.log.known_until(), *cut);
  if (!tasks) return internal_error(tasks.error());
  if (tasks->succeeded() == 0) {
    return text_response(404, "No tasks reported metrics for " + std::to_string(path.numbers[0]) +
                                  " / " + std::to_string(path.numbers[1]) + " yet.");
  }
  JsonWriter json(attempt.fields);
  const auto done = write_task_distributions(json, *tasks, *quantiles, TimesOf::all_as_spark);
  if (!done) return internal_error(done.error());
  return json_response(json);
}

}  // namespace afterglow::history
