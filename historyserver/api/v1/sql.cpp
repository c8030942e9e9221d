#include <algorithm>
#include <charconv>
#include <map>

#include "common/base/clock.h"
#include "historyserver/api/paging.h"
#include "historyserver/api/v1/routes.h"
#include "historyserver/api/v1/spark_json.h"
#include "historyserver/model/scala_set.h"

namespace afterglow::history {
namespace {

// What Spark keeps as the time of a start that its log does not tell.
constexpr std::int64_t kNoTime = -1;

struct Parts {
  bool details;
  bool plan_description;
};

Parts parts_of(const Request& request) {
  return {flag_parameter(request, "details", true),
          flag_parameter(request, "planDescription", true)};
}

// Spark's server forgets how an execution ended when jobs of it start later.
std::optional<std::string> error_of(const SqlExecutionRow& row) {
  return row.has_late_jobs ? std::nullopt : row.error;
}

// The jobs of an execution by their status.
struct Jobs {
  IntegerList running;
  IntegerList succeeded;
  IntegerList failed;

  IntegerList& with_status(std::string_view status) {
    if (status == "RUNNING") return running;
    return status == "FAILED" ? failed : succeeded;
  }
};

// In the order of the map in which Spark holds them.
Jobs jobs_of(const std::vector<SqlJobRow>& rows) {
  IntegerList ids;
  std::map<std::int64_t, std::string_view> statuses;
  for (const SqlJobRow& row : rows) {
    ids.push_back(row.job_id);
    statuses[row.job_id] = row.status;
  }
  Jobs jobs;
  for (const std::int64_t id : scala_set_order(std::move(ids))) {
    jobs.with_status(statuses[id]).push_back(id);
  }
  return jobs;
}

const char* status_of(const SqlExecutionRow& row, const Jobs& jobs) {
  const auto error = error_of(row);
  if (error) return error->empty() ? "COMPLETED" : "FAILED";
  if (!row.completion_time) return "RUNNING";
  return jobs.failed.empty() ? "COMPLETED" : "FAILED";
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

using MetricTexts = std::map<std::int64_t, std::string>;

Result<MetricTexts> metric_texts(SqlStore& store, const SqlExecutionRow& row) {
  const auto metrics = store.metrics(row);
  if (!metrics) return std::unexpected(metrics.error());
  MetricTexts texts;
  for (const SqlMetricRow& metric : *metrics) {
    if (!metric.values) continue;
    std::string text = metric_text(metric.type, *metric.values);
    if (text.starts_with('\n')) text.erase(0, 1);
    texts[metric.accumulator_id] = std::move(text);
  }
  return texts;
}

void write_nodes(JsonWriter& json, const SqlPlanGraph& graph, const MetricTexts& texts) {
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
      const auto text = texts.find(one->accumulator_id);
      if (text == texts.end()) continue;
      json.begin_object()
          .field("name", trimmed(one->name))
          .field("value", text->second)
          .end_object();
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
                             const SqlExecutionRow& row, const Jobs& jobs, const Parts& parts) {
  const std::int64_t latest = row.plan_versions - 1;
  std::string plan;
  if (parts.plan_description) {
    auto text = database.sql_plans.description(row.id, latest);
    if (!text) return std::unexpected(text.error());
    plan = std::move(*text).value_or("");
  }
  SqlPlanGraph graph;
  MetricTexts texts;
  if (parts.details) {
    auto read_graph = database.sql_plans.graph(row.id, latest);
    if (!read_graph) return std::unexpected(read_graph.error());
    graph = *std::move(read_graph);
    auto read_texts = metric_texts(database.sql, row);
    if (!read_texts) return std::unexpected(read_texts.error());
    texts = *std::move(read_texts);
  }
  const std::int64_t start = row.submission_time.value_or(kNoTime);
  json.begin_object()
      .field("id", row.id)
      .field("status", status_of(row, jobs))
      .field("description", row.description)
      .field("planDescription", plan)
      .date_field("submissionTime", start)
      .field("duration", row.completion_time.value_or(now_ms()) - start);
  write_field(json, "runningJobIds", jobs.running);
  write_field(json, "successJobIds", jobs.succeeded);
  write_field(json, "failedJobIds", jobs.failed);
  write_nodes(json, graph, texts);
  write_edges(json, graph);
  json.field("queryId", row.query_id)
      .field("errorMessage", error_of(row))
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
  std::map<std::int64_t, std::vector<SqlJobRow>> jobs;
  for (const SqlJobRow& job : *job_rows) jobs[job.execution_id].push_back(job);
  Response response = json_array(
      attempt, *rows,
      [database = attempt.database, jobs = std::move(jobs), parts = parts_of(request)](
          JsonWriter& json, const SqlExecutionRow& row) {
        const auto of_row = jobs.find(row.id);
        return write_execution(
            json, *database, row,
            jobs_of(of_row == jobs.end() ? std::vector<SqlJobRow>() : of_row->second), parts);
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
  auto done = write_execution(json, database, **row, jobs_of(*job_rows), parts_of(request));
  return done ? json_response(json) : internal_error(done.error());
}

}  // namespace afterglow::history
