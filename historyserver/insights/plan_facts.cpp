#include "historyserver/insights/plan_facts.h"

#include <algorithm>
#include <set>

namespace afterglow::history {
namespace {

// They hand on the rows that they get, as they are or with other columns.
constexpr std::string_view kPassing[] = {
    "Project",
    "Exchange",
    "AQEShuffleRead",
    "CustomShuffleReader",
    "Sort",
    "InputAdapter",
    "ReusedExchange",
    "ShuffleQueryStage",
    "BroadcastExchange",
    "ColumnarToRow",
    "TableCacheQueryStage",
    "InMemoryRelation",
    "AdaptiveSparkPlan",
    "ResultQueryStage",
};

bool passes_rows(const std::string& name) {
  return std::ranges::any_of(kPassing, [&](std::string_view one) { return name.starts_with(one); });
}

// Spark 2 said behind the name of some metrics what kind of number they are, and named others
// differently.
std::string_view modern_name(std::string_view name) {
  for (const std::string_view kind : {" total (min, med, max)", " (bytes)", " (ms)"}) {
    if (name.ends_with(kind)) name.remove_suffix(kind.size());
  }
  if (name == "number of files") return "number of files read";
  if (name == "bytes of written output") return "written output";
  return name;
}

}  // namespace

PlanFacts::PlanFacts(SqlPlanGraph graph, const std::vector<SqlMetricRow>& metrics)
    : graph_(std::move(graph)) {
  std::erase_if(graph_.nodes, [](const SqlPlanNode& node) { return node.is_cluster(); });
  for (std::size_t i = 0; i < graph_.nodes.size(); ++i) place_[graph_.nodes[i].id] = i;
  for (const SqlPlanEdge& edge : graph_.edges) {
    const auto from = place_.find(edge.from_id);
    const auto to = place_.find(edge.to_id);
    if (from == place_.end() || to == place_.end()) continue;
    inputs_[edge.to_id].push_back(from->second);
    consumers_[edge.from_id].push_back(to->second);
  }
  // Nodes are in the order of their ids, and Spark numbers what it visits first first: the left
  // side of a join.
  for (auto& [id, places] : inputs_) std::ranges::sort(places);
  for (std::size_t i = 0; i < graph_.metrics.size(); ++i) {
    metrics_of_.emplace(graph_.metrics[i].node_id, i);
  }
  for (const SqlMetricRow& metric : metrics) {
    if (metric.values) values_[metric.accumulator_id] = *metric.values;
  }
}

const SqlPlanNode* PlanFacts::node(std::int64_t id) const {
  const auto found = place_.find(id);
  return found == place_.end() ? nullptr : &graph_.nodes[found->second];
}

std::vector<const SqlPlanNode*> PlanFacts::at(const Neighbours& neighbours, std::int64_t id) const {
  std::vector<const SqlPlanNode*> found;
  const auto places = neighbours.find(id);
  if (places == neighbours.end()) return found;
  for (const std::size_t place : places->second) found.push_back(&graph_.nodes[place]);
  return found;
}

std::vector<const SqlPlanNode*> PlanFacts::inputs(std::int64_t id) const {
  return at(inputs_, id);
}

std::vector<const SqlPlanNode*> PlanFacts::consumers(std::int64_t id) const {
  return at(consumers_, id);
}

const SqlMetricAggregate* PlanFacts::metric(std::int64_t id, std::string_view name) const {
  const auto [first, last] = metrics_of_.equal_range(id);
  for (auto next = first; next != last; ++next) {
    const SqlPlanMetric& metric = graph_.metrics[next->second];
    if (modern_name(metric.name) != name) continue;
    const auto value = values_.find(metric.accumulator_id);
    return value == values_.end() ? nullptr : &value->second;
  }
  return nullptr;
}

std::optional<double> PlanFacts::sum(std::int64_t id, std::string_view name) const {
  const SqlMetricAggregate* const value = metric(id, name);
  if (!value) return {};
  return static_cast<double>(value->sum);
}

std::optional<double> PlanFacts::time(std::int64_t id, std::string_view name) const {
  const auto [first, last] = metrics_of_.equal_range(id);
  for (auto next = first; next != last; ++next) {
    const SqlPlanMetric& metric = graph_.metrics[next->second];
    if (modern_name(metric.name) != name) continue;
    const auto ticks = sum(id, name);
    if (!ticks) return {};
    return metric.type == "nsTiming" ? *ticks / 1e6 : *ticks;
  }
  return {};
}

std::vector<PlanFacts::NodeMetric> PlanFacts::metrics(std::int64_t id) const {
  const auto [first, last] = metrics_of_.equal_range(id);
  std::vector<std::size_t> places;
  for (auto next = first; next != last; ++next) places.push_back(next->second);
  std::ranges::sort(places);
  std::vector<NodeMetric> found;
  for (const std::size_t place : places) {
    const SqlPlanMetric& metric = graph_.metrics[place];
    const auto value = values_.find(metric.accumulator_id);
    if (value == values_.end()) continue;
    found.push_back(
        {modern_name(metric.name), metric.type, static_cast<double>(value->second.sum)});
  }
  return found;
}

std::optional<double> PlanFacts::rows_out(std::int64_t id) const {
  std::set<std::int64_t> seen;
  for (;;) {
    if (const auto known = rows(id)) return known;
    const SqlPlanNode* const here = node(id);
    const auto from = inputs(id);
    if (!here || from.size() != 1 || !passes_rows(here->name) || !seen.insert(id).second) return {};
    id = from.front()->id;
  }
}

std::vector<const SqlPlanNode*> PlanFacts::below(std::int64_t id) const {
  std::vector<const SqlPlanNode*> found;
  std::set<std::int64_t> seen;
  std::vector<std::int64_t> next{id};
  while (!next.empty()) {
    const std::int64_t one = next.back();
    next.pop_back();
    const SqlPlanNode* const here = node(one);
    if (!here || !seen.insert(one).second) continue;
    found.push_back(here);
    for (const SqlPlanNode* input : inputs(one)) next.push_back(input->id);
  }
  return found;
}

std::vector<StageKey> PlanFacts::stages(std::int64_t id) const {
  std::set<StageKey> found;
  const auto [first, last] = metrics_of_.equal_range(id);
  for (auto next = first; next != last; ++next) {
    const auto value = values_.find(graph_.metrics[next->second].accumulator_id);
    if (value != values_.end() && value->second.max_task) {
      found.insert(value->second.max_task->stage);
    }
  }
  return {found.begin(), found.end()};
}

}  // namespace afterglow::history
