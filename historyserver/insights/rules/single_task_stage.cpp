// One-task stages: a stage did all its work in one task while the other cores had none.
//
// Measured: WallPart::idle of stages of one task that took `duration` and more; all of it is
// saved where the work can be divided among the cores. What makes it one task is looked for in
// the query's plan: a window or an aggregate without a key, coalesce(1), a file that cannot be
// split. Source: Databricks' guide (one long task). Wrong: where the work cannot be divided, as
// of a global order.

#include <algorithm>

#include "historyserver/insights/partition_advice.h"
#include "historyserver/insights/rules/table.h"
#include "historyserver/insights/stage_cases.h"
#include "historyserver/insights/stage_shape.h"

namespace afterglow::history {
namespace {
namespace single_task_stage {

constexpr std::array kThresholds = {kSingleTask};

bool has_node(const QueryFacts* query, std::string_view name, std::string_view within) {
  return query && std::ranges::any_of(query->plan.nodes(), [&](const SqlPlanNode& node) {
           return node.name.starts_with(name) && node.description.contains(within);
         });
}

bool has_window_without_key(const QueryFacts* query) {
  if (!query) return false;
  return std::ranges::any_of(query->plan.nodes(), [&](const SqlPlanNode& node) {
    if (!node.name.starts_with("Window")) return false;
    const auto below = query->plan.below(node.id);
    // A sort for its order, if any, stands between the window and the exchange.
    return std::ranges::any_of(below, [](const SqlPlanNode* one) {
      return one->name.starts_with("Exchange") && one->description.contains("SinglePartition");
    });
  });
}

FindingAdvice advice_of(const Facts& facts, const StageFacts& stage) {
  const QueryFacts* const query = stage.query_id ? facts.query(*stage.query_id) : nullptr;
  if (stage.shuffle_read() > 0) {
    if (has_window_without_key(query)) {
      return {"Give the window a PARTITION BY: without one all rows go to one task."};
    }
    if (has_node(query, "Exchange", "SinglePartition")) {
      return {
          "Something needs all rows in one partition (an aggregate without a key, LIMIT, "
          "repartition(1)): make fewer rows before it, or give it a key."};
    }
  }
  if (has_node(query, "Coalesce", " 1") || stage.metric(TaskMetric::output_bytes) > 0) {
    return {
        "Write several files: without coalesce(1) or repartition(1) all cores write. Where one "
        "file is needed, repartition(1) at least computes it in parallel."};
  }
  if (stage.shuffle_read() <= 0 && stage.metric(TaskMetric::input_bytes) > 0) {
    return {
        "A file that cannot be split (gzip, one JSON document, one row group) is read by one "
        "task: write it in parts, or call repartition() right after reading."};
  }
  return partition_advice(facts, stage, 2 * slots_of(facts));
}

std::vector<Finding> find(const RuleContext& context) {
  const Facts& facts = context.facts;
  if (facts.most_cores <= 0 || !shares_cores(facts)) return {};
  StageCases cases(facts);
  for (const StageFacts& stage : facts.stages) {
    if (!is_single_task(context, stage) || stage.wall[WallPart::idle] <= 0) continue;
    cases.add(stage, stage.wall[WallPart::idle],
              "one task of " + duration_words(static_cast<double>(stage.tasks.duration.max)));
  }
  if (cases.empty()) return {};
  const StageFacts& stage = *cases.worst().stage;
  const auto duration = static_cast<double>(stage.tasks.duration.max);
  const double others = slots_of(facts) - 1;
  Finding finding = cases.finding();
  finding.text = "All work of " + cases.words() + " was done by one task, which took " +
                 duration_words(duration) + ", while up to " + plural_words(others, "other core") +
                 " had nothing to do.";
  finding.numbers = {
      context.number("duration of the task", duration, kSingleTask),
      {"what it read", stage.shuffle_read() + stage.metric(TaskMetric::input_bytes),
       NumberUnit::bytes},
  };
  finding.advice.push_back(advice_of(facts, stage));
  return {finding};
}

}  // namespace single_task_stage
}  // namespace

const Rule kSingleTaskStage{"single-task-stage", "One-task stage", single_task_stage::kThresholds,
                            single_task_stage::find};

}  // namespace afterglow::history
