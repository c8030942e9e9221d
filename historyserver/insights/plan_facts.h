#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "historyserver/store/sql_rows.h"

namespace afterglow::history {

// The plan of a query with what its operators measured. Rows flow from inputs to consumers.
class PlanFacts {
 public:
  PlanFacts() = default;
  PlanFacts(SqlPlanGraph graph, const std::vector<SqlMetricRow>& metrics);

  // Operators only, no code generation clusters, by id.
  const std::vector<SqlPlanNode>& nodes() const { return graph_.nodes; }
  bool empty() const { return graph_.nodes.empty(); }
  const SqlPlanNode* node(std::int64_t id) const;

  // The operators that hand their rows to this one (a join's left one first), and those to which it
  // hands its own.
  std::vector<const SqlPlanNode*> inputs(std::int64_t id) const;
  std::vector<const SqlPlanNode*> consumers(std::int64_t id) const;

  // What all tasks together reported of a node's metric of that name (as Spark 3 and later call
  // it), in its unit (ms for timing, ns for nsTiming, bytes for size); nothing when it has none or
  // nobody reported any.
  const SqlMetricAggregate* metric(std::int64_t id, std::string_view name) const;
  std::optional<double> sum(std::int64_t id, std::string_view name) const;
  // Of a metric that is a time: ms.
  std::optional<double> time(std::int64_t id, std::string_view name) const;
  // What anybody reported of a node, in the order of its plan.
  struct NodeMetric {
    std::string_view name;  // as Spark 3 and later call it
    std::string_view type;  // Spark's: "sum", "size", "timing", "nsTiming", "average", ...
    double sum = 0;         // of all tasks, in its unit
  };
  std::vector<NodeMetric> metrics(std::int64_t id) const;
  std::optional<double> rows(std::int64_t id) const { return sum(id, "number of output rows"); }
  // The rows that come out of a node, or, where it does not count them, of the nearest ones below
  // it that do and only pass rows on (projections, exchanges, sorts, ...).
  std::optional<double> rows_out(std::int64_t id) const;
  // All nodes below this one, itself first.
  std::vector<const SqlPlanNode*> below(std::int64_t id) const;
  // What one partition's worth of tasks measured is no metric of a node, but of the stages that ran
  // it: those whose tasks had the highest values of its metrics.
  std::vector<StageKey> stages(std::int64_t id) const;

 private:
  using Neighbours = std::unordered_map<std::int64_t, std::vector<std::size_t>>;
  std::vector<const SqlPlanNode*> at(const Neighbours& neighbours, std::int64_t id) const;

  SqlPlanGraph graph_;
  std::unordered_map<std::int64_t, std::size_t> place_;  // of a node in the graph
  Neighbours inputs_;                                    // their places
  Neighbours consumers_;
  std::unordered_multimap<std::int64_t, std::size_t> metrics_of_;  // node -> place in metrics
  std::unordered_map<std::int64_t, SqlMetricAggregate> values_;    // by accumulator
};

}  // namespace afterglow::history
