#include "common/base/clock.h"
#include "historyserver/api/paging.h"
#include "historyserver/api/v1/routes.h"
#include "historyserver/api/v1/spark_json.h"
#include "historyserver/api/v1/sql_graph_json.h"
#include "historyserver/api/v1/sql_status.h"

namespace afterglow::history {
namespace {

struct Parts {
  bool details;
  bool plan_description;
  bool numeric_metrics;  // Afterglow's own
};

Parts parts_of(const Request& request) {
  return {flag_parameter(request, "details", true),
          flag_parameter(request, "planDescription", true),
          flag_parameter(request, "numericMetrics", false)};
}

Result<void> write_execution(JsonWriter& json, ApplicationDatabase& database,
                             const SqlExecutionRow& row, const SqlJobs& jobs, const Parts& parts) {
  const std::int64_t latest = row.plan_versions - 1;
  std::string plan;
  if (parts.plan_description) {
    auto text = database.sql_plans.description(row.id, latest);
    if (!text) return std::unexpected(text.error());
    plan = std::move(*text).value_or("");
  }
  SqlPlanGraph graph;
  SqlMetrics metrics;
  if (parts.details) {
    auto read_graph = database.sql_plans.graph(row.id, latest);
    if (!read_graph) return std::unexpected(read_graph.error());
    graph = *std::move(read_graph);
    auto read_metrics = sql_metrics(database.sql, row);
    if (!read_metrics) return std::unexpected(read_metrics.error());
    metrics = *std::move(read_metrics);
  }
  const std::int64_t start = sql_start(row);
  json.begin_object()
      .field("id", row.id)
      .field("status", sql_status(row, jobs))
      .field("description", row.description)
      .field("planDescription", plan)
      .date_field("submissionTime", start)
      .field("duration", row.completion_time.value_or(now_ms()) - start);
  write_field(json, "runningJobIds", jobs.running);
  write_field(json, "successJobIds", jobs.succeeded);
  write_field(json, "failedJobIds", jobs.failed);
  write_sql_nodes(json, graph, metrics, parts.numeric_metrics);
  write_sql_edges(json, graph);
  json.field("queryId", row.query_id)
      .field("errorMessage", sql_error(row))
      .field("rootExecutionId", row.root_id);
  write_field(json, "modifiedConfigs", row.modified_configs);
  json.end_object();
  return {};
}

}  // namespace

Response v1_sql_list(OpenAttempt& attempt, const Request& request, const PathArguments&) {
  auto page = page_parameters(request);
  if (!page) return page.error();
  if (page->length <= 0) page = Page{};  // Spark then ignores the offset too
  ApplicationDatabase& database = *attempt.database;
  const auto rows = database.sql.executions(page->offset, page->length);
  if (!rows) return internal_error(rows.error());
  const auto total = database.sql.count();
  if (!total) return internal_error(total.error());
  const auto job_rows = database.jobs.of_sql_executions();
  if (!job_rows) return internal_error(job_rows.error());
  const auto jobs = sql_jobs_by_execution(*job_rows);
  Response response =
      json_array(attempt, *rows,
                 [database = attempt.database, jobs, parts = parts_of(request)](
                     JsonWriter& json, const SqlExecutionRow& row) {
                   const auto of_row = jobs.find(row.id);
                   return write_execution(json, *database, row,
                                          of_row == jobs.end() ? SqlJobs() : of_row->second, parts);
                 });
  add_list_headers(response, request, *page, *total);
  return response;
}

Response v1_sql_execution(OpenAttempt& attempt, const Request& request, const PathArguments& path) {
  ApplicationDatabase& database = *attempt.database;
  const std::int64_t id = path.numbers[0];
  const auto row = database.sql.execution(id);
  if (!row) return internal_error(row.error());
  if (!*row) return text_response(404, "unknown query execution id: " + std::to_string(id));
  const auto job_rows = database.jobs.of_sql_executions(id);
  if (!job_rows) return internal_error(job_rows.error());
  JsonWriter json(attempt.fields);
  auto done = write_execution(json, database, **row, sql_jobs(*job_rows), parts_of(request));
  return done ? json_response(json) : internal_error(done.error());
}

}  // namespace afterglow::history
