#include "historyserver/ingest/plan_graph.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <tuple>

namespace afterglow::history {
namespace {

// Numbers for subtrees, equal for those that Spark takes as equal: the same names, descriptions and
// children.
std::vector<std::size_t> equality_classes(const PlanInfo& plan) {
  using Key = std::tuple<std::string_view, std::string_view, std::vector<std::size_t>>;
  std::map<Key, std::size_t> classes;
  std::vector<std::size_t> class_of(plan.nodes.size());
  for (std::size_t i = plan.nodes.size(); i-- > 0;) {  // children first
    const PlanInfo::Node& node = plan.nodes[i];
    std::vector<std::size_t> children;
    for (const std::size_t child : node.children) children.push_back(class_of[child]);
    class_of[i] =
        classes.try_emplace({node.simple_string, node.name, std::move(children)}, i).first->second;
  }
  return class_of;
}

class GraphBuilder {
 public:
  explicit GraphBuilder(PlanInfo plan)
      : plan_(std::move(plan)), class_of_(equality_classes(plan_)) {}

  SqlPlanGraph build() {
    if (!plan_.nodes.empty()) waiting_.push_back({});
    while (!waiting_.empty()) {
      const Visit visit = waiting_.back();
      waiting_.pop_back();
      take(visit);
    }
    std::ranges::sort(graph_.nodes, {}, &SqlPlanNode::id);
    return std::move(graph_);
  }

 private:
  using NodeId = std::optional<std::int64_t>;
  // A plan node to be drawn, below which node and in which cluster.
  struct Visit {
    std::size_t node = 0;
    NodeId parent;
    NodeId cluster;
  };

  void take(const Visit& visit) {
    const std::string name = plan_.nodes[visit.node].name;
    if (name.starts_with("WholeStageCodegen")) {
      const std::int64_t cluster = draw(visit.node, {});
      return descend({visit.node, visit.parent, cluster});
    }
    if (name == "InputAdapter" || name == "TableCacheQueryStage" || name == "ResultQueryStage") {
      return descend({visit.node, visit.parent, {}});
    }
    if (name == "BroadcastQueryStage" || name == "ShuffleQueryStage") {
      if (!reuse_child(visit)) descend({visit.node, visit.parent, {}});
      return;
    }
    if (name == "ReusedSubquery") return descend(visit);
    if (name == "ReusedExchange" && reuse_child(visit)) return;
    if (name == "Subquery") return take_subquery({visit.node, visit.parent, {}});
    take_operator(visit);
  }

  // Subqueries are never inside a cluster; several parents may share one.
  void take_subquery(const Visit& visit) {
    const NodeId earlier = shared(visit.node);
    if (!earlier) return take_operator(visit);
    if (visit.parent && !edges_.contains({*earlier, *visit.parent})) {
      connect(*earlier, visit.parent);
    }
  }

  void take_operator(const Visit& visit) {
    const PlanInfo::Node& node = plan_.nodes[visit.node];
    const std::int64_t id = draw(visit.node, visit.cluster);
    if (node.name == "Subquery" || node.name.find("Exchange") != std::string::npos) {
      shared_[class_of_[visit.node]] = id;
    }
    connect(id, visit.parent);
    for (std::size_t i = node.children.size(); i-- > 0;) {
      waiting_.push_back({node.children[i], id, visit.cluster});
    }
  }

  // Goes on with the only child that a wrapper has.
  void descend(const Visit& wrapper) {
    const auto& children = plan_.nodes[wrapper.node].children;
    if (!children.empty()) waiting_.push_back({children.front(), wrapper.parent, wrapper.cluster});
  }

  // Connects what was drawn for an equal child before; false when there is none.
  bool reuse_child(const Visit& visit) {
    const auto& children = plan_.nodes[visit.node].children;
    const NodeId earlier = children.empty() ? NodeId() : shared(children.front());
    if (earlier) connect(*earlier, visit.parent);
    return earlier.has_value();
  }

  NodeId shared(std::size_t node) const {
    const auto found = shared_.find(class_of_[node]);
    if (found == shared_.end()) return {};
    return found->second;
  }

  std::int64_t draw(std::size_t place, NodeId cluster) {
    PlanInfo::Node& node = plan_.nodes[place];
    const std::int64_t id = next_id_++;
    SqlPlanNode& drawn = graph_.nodes.emplace_back();
    drawn.id = id;
    drawn.cluster_id = cluster;
    drawn.name = node.name;
    drawn.description = std::move(node.simple_string);  // it may be long
    if (!node.metadata.empty()) drawn.metadata = to_json_text(node.metadata);
    for (const SqlMetricInfo& metric : node.metrics) {
      graph_.metrics.push_back({id, metric.accumulator_id, metric.name, metric.type});
    }
    return id;
  }

  void connect(std::int64_t from, NodeId to) {
    if (!to) return;
    graph_.edges.push_back({from, *to});
    edges_.insert({from, *to});
  }

  PlanInfo plan_;
  const std::vector<std::size_t> class_of_;
  std::vector<Visit> waiting_;                  // a stack
  std::map<std::size_t, std::int64_t> shared_;  // by equality class: the node drawn for it
  std::set<SqlPlanEdge> edges_;
  SqlPlanGraph graph_;
  std::int64_t next_id_ = 0;
};

}  // namespace

SqlPlanGraph plan_graph(PlanInfo plan) {
  return GraphBuilder(std::move(plan)).build();
}

}  // namespace afterglow::history
