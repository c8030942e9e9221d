// Recomputed stages: shuffle data was lost with its executor, so that stages had to run again.
//
// Measured: the share of the duration of attempts after the first one of a stage of which an
// earlier attempt was complete (all of that was done before), and of attempts that ended with a
// fetch failure the part that their failed and killed tasks took. Source: NVIDIA's tools tell of
// each failed stage and lost executor. Wrong: where an attempt was complete only for a stage of
// another job that read less of it.

#include <algorithm>
#include <map>
#include <optional>

#include "historyserver/insights/rules/table.h"
#include "historyserver/insights/stage_cases.h"
#include "historyserver/insights/stage_shape.h"

namespace afterglow::history {
namespace {
namespace recomputed_stages {

// What tasks that were of no use took of the stage's share.
double wasted(const StageFacts& stage) {
  const double time = time_of_tasks(stage);
  const double lost = stage.tasks.failed_time + stage.tasks.killed_time;
  return time > 0 ? stage.wall.sum() * lost / time : 0;
}

double lost_executors(const Facts& facts) {
  return static_cast<double>(std::ranges::count_if(facts.executors, [](const ExecutorRow& one) {
    return one.remove_time.has_value() && one.remove_reason.has_value();
  }));
}

void advise(Finding& finding, const Facts& facts) {
  const Properties& properties = facts.properties;
  const std::string decommission = "spark.decommission.enabled";
  finding.advice.push_back(
      {"Find out why executors were lost (memory, preemption, a host): their "
       "shuffle data is gone with them."});
  if (!properties.flag("spark.shuffle.service.enabled", false)) {
    finding.advice.push_back(
        {"Keep shuffle data when executors leave: an external shuffle service "
         "where the cluster has one.",
         "spark.shuffle.service.enabled", "true",
         properties.text("spark.shuffle.service.enabled")});
    if (is_since(facts, 3, 1) && !properties.flag(decommission, false)) {
      finding.advice.push_back(
          {"Or let executors that are told to go move their shuffle data "
           "(with spark.storage.decommission.shuffleBlocks.enabled).",
           decommission, "true", properties.text(decommission)});
    }
  }
}

std::vector<Finding> find(const RuleContext& context) {
  const Facts& facts = context.facts;
  StageCases cases(facts);
  std::optional<std::int64_t> complete;  // the last stage that was; its other attempts follow
  double again = 0;
  double failures = 0;
  std::string reason;
  for (const StageFacts& stage : facts.stages) {
    if (!stage.ran()) continue;
    if (complete == stage.row.stage_id) {
      ++again;
      cases.add(stage, stage.wall.sum(), "run again");
    } else if (is_fetch_failure(stage)) {
      ++failures;
      cases.add(stage, wasted(stage), "ended by a fetch failure");
    }
    if (stage.row.status == "COMPLETE") complete = stage.row.stage_id;
  }
  if (cases.empty()) return {};
  Finding finding = cases.finding();
  if (finding.recoverable_ms <= 0) return {};
  std::string what;
  if (failures > 0)
    what = plural_words(failures, "stage attempt") + " failed to fetch shuffle data";
  if (again > 0) {
    what += std::string(what.empty() ? "" : ", and ") + plural_words(again, "stage attempt") +
            " did again what had been complete";
  }
  finding.text =
      "Shuffle data was lost: " + what + "; worst was " + stage_words(*cases.worst().stage) + ".";
  finding.numbers = {{"attempts that failed to fetch", failures, NumberUnit::count},
                     {"attempts of what was complete", again, NumberUnit::count},
                     {"executors lost", lost_executors(facts), NumberUnit::count}};
  advise(finding, facts);
  return {finding};
}

}  // namespace recomputed_stages
}  // namespace

const Rule kRecomputedStages{"recomputed-stages", "Recomputed stages", {}, recomputed_stages::find};

}  // namespace afterglow::history
