#include <algorithm>
#include <charconv>
#include <map>

#include "common/base/clock.h"
#include "historyserver/api/paging.h"
#include "historyserver/api/v1/routes.h"
#include "historyserver/api/v1/spark_json.h"
#include "historyserver/api/v1/sql_metric_json.h"
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

std::string_view trimmed(std::string_view text) {
  const auto is_blank = [](char c) { return static_cast<unsigned char>(c) <= ' '; };
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

// 3 of "WholeStageCodegen (3)".
std::optional<std::int64_t> codegen_id(std::string_view cluster_name) {
  constexpr std::string_view kBefore = "WholeStageCodegen (";
  cluster_name = trimmed(cluster_name);
  if (cluster_name.size() <= kBefore.size()) return {};
  cluster_name.remove_prefix(kBefore.size());
  cluster_name.remove_suffix(1);
  std::int64_t id = 0;
  const char* end = cluster_name.data() + cluster_name.size();
  const auto [stop, error] = std::from_chars(cluster_name.data(), end, id);
  if (error != std::errc() || stop != end) return {};
  return id;
}

using Metrics = std::map<std::int64_t, SqlMetricRow>;

// Those that have values, by their accumulators.
Result<Metrics> metrics_of(SqlStore& store, const SqlExecutionRow& row) {
  auto rows = store.metrics(row);
  if (!rows) return std::unexpected(rows.error());
  Metrics metrics;
  for (SqlMetricRow& metric : *rows) {
    if (metric.values) metrics[metric.accumulator_id] = std::move(metric);
  }
  return metrics;
}

std::string value_text(const SqlMetricRow& metric) {
  std::string text = metric_text(metric.type, *metric.values);
  if (text.starts_with('\n')) text.erase(0, 1);
  return text;
}

void write_nodes(JsonWriter& json, const SqlPlanGraph& graph, const Metrics& metrics,
                 bool numeric_metrics) {
  std::map<std::int64_t, std::optional<std::int64_t>> codegen_ids;
  for (const SqlPlanNode& node : graph.nodes) {
    if (node.is_cluster()) codegen_ids[node.id] = codegen_id(node.name);
  }
  auto metric = graph.metrics.rbegin();
  json.key("nodes").begin_array();
  for (auto node = graph.nodes.rbegin(); node != graph.nodes.rend(); ++node) {
    json.begin_object().field("nodeId", node->id).field("nodeName", trimmed(node->name));
    if (node->cluster_id) json.field("wholeStageCodegenId", codegen_ids[*node->cluster_id]);
    const auto end = std::find_if(metric, graph.metrics.rend(), [&](const SqlPlanMetric& one) {
      return one.node_id != node->id;
    });
    json.key("metrics").begin_array();
    for (auto one = end.base(); one != metric.base(); ++one) {
      const auto found = metrics.find(one->accumulator_id);
      if (found == metrics.end()) continue;
      json.begin_object()
          .field("name", trimmed(one->name))
          .field("value", value_text(found->second));
      if (numeric_metrics) write_numbers(json, found->second.type, *found->second.values);
      json.end_object();
    }
    metric = end;
    json.end_array().field("desc", node->description).end_object();
  }
  json.end_array();
}

void write_edges(JsonWriter& json, const SqlPlanGraph& graph) {
  json.key("edges").begin_array();
  for (const SqlPlanEdge& edge : graph.edges) {
    json.begin_object().field("fromId", edge.from_id).field("toId", edge.to_id).end_object();
  }
  json.end_array();
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
  Metrics metrics;
  if (parts.details) {
    auto read_graph = database.sql_plans.graph(row.id, latest);
    if (!read_graph) return std::unexpected(read_graph.error());
    graph = *std::move(read_graph);
    auto read_metrics = metrics_of(database.sql, row);
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
  write_nodes(json, graph, metrics, parts.numeric_metrics);
  write_edges(json, graph);
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
