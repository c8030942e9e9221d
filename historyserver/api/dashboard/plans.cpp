// The versions that a query's plan had while adaptive execution changed it.

#include <map>
#include <string>

#include "historyserver/api/dashboard/routes.h"
#include "historyserver/api/json_writer.h"
#include "historyserver/api/v1/sql_graph_json.h"

namespace afterglow::history {
namespace {

using Counts = std::map<std::string, std::int64_t>;

Response unknown_query(std::int64_t id) {
  return text_response(404, "unknown query execution id: " + std::to_string(id));
}

// Names that stand more often in `now` than `before`.
void write_more(JsonWriter& json, const char* key, const Counts& before, const Counts& now) {
  json.key(key).begin_array();
  for (const auto& [name, count] : now) {
    const auto old = before.find(name);
    const std::int64_t more = count - (old == before.end() ? 0 : old->second);
    if (more > 0) json.begin_object().field("name", name).field("count", more).end_object();
  }
  json.end_array();
}

}  // namespace

Response dashboard_plans(OpenAttempt& attempt, const Request&, const PathArguments& path) {
  const std::int64_t id = path.numbers[0];
  const auto row = attempt.database->sql.execution(id);
  if (!row) return internal_error(row.error());
  if (!*row) return unknown_query(id);
  const auto operators = attempt.database->sql_plans.operators(id);
  if (!operators) return internal_error(operators.error());
  std::map<std::int64_t, Counts> versions;
  for (const SqlPlanOperators& one : *operators) versions[one.version][one.name] = one.count;
  JsonWriter json;
  json.begin_object().key("versions").begin_array();
  for (std::int64_t version = 0; version < (*row)->plan_versions; ++version) {
    const Counts& now = versions[version];
    const Counts& before = version > 0 ? versions[version - 1] : now;
    std::int64_t all = 0;
    for (const auto& [name, count] : now) all += count;
    json.begin_object().field("version", version).field("operators", all);
    write_more(json, "added", before, now);
    write_more(json, "removed", now, before);
    json.end_object();
  }
  json.end_array().end_object();
  return json_response(json);
}

Response dashboard_plan(OpenAttempt& attempt, const Request&, const PathArguments& path) {
  ApplicationDatabase& database = *attempt.database;
  const std::int64_t id = path.numbers[0];
  const std::int64_t version = path.numbers[1];
  const auto row = database.sql.execution(id);
  if (!row) return internal_error(row.error());
  if (!*row) return unknown_query(id);
  if (version >= (*row)->plan_versions) {
    return text_response(
        404, "query " + std::to_string(id) + " has no plan version " + std::to_string(version));
  }
  const auto graph = database.sql_plans.graph(id, version);
  if (!graph) return internal_error(graph.error());
  const auto metrics = sql_metrics(database.sql, **row);
  if (!metrics) return internal_error(metrics.error());
  return json_response(attempt, [version, graph = *graph, metrics = *metrics](JsonWriter& json) {
    json.begin_object().field("version", version);
    write_sql_nodes(json, graph, metrics, true);
    write_sql_edges(json, graph);
    json.end_object();
    return Result<void>();
  });
}

}  // namespace afterglow::history
