// Scheduling delay: a stage still had tasks to run, but cores were free, or tasks spent much of
// their time on being handed over and back.
//
// Measured: WallPart::scheduling of stages in which it is `share` and more. It is told apart
// what tasks spent outside of their run (shipping and unpacking code and broadcast values,
// fetching results) and what cores waited for a task (locality, a busy driver). What exceeds
// half of `share` is saved. Stages of small tasks are left to small-tasks. Source: Spark's UI
// shows scheduler delay; its tuning guide tells of locality. Wrong: where tasks need a resource
// that only some executors have, or where a pool of the fair scheduler keeps others waiting.

#include <algorithm>

#include "historyserver/insights/rules/table.h"
#include "historyserver/insights/stage_cases.h"
#include "historyserver/insights/stage_shape.h"

namespace afterglow::history {
namespace {
namespace scheduling_delay {

constexpr RuleThreshold kShare{"schedulingDelay.share", 0.25, NumberUnit::share,
                               "Time in scheduling, of the stage's share of the duration.", "ours"};
constexpr RuleThreshold kLeast{"schedulingDelay.time", 1000, NumberUnit::ms,
                               "How much of the duration that must be.", "ours"};
constexpr std::array kThresholds = {kShare, kLeast};

double scheduling_of(const StageFacts& stage) {
  return stage.wall[WallPart::scheduling];
}
double share_of(const StageFacts& stage) {
  return scheduling_of(stage) / std::max(1.0, stage.wall.sum());
}

// Of its tasks' time, how much was outside of their run.
double overhead(const StageFacts& stage) {
  const double time = time_of_tasks(stage);
  return time > 0 ? std::clamp(1 - stage.metric(TaskMetric::executor_run_time) / time, 0.0, 1.0)
                  : 0;
}

// The part of WallPart::scheduling in which cores waited for a task.
double waiting(const StageFacts& stage) {
  using enum WallPart;
  double used = 0;
  for (const WallPart part : {compute, shuffle_wait, gc, io}) used += stage.wall[part];
  const double outside =
      overhead(stage) < 1 ? used * overhead(stage) / (1 - overhead(stage)) : scheduling_of(stage);
  return std::max(0.0, scheduling_of(stage) - outside);
}

void advise(Finding& finding, const Facts& facts, const StageFacts& stage) {
  if (waiting(stage) < scheduling_of(stage) / 2) {
    const double tasks = std::max(1.0, static_cast<double>(stage.row.completed_tasks));
    if (stage.metric(TaskMetric::result_size) / tasks > 1024 * 1024) {
      finding.advice.push_back(
          {"Tasks send large results to the driver: write them to files, or "
           "aggregate before collecting."});
    }
    finding.advice.push_back(
        {"Ship less with each task: broadcast what a closure holds, and give "
         "executors fewer and smaller packages to load."});
    return;
  }
  const std::string wait = "spark.locality.wait";
  if (!facts.is_local && facts.properties.text(wait) != "0s" &&
      facts.properties.text(wait) != "0") {
    finding.advice.push_back({"Do not let free cores wait for tasks whose data is near.", wait,
                              "0s", facts.properties.text(wait)});
  }
  finding.advice.push_back(
      {"Give the driver more cores, and look at its garbage collection and at "
       "what else it does while tasks are to be launched."});
}

// Whether what it took can be told. Of what had no end nobody knows what it waited for; between a
// failed task and its retry nothing waits; and the first stage loads code on all executors.
bool is_clear(const Facts& facts, const StageFacts& stage) {
  const StageRow& row = stage.row;
  if (stage.tasks.count == 0 || !row.completion_time) return false;
  if (row.failed_tasks + row.killed_tasks + row.speculative_tasks > 0) return false;
  return std::ranges::any_of(facts.stages, [&](const StageFacts& other) {
    return other.ran() && other.end <= stage.start && other.key() != stage.key();
  });
}

std::vector<Finding> find(const RuleContext& context) {
  const double limit = context.limit(kShare);
  const bool shares = shares_cores(context.facts);
  StageCases cases(context.facts);
  for (const StageFacts& stage : context.facts.stages) {
    if (!shares || !is_clear(context.facts, stage) || has_small_tasks(context, stage)) continue;
    if (scheduling_of(stage) < context.limit(kLeast) || share_of(stage) < limit) continue;
    cases.add(stage, scheduling_of(stage) * (1 - limit / 2 / share_of(stage)),
              share_words(share_of(stage)) + " of its time");
  }
  if (cases.empty()) return {};
  const StageFacts& stage = *cases.worst().stage;
  const bool waits = waiting(stage) >= scheduling_of(stage) / 2;
  Finding finding = cases.finding();
  finding.text = (waits ? "Cores were free while tasks of " : "Tasks of ") + cases.words() +
                 (waits ? " waited to be launched, for " : " spent ") +
                 duration_words(scheduling_of(stage)) + " (" + share_words(share_of(stage)) +
                 " of its time)" + (waits ? "." : " on being shipped, unpacked and handed back.");
  finding.numbers = {
      context.number("scheduling, of the stage's time", share_of(stage), kShare),
      context.number("scheduling", scheduling_of(stage), kLeast),
      {"cores waited for tasks", waiting(stage), NumberUnit::ms},
      {"tasks outside of their run, of their time", overhead(stage), NumberUnit::share},
  };
  advise(finding, context.facts, stage);
  return {finding};
}

}  // namespace scheduling_delay
}  // namespace

const Rule kSchedulingDelay{"scheduling-delay", "Scheduling delay", scheduling_delay::kThresholds,
                            scheduling_delay::find};

}  // namespace afterglow::history
