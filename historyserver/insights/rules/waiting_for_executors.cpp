// Waiting for executors: a job runs, but no executor is there for its tasks.
//
// Measured: WallPart::waiting_for_resources, all of which would be saved if executors were there
// when the job begins.
// Source: ours. Wrong: where the cluster is full, which no setting of the application changes, and
// in logs that lack executors.

#include <algorithm>

#include "historyserver/insights/executors.h"
#include "historyserver/insights/rules/table.h"
#include "historyserver/insights/words.h"

namespace afterglow::history {
namespace {
namespace waiting_for_executors {

constexpr RuleThreshold kLeast{"waitingForExecutors.least", 10'000, NumberUnit::ms,
                               "The time that jobs ran without any executor.",
                               "ours: a cluster needs some seconds to start one"};
constexpr std::array kThresholds = {kLeast};

std::vector<FindingAdvice> advice_for(const Facts& facts, bool is_late_start) {
  const Properties& set = facts.properties;
  std::vector<FindingAdvice> advice;
  if (set.flag("spark.dynamicAllocation.enabled", false)) {
    if (is_late_start) {
      advice.push_back({"Ask for executors when the application starts, not with its first job.",
                        "spark.dynamicAllocation.initialExecutors", "2",
                        set.text("spark.dynamicAllocation.initialExecutors")});
    } else {
      advice.push_back({"Keep some executors while no job runs, or keep them longer.",
                        "spark.dynamicAllocation.minExecutors", "2",
                        set.text("spark.dynamicAllocation.minExecutors")});
    }
  }
  advice.push_back(
      {"See whether the cluster or the queue was full at that time, and whether an "
       "executor of this size fits onto its nodes at once: smaller ones start sooner."});
  return advice;
}

std::vector<Finding> find(const RuleContext& context) {
  const Facts& facts = context.facts;
  const double waited = facts.wall[WallPart::waiting_for_resources];
  if (facts.is_local || waited < context.limit(kLeast) || facts.jobs.empty()) return {};
  if (facts.executors.empty()) return {};
  const std::int64_t first =
      std::clamp(std::ranges::min_element(facts.executors, {}, &ExecutorRow::add_time)->add_time,
                 facts.start, facts.end);
  const std::int64_t first_job = std::ranges::min_element(facts.jobs, {}, &JobFacts::start)->start;
  const double at_start = static_cast<double>(std::max<std::int64_t>(0, first - first_job));
  const bool is_late_start = at_start > waited / 2;
  Finding finding;
  finding.text = "For " + duration_words(waited) + " jobs ran while no executor was there" +
                 (is_late_start ? ": the first one came " +
                                      duration_words(static_cast<double>(first - facts.start)) +
                                      " after the start."
                                : ".");
  finding.recoverable_ms = waited;
  finding.numbers = {context.number("jobs without executors", waited, kLeast)};
  finding.advice = advice_for(facts, is_late_start);
  return {finding};
}

}  // namespace waiting_for_executors
}  // namespace

const Rule kWaitingForExecutors{"waiting-for-executors", "Waiting for executors",
                                waiting_for_executors::kThresholds, waiting_for_executors::find};

}  // namespace afterglow::history
