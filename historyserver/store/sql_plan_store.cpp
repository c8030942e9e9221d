#include "historyserver/store/sql_plan_store.h"

#include "historyserver/store/row_mapping.h"

namespace afterglow::history {

template <>
struct RowColumns<SqlPlanNode> {
  using Row = SqlPlanNode;
  static constexpr const char* table = "sql_plan_node_text";
  static constexpr auto columns = std::tuple{
      Column{"node_id", &Row::id},        Column{"cluster_id", &Row::cluster_id},
      Column{"name", &Row::name},         Column{"description", &Row::description},
      Column{"metadata", &Row::metadata},
  };
};

template <>
struct RowColumns<SqlPlanEdge> {
  using Row = SqlPlanEdge;
  static constexpr const char* table = "sql_plan_edge";
  static constexpr auto columns =
      std::tuple{Column{"from_id", &Row::from_id}, Column{"to_id", &Row::to_id}};
};

template <>
struct RowColumns<SqlPlanMetric> {
  using Row = SqlPlanMetric;
  static constexpr const char* table = "sql_plan_metric_text";
  static constexpr auto columns = std::tuple{
      Column{"node_id", &Row::node_id},
      Column{"accumulator_id", &Row::accumulator_id},
      Column{"name", &Row::name},
      Column{"metric_type", &Row::type},
  };
};

// A row of SqlPlanStore::plain_graph().
struct PlainMetric : SqlPlanMetric {};

template <>
struct RowColumns<PlainMetric> {
  using Row = SqlPlanMetric;
  static constexpr const char* table = "sql_plan_metric";
  static constexpr auto columns = std::tuple{
      Column{"node_id", &Row::node_id},
      Column{"accumulator_id", &Row::accumulator_id},
  };
};

namespace {

const std::string kOfVersion = "WHERE execution_id = ? AND plan_version = ? ";

template <typename... Values>
Result<void> run(Statement& statement, const Values&... values) {
  int index = 1;
  (bind_value(statement, index++, values), ...);
  return statement.run();
}

}  // namespace

Result<Statement*> SqlPlanStore::prepared(std::optional<Statement>& statement, const char* sql) {
  if (!statement) {
    auto made = database_.prepare(sql);
    if (!made) return std::unexpected(made.error());
    statement.emplace(*std::move(made));
  }
  return &*statement;
}

Result<SqlPlanStore::TextIds> SqlPlanStore::load_texts(std::int64_t execution_id) {
  auto select = database_.prepare("SELECT text_id, text FROM sql_text WHERE execution_id = ?");
  if (!select) return std::unexpected(select.error());
  select->bind(1, execution_id);
  TextIds texts;
  for (;;) {
    const auto more = select->step();
    if (!more) return std::unexpected(more.error());
    if (!*more) return texts;
    texts.emplace(hash_128(select->text(1)), select->integer(0));
  }
}

Result<std::int64_t> SqlPlanStore::text_id(std::int64_t execution_id, std::string_view text,
                                           TextIds& known) {
  const Hash128 hash = hash_128(text);
  if (const auto found = known.find(hash); found != known.end()) return found->second;
  const auto put = prepared(
      put_text_, "INSERT INTO sql_text (execution_id, text) VALUES (?, ?) RETURNING text_id");
  if (!put) return std::unexpected(put.error());
  (*put)->bind(1, execution_id);
  (*put)->bind(2, text);
  const auto row = (*put)->step();
  if (!row) return std::unexpected(row.error());
  const std::int64_t id = (*put)->integer(0);
  (*put)->reset();
  (*put)->bind_null(2);  // it may be long: do not hold it
  known.emplace(hash, id);
  return id;
}

Result<void> SqlPlanStore::put(std::int64_t execution_id, std::int64_t version,
                               std::string_view description, SqlPlanGraph graph) {
  auto texts = load_texts(execution_id);
  if (!texts) return std::unexpected(texts.error());
  auto done = put_description(execution_id, version, description);
  if (done) done = put_nodes(execution_id, version, graph, *texts);
  if (done) done = put_metrics(execution_id, version, graph, *texts);
  if (done) done = put_edges(execution_id, version, graph);
  kept_.forget({execution_id, version - 1});
  kept_.put({execution_id, version}, std::move(graph));
  return done;
}

Result<void> SqlPlanStore::put_description(std::int64_t execution_id, std::int64_t version,
                                           std::string_view description) {
  if (version > 1) {
    const auto drop = prepared(drop_description_,
                               "UPDATE sql_plan SET description = NULL "
                               "WHERE execution_id = ? AND plan_version = ?");
    if (!drop) return std::unexpected(drop.error());
    if (auto done = run(**drop, execution_id, version - 1); !done) return done;
  }
  const auto put = prepared(put_description_, "INSERT OR REPLACE INTO sql_plan VALUES (?, ?, ?)");
  if (!put) return std::unexpected(put.error());
  (*put)->bind(3, description);
  auto done = run(**put, execution_id, version);
  (*put)->bind_null(3);  // it may be long: do not hold it
  return done;
}

Result<void> SqlPlanStore::put_nodes(std::int64_t execution_id, std::int64_t version,
                                     const SqlPlanGraph& graph, TextIds& texts) {
  const auto put =
      prepared(put_node_, "INSERT OR REPLACE INTO sql_plan_node VALUES (?, ?, ?, ?, ?, ?, ?)");
  if (!put) return std::unexpected(put.error());
  for (const SqlPlanNode& node : graph.nodes) {
    const auto description = text_id(execution_id, node.description, texts);
    if (!description) return std::unexpected(description.error());
    std::optional<std::int64_t> metadata;
    if (node.metadata) {
      const auto id = text_id(execution_id, *node.metadata, texts);
      if (!id) return std::unexpected(id.error());
      metadata = *id;
    }
    auto done = run(**put, execution_id, version, node.id, node.cluster_id, node.name, *description,
                    metadata);
    if (!done) return done;
  }
  return {};
}

Result<void> SqlPlanStore::put_metrics(std::int64_t execution_id, std::int64_t version,
                                       const SqlPlanGraph& graph, TextIds& texts) {
  const auto put =
      prepared(put_metric_, "INSERT OR REPLACE INTO sql_plan_metric VALUES (?, ?, ?, ?, ?, ?)");
  if (!put) return std::unexpected(put.error());
  for (std::size_t i = 0; i < graph.metrics.size(); ++i) {
    const SqlPlanMetric& metric = graph.metrics[i];
    const auto name = text_id(execution_id, metric.name, texts);
    if (!name) return std::unexpected(name.error());
    auto done = run(**put, execution_id, version, metric.node_id, static_cast<std::int64_t>(i),
                    metric.accumulator_id, *name);
    if (!done) return done;
  }
  return {};
}

Result<void> SqlPlanStore::put_edges(std::int64_t execution_id, std::int64_t version,
                                     const SqlPlanGraph& graph) {
  const auto put =
      prepared(put_edge_, "INSERT OR REPLACE INTO sql_plan_edge VALUES (?, ?, ?, ?, ?)");
  if (!put) return std::unexpected(put.error());
  for (std::size_t i = 0; i < graph.edges.size(); ++i) {
    auto done = run(**put, execution_id, version, static_cast<std::int64_t>(i),
                    graph.edges[i].from_id, graph.edges[i].to_id);
    if (!done) return done;
  }
  return {};
}

Result<std::optional<std::string>> SqlPlanStore::description(std::int64_t execution_id,
                                                             std::int64_t version) {
  auto select = database_.prepare("SELECT description FROM sql_plan " + kOfVersion);
  if (!select) return std::unexpected(select.error());
  select->bind(1, execution_id);
  select->bind(2, version);
  const auto row = select->step();
  if (!row) return std::unexpected(row.error());
  if (!*row || select->is_null(0)) return std::nullopt;
  return std::string(select->text(0));
}

Result<SqlPlanGraph> SqlPlanStore::outline(std::int64_t execution_id, std::int64_t version) {
  SqlPlanGraph graph;
  auto nodes = cached_select_rows<SqlPlanNode>(
      database_, select_nodes_, kOfVersion + "ORDER BY node_id", execution_id, version);
  if (!nodes) return std::unexpected(nodes.error());
  graph.nodes = *std::move(nodes);
  auto edges_of = edges(execution_id, version);
  if (!edges_of) return std::unexpected(edges_of.error());
  graph.edges = *std::move(edges_of);
  return graph;
}

Result<SqlPlanGraph> SqlPlanStore::graph(std::int64_t execution_id, std::int64_t version) {
  auto graph = outline(execution_id, version);
  if (!graph) return graph;
  auto metrics = cached_select_rows<SqlPlanMetric>(
      database_, select_metrics_, kOfVersion + "ORDER BY node_id, position", execution_id, version);
  if (!metrics) return std::unexpected(metrics.error());
  graph->metrics = *std::move(metrics);
  return graph;
}

Result<SqlPlanGraph> SqlPlanStore::plain_graph(std::int64_t execution_id, std::int64_t version) {
  if (auto kept = kept_.take({execution_id, version})) return *std::move(kept);
  auto graph = outline(execution_id, version);
  if (!graph) return graph;
  auto metrics = cached_select_rows<PlainMetric>(database_, select_plain_metrics_,
                                                 kOfVersion + "ORDER BY node_id, position",
                                                 execution_id, version);
  if (!metrics) return std::unexpected(metrics.error());
  graph->metrics.assign(std::make_move_iterator(metrics->begin()),
                        std::make_move_iterator(metrics->end()));
  return graph;
}

Result<std::vector<SqlPlanEdge>> SqlPlanStore::edges(std::int64_t execution_id,
                                                     std::int64_t version) {
  return cached_select_rows<SqlPlanEdge>(database_, select_edges_, kOfVersion + "ORDER BY position",
                                         execution_id, version);
}

Result<void> SqlPlanStore::each_node(std::int64_t execution_id, std::int64_t version,
                                     const std::function<void(const NodeWords&)>& visit) {
  const auto select = prepared(select_words_,
                               "SELECT node_id, name, text FROM sql_plan_node "
                               "JOIN sql_text ON text_id = description_id "
                               "WHERE sql_plan_node.execution_id = ? AND plan_version = ? "
                               "ORDER BY node_id");
  if (!select) return std::unexpected(select.error());
  Statement& nodes = **select;
  nodes.bind(1, execution_id);
  nodes.bind(2, version);
  Result<bool> more = nodes.step();
  for (; more && *more; more = nodes.step()) {
    visit({nodes.integer(0), nodes.text(1), nodes.text(2)});
  }
  nodes.reset();
  if (!more) return std::unexpected(more.error());
  return {};
}

Result<std::vector<SqlPlanOperators>> SqlPlanStore::operators(std::int64_t execution_id) {
  auto select = database_.prepare(
      "SELECT plan_version, trim(name), count(*) FROM sql_plan_node WHERE execution_id = ? "
      "AND node_id NOT IN (SELECT cluster_id FROM sql_plan_node AS inside WHERE "
      "inside.execution_id = sql_plan_node.execution_id AND inside.plan_version = "
      "sql_plan_node.plan_version AND cluster_id IS NOT NULL) GROUP BY 1, 2 ORDER BY 1, 2");
  if (!select) return std::unexpected(select.error());
  select->bind(1, execution_id);
  std::vector<SqlPlanOperators> list;
  for (;;) {
    const auto row = select->step();
    if (!row) return std::unexpected(row.error());
    if (!*row) return list;
    list.push_back({select->integer(0), std::string(select->text(1)), select->integer(2)});
  }
}

}  // namespace afterglow::history
