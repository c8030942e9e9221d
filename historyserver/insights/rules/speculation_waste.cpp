// Speculation waste: copies of slow tasks ran, but the original came first, so that they were
// killed.
//
// Measured: the time of speculative copies that did not succeed, over that of all tasks of their
// stages. It costs cores, and no time that can be told. Source: ours; Spark 4.0 made its own
// defaults stricter (multiplier 1.5 to 3, quantile 0.75 to 0.9) for this. Wrong: where cores
// would have been idle anyway.

#include <algorithm>

#include "historyserver/insights/rules/table.h"
#include "historyserver/insights/stage_cases.h"
#include "historyserver/insights/stage_shape.h"

namespace afterglow::history {
namespace {
namespace speculation_waste {

constexpr RuleThreshold kShare{"speculationWaste.share", 0.1, NumberUnit::share,
                               "Time of useless copies, of the time of all tasks of the stage.",
                               "ours"};
constexpr std::array kThresholds = {kShare};

double share_of(const StageFacts& stage) {
  return stage.tasks.speculative_time / std::max(1.0, time_of_tasks(stage));
}

void advise(Finding& finding, const Facts& facts) {
  const Properties& properties = facts.properties;
  const bool is_strict = is_since(facts, 4, 0);
  const std::string multiplier = "spark.speculation.multiplier";
  const std::string quantile = "spark.speculation.quantile";
  const double now = properties.number(multiplier).value_or(is_strict ? 3 : 1.5);
  if (now < 3) {
    finding.advice.push_back({"Copy only tasks that are much slower than the median.", multiplier,
                              "3", properties.text(multiplier)});
  }
  if (properties.number(quantile).value_or(is_strict ? 0.9 : 0.75) < 0.9) {
    finding.advice.push_back(
        {"Copy none before most tasks are done.", quantile, "0.9", properties.text(quantile)});
  }
  finding.advice.push_back(
      {"Where tasks are long because their partitions are large, a copy is as "
       "slow: mend the skew, and turn speculation off."});
}

std::vector<Finding> find(const RuleContext& context) {
  const double cpus = static_cast<double>(
      std::max<std::int64_t>(1, context.facts.properties.integer("spark.task.cpus").value_or(1)));
  StageCases cases(context.facts);
  double copies = 0;
  for (const StageFacts& stage : context.facts.stages) {
    const double time = stage.tasks.speculative_time;
    if (time <= 0 || share_of(stage) < context.limit(kShare)) continue;
    copies += static_cast<double>(stage.row.speculative_killed + stage.row.speculative_failed);
    cases.add({&stage, 0, time * cpus, duration_words(time) + " of copies"});
  }
  if (cases.empty()) return {};
  const auto worst = std::ranges::max_element(
      context.facts.stages, {}, [](const auto& stage) { return stage.tasks.speculative_time; });
  Finding finding = cases.finding();
  finding.text = "Speculative copies of tasks came second and were thrown away: " +
                 duration_words(finding.recoverable_core_ms / cpus) + " of task time, " +
                 share_words(share_of(*worst)) + " of all that tasks of " + stage_words(*worst) +
                 " took.";
  finding.numbers = {context.number("useless copies, of the tasks' time", share_of(*worst), kShare),
                     {"copies", copies, NumberUnit::count}};
  advise(finding, context.facts);
  return {finding};
}

}  // namespace speculation_waste
}  // namespace

const Rule kSpeculationWaste{"speculation-waste", "Speculation waste",
                             speculation_waste::kThresholds, speculation_waste::find};

}  // namespace afterglow::history
