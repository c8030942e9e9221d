#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "common/base/result.h"
#include "historyserver/store/database.h"
#include "historyserver/store/kept_rows.h"
#include "historyserver/store/sql_rows.h"
#include "historyserver/store/text_hash.h"

namespace afterglow::history {

// The plans of Spark SQL's executions: each version's graph, and the texts of the first and the
// latest version.
class SqlPlanStore {
 public:
  explicit SqlPlanStore(Database& database) : database_(database) {}

  // From here on, while there are none, keeps each latest graph for its next plain_graph().
  void keep_rows() { kept_.begin(); }
  // Versions count from 0; each is put once, in ascending order.
  Result<void> put(std::int64_t execution_id, std::int64_t version, std::string_view description,
                   SqlPlanGraph graph);

  // The plan as EXPLAIN prints it; nothing for a version whose text is not kept.
  Result<std::optional<std::string>> description(std::int64_t execution_id, std::int64_t version);
  // Empty when there is no such version.
  Result<SqlPlanGraph> graph(std::int64_t execution_id, std::int64_t version);
  // The same, but metrics may have neither names nor types.
  Result<SqlPlanGraph> plain_graph(std::int64_t execution_id, std::int64_t version);
  // The parts of a graph alone, for who reads very many: `visit` takes each node, with the
  // clusters, in the order of their ids, and must not use this store; its texts live until it
  // returns.
  struct NodeWords {
    std::int64_t id = 0;
    std::string_view name;
    std::string_view description;
  };
  Result<void> each_node(std::int64_t execution_id, std::int64_t version,
                         const std::function<void(const NodeWords&)>& visit);
  Result<std::vector<SqlPlanEdge>> edges(std::int64_t execution_id, std::int64_t version);
  // How many operators of each name all versions have, clusters not counted: by version and name.
  Result<std::vector<SqlPlanOperators>> operators(std::int64_t execution_id);

 private:
  using TextIds = std::unordered_map<Hash128, std::int64_t, LowHalf>;

  Result<TextIds> load_texts(std::int64_t execution_id);
  Result<std::int64_t> text_id(std::int64_t execution_id, std::string_view text, TextIds& known);
  Result<void> put_description(std::int64_t execution_id, std::int64_t version,
                               std::string_view description);
  Result<void> put_nodes(std::int64_t execution_id, std::int64_t version, const SqlPlanGraph& graph,
                         TextIds& texts);
  Result<void> put_metrics(std::int64_t execution_id, std::int64_t version,
                           const SqlPlanGraph& graph, TextIds& texts);
  Result<void> put_edges(std::int64_t execution_id, std::int64_t version,
                         const SqlPlanGraph& graph);
  // Nodes and edges.
  Result<SqlPlanGraph> outline(std::int64_t execution_id, std::int64_t version);
  // Prepares at the first use.
  Result<Statement*> prepared(std::optional<Statement>& statement, const char* sql);

  Database& database_;
  KeptRows<std::pair<std::int64_t, std::int64_t>, SqlPlanGraph> kept_;  // execution, version
  std::optional<Statement> put_text_;
  std::optional<Statement> put_description_;
  std::optional<Statement> drop_description_;
  std::optional<Statement> put_node_;
  std::optional<Statement> put_metric_;
  std::optional<Statement> put_edge_;
  std::optional<Statement> select_nodes_;
  std::optional<Statement> select_words_;
  std::optional<Statement> select_edges_;
  std::optional<Statement> select_metrics_;
  std::optional<Statement> select_plain_metrics_;
};

}  // namespace afterglow::history
