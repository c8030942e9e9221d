// GC pressure: tasks stand still while their executor's JVM collects garbage.
//
// Measured: GC time of a stage's tasks over their run time. What exceeds `share` is taken for
// avoidable; of the wall time it is that part of WallPart::gc. Source: Spark's UI (marks 10%),
// kubeflow's advisor (10%), dr-elephant (8 to 20%). Wrong: where a stage has to hold much at
// once and more memory is not to be had.

#include "historyserver/insights/partition_advice.h"
#include "historyserver/insights/rules/table.h"
#include "historyserver/insights/stage_cases.h"

namespace afterglow::history {
namespace {
namespace gc_pressure {

constexpr RuleThreshold kShare{"gcPressure.share", 0.1, NumberUnit::share,
                               "GC time of a stage, as a part of its tasks' run time.",
                               "Spark's UI and kubeflow's advisor: 10%; dr-elephant: 8 to 20%"};
constexpr std::array kThresholds = {kShare};
constexpr double kSevere = 0.3;  // dr-elephant has no step above 20%

double share_of(const StageFacts& stage) {
  const double run = stage.metric(TaskMetric::executor_run_time);
  return run > 0 ? stage.metric(TaskMetric::jvm_gc_time) / run : 0;
}

std::vector<Finding> find(const RuleContext& context) {
  const double limit = context.limit(kShare);
  StageCases cases(context.facts);
  for (const StageFacts& stage : context.facts.stages) {
    const double share = share_of(stage);
    if (!stage.ran() || share < limit) continue;
    cases.add(stage, stage.wall[WallPart::gc] * (1 - limit / 2 / share),
              share_words(share) + " of the run time");
  }
  if (cases.empty()) return {};
  const StageFacts& stage = *cases.worst().stage;
  Finding finding = cases.finding();
  finding.text = "Tasks of " + cases.words() + " spent " + share_words(share_of(stage)) +
                 " of their run time in garbage collection.";
  finding.numbers = {context.number("GC time of the run time", share_of(stage), kShare)};
  finding.advice = {
      memory_advice(context.facts,
                    "Give executors more memory, or fewer cores, so that each task has more of it.",
                    share_of(stage) > kSevere ? 2 : 1.5),
      {"Make fewer objects: columns instead of rows of objects, primitive types, no cached "
       "deserialised data that is not used again."},
  };
  return {finding};
}

}  // namespace gc_pressure
}  // namespace

const Rule kGcPressure{"gc-pressure", "GC pressure", gc_pressure::kThresholds, gc_pressure::find};

}  // namespace afterglow::history
