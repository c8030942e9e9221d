// Too few partitions: a stage has fewer tasks than there are cores, or so few more that its last
// round of tasks leaves most of them without one.
//
// Measured: with fewer tasks than cores, WallPart::idle (shared out by wall_time.h); with up to
// `waves` tasks for each core, WallPart::stragglers, where tasks are alike (partition-skew and
// straggler tell of others): of that a third stays with three tasks for each core. Tasks must
// take `duration`: shorter ones are not worth to be split. Stages of one task are left to
// single-task-stage. Source: Spark's tuning guide (2 to 3 tasks for each core), dr-elephant and
// sparklens (tasks over cores). Wrong: where cores are held for later stages, which Spark's
// executors cannot tell; where files cannot be split.

#include <algorithm>
#include <cmath>

#include "historyserver/insights/partition_advice.h"
#include "historyserver/insights/rules/table.h"
#include "historyserver/insights/stage_cases.h"
#include "historyserver/insights/stage_shape.h"

namespace afterglow::history {
namespace {
namespace too_few_partitions {

constexpr RuleThreshold kDuration{"tooFewPartitions.duration", 1000, NumberUnit::ms,
                                  "How long a typical task of the stage must take.",
                                  "ours: with shorter tasks the stage is over anyway"};
constexpr RuleThreshold kWaves{"tooFewPartitions.waves", 2, NumberUnit::times,
                               "A stage with more tasks for each core has enough.",
                               "Spark's tuning guide: 2 to 3 tasks for each core"};
constexpr RuleThreshold kShare{"tooFewPartitions.share", 0.2, NumberUnit::share,
                               "What cores that had no task must be of the stage's share of the "
                               "duration.",
                               "ours; dataflint warns of 50% idle cores"};
constexpr std::array kThresholds = {kDuration, kWaves, kShare};
constexpr double kLongRatio = 3;    // of a task, as straggler has it
constexpr double kStays = 1.0 / 3;  // of the waste of a last round, when there are three

// Wall time that cores had no task because of the number of tasks; 0 where it is not that.
double lost(const RuleContext& context, const StageFacts& stage) {
  const double slots = slots_of(context.facts);
  const auto tasks = static_cast<double>(stage.row.task_count);
  const double ratio = stage.tasks.count > 0 ? stage.tasks.duration.times_median() : 1;
  const bool alike = ratio < kLongRatio;
  // What only a long task made of it is told by others.
  if (tasks < slots) return stage.wall[WallPart::idle] / (alike ? 1 : ratio);
  if (!alike || tasks <= slots || tasks > slots * context.limit(kWaves)) return 0;
  return stage.wall[WallPart::stragglers] * (1 - kStays);
}

std::vector<Finding> find(const RuleContext& context) {
  const Facts& facts = context.facts;
  if (facts.most_cores <= 0 || !shares_cores(facts)) return {};
  const double slots = slots_of(facts);
  StageCases cases(facts);
  for (const StageFacts& stage : facts.stages) {
    if (!stage.ran() || stage.row.task_count < 2) continue;
    if (typical_task(stage) < context.limit(kDuration) || stage.is_barrier) continue;
    const double ms = lost(context, stage);
    if (ms <= 0 || ms < context.limit(kShare) * stage.wall.sum()) continue;
    cases.add(stage, ms,
              plural_words(static_cast<double>(stage.row.task_count), "task") + " for " +
                  plural_words(slots, "core"));
  }
  if (cases.empty()) return {};
  const StageFacts& stage = *cases.worst().stage;
  const auto tasks = static_cast<double>(stage.row.task_count);
  Finding finding = cases.finding();
  const std::string start = "With " + plural_words(tasks, "task") + " for " +
                            plural_words(slots, "core") + ", " + cases.words();
  finding.text = tasks < slots
                     ? start + " left " + plural_words(slots - tasks, "core") +
                           " without work for " + duration_words(stage.duration()) + "."
                     : start + " needed a last round of tasks in which most cores had none.";
  finding.numbers = {
      context.number("tasks for each core", tasks / slots, kWaves),
      context.number("without a task, of the stage's time",
                     cases.worst().ms / std::max(1.0, stage.wall.sum()), kShare),
      context.number("typical duration of a task", typical_task(stage), kDuration),
  };
  finding.advice.push_back(partition_advice(facts, stage, std::ceil(slots * 3)));
  return {finding};
}

}  // namespace too_few_partitions
}  // namespace

const Rule kTooFewPartitions{"too-few-partitions", "Too few partitions",
                             too_few_partitions::kThresholds, too_few_partitions::find};

}  // namespace afterglow::history
