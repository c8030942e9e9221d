#include "historyserver/insights/plan_cases.h"

#include <algorithm>
#include <map>
#include <set>

namespace afterglow::history {
namespace {

constexpr std::size_t kLinkedQueries = 5;
// Where the rows of one task end, or come from somewhere else.
bool ends_tasks(const SqlPlanNode& node) {
  return is_shuffle(node) || is_broadcast(node) || node.name.starts_with("Subquery") ||
         node.name.starts_with("Reused") || is_cached_scan(node);
}

}  // namespace

const StageFacts* stage_of(const Facts& facts, const QueryFacts& query, std::int64_t node_id,
                           std::string_view metric) {
  const SqlMetricAggregate* const values = query.plan.metric(node_id, metric);
  return values && values->max_task ? facts.stage(values->max_task->stage) : nullptr;
}

const StageFacts* stage_around(const Facts& facts, const QueryFacts& query, std::int64_t node_id) {
  std::set<std::int64_t> seen;
  std::vector<std::int64_t> next{node_id};
  while (!next.empty()) {
    const std::int64_t id = next.front();
    next.erase(next.begin());
    const SqlPlanNode* const node = query.plan.node(id);
    if (!node || !seen.insert(id).second) continue;
    if (id == node_id || !ends_tasks(*node)) {
      for (const StageKey& key : query.plan.stages(id)) {
        if (const StageFacts* stage = facts.stage(key)) return stage;
      }
      for (const SqlPlanNode* one : query.plan.inputs(id)) next.push_back(one->id);
      for (const SqlPlanNode* one : query.plan.consumers(id)) next.push_back(one->id);
      continue;
    }
    // Rows that go to an exchange are counted where they come from.
    const auto inputs = query.plan.inputs(id);
    const bool is_above = std::ranges::any_of(
        inputs, [&](const SqlPlanNode* input) { return seen.contains(input->id); });
    if (!is_above || !is_shuffle(*node)) continue;
    if (const StageFacts* stage = stage_of(facts, query, id, "data size")) return stage;
  }
  return nullptr;
}

double used_time(const StageFacts& stage) {
  return stage.wall[WallPart::compute] + stage.wall[WallPart::io] + stage.wall[WallPart::gc];
}

double part_of_run(const StageFacts& stage, double ms) {
  const double run = stage.metric(TaskMetric::executor_run_time);
  return run > 0 ? std::clamp(ms / run, 0.0, 1.0) : 0;
}

double scan_core_time(const PlanFacts& plan, std::int64_t scan_id, const StageFacts& stage) {
  if (const auto time = plan.time(scan_id, "scan time")) return *time;
  const double input = stage.metric(TaskMetric::input_bytes);
  const double read = input + stage.shuffle_read();
  return stage.metric(TaskMetric::executor_run_time) * (read > 0 ? input / read : 1);
}

double driver_time(const Facts& facts, const QueryFacts& query) {
  std::vector<std::pair<std::int64_t, std::int64_t>> runs;
  for (const JobFacts& job : facts.jobs) {
    if (job.end > query.start && job.start < query.end) {
      runs.emplace_back(std::max(job.start, query.start), std::min(job.end, query.end));
    }
  }
  std::ranges::sort(runs);
  double time = query.duration();
  std::int64_t until = query.start;
  for (const auto& [start, end] : runs) {
    if (end <= until) continue;
    time -= static_cast<double>(end - std::max(start, until));
    until = end;
  }
  return std::max(0.0, time);
}

bool is_batch_of_stream(const QueryFacts& query) {
  const std::string& words = query.row.description.value_or("");
  return words.find("\nrunId = ") != std::string::npos;
}

std::string setting_of(const Facts& facts, const QueryFacts& query, const std::string& key) {
  const auto modified = query.row.modified_configs.find(key);
  if (modified != query.row.modified_configs.end()) return modified->second;
  return facts.properties.text(key);
}

double PlanCase::ms() const {
  double sum = driver_ms;
  for (const auto& [stage, ms] : stages) sum += ms;
  return sum;
}

const PlanCase& PlanCases::worst() const {
  return *std::ranges::max_element(cases_, {}, &PlanCase::ms);
}

std::string PlanCases::others_words() const {
  if (cases_.size() < 2) return {};
  const auto others = static_cast<double>(cases_.size() - 1);
  return " (and " + plural_words(others, "other place") + ")";
}

Finding PlanCases::finding() const {
  std::map<const StageFacts*, double> of_stages;
  std::map<const QueryFacts*, double> of_driver;
  std::vector<const PlanCase*> sorted;
  for (const PlanCase& one : cases_) {
    for (const auto& [stage, ms] : one.stages) of_stages[stage] += ms;
    of_driver[one.query] += one.driver_ms;
    sorted.push_back(&one);
  }
  Finding finding;
  for (const auto& [stage, ms] : of_stages) {
    finding.recoverable_ms += std::clamp(ms, 0.0, stage->wall.sum());
  }
  for (const auto& [query, ms] : of_driver) {
    if (ms > 0) finding.recoverable_ms += std::min(ms, driver_time(facts_, *query));
  }
  finding.recoverable_core_ms = finding.recoverable_ms * facts_.average_cores;
  std::ranges::stable_sort(sorted, std::ranges::greater(), &PlanCase::ms);
  if (sorted.size() > kLinkedQueries) sorted.resize(kLinkedQueries);
  for (const PlanCase* one : sorted) {
    finding.links.push_back(link_to_node(*one->query, *one->node, one->note));
  }
  return finding;
}

std::string query_words(const QueryFacts& query) {
  return "query " + std::to_string(query.row.id);
}

}  // namespace afterglow::history
