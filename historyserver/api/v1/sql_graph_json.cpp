#include "historyserver/api/v1/sql_graph_json.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <string_view>

#include "historyserver/api/v1/sql_metric_json.h"

namespace afterglow::history {
namespace {

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

std::string value_text(const SqlMetricRow& metric) {
  std::string text = metric_text(metric.type, *metric.values);
  if (text.starts_with('\n')) text.erase(0, 1);
  return text;
}

}  // namespace

Result<SqlMetrics> sql_metrics(SqlStore& store, const SqlExecutionRow& row) {
  auto rows = store.metrics(row);
  if (!rows) return std::unexpected(rows.error());
  SqlMetrics metrics;
  for (SqlMetricRow& metric : *rows) {
    if (metric.values) metrics[metric.accumulator_id] = std::move(metric);
  }
  return metrics;
}

void write_sql_nodes(JsonWriter& json, const SqlPlanGraph& graph, const SqlMetrics& metrics,
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

void write_sql_edges(JsonWriter& json, const SqlPlanGraph& graph) {
  json.key("edges").begin_array();
  for (const SqlPlanEdge& edge : graph.edges) {
    json.begin_object().field("fromId", edge.from_id).field("toId", edge.to_id).end_object();
  }
  json.end_array();
}

}  // namespace afterglow::history
