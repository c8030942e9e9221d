// Small tasks: a stage has so many tasks, each so short, that starting them and fetching their
// results takes much of its time.
//
// Measured: WallPart::scheduling of stages with `tasks` tasks and more, `waves` and more for
// each core, whose median is below `duration`. With fewer tasks (two for each core, of 64 MiB at
// most) that part shrinks as their number does. Source: dataflint (5,000 tasks below 500 ms),
// Spark's tuning guide (2 to 3 tasks for each core; tasks of 100 ms and more). Wrong: where a
// task needs so much memory that it must be small.

#include <algorithm>
#include <cmath>

#include "historyserver/insights/partition_advice.h"
#include "historyserver/insights/rules/table.h"
#include "historyserver/insights/stage_cases.h"
#include "historyserver/insights/stage_shape.h"

namespace afterglow::history {
namespace {
namespace small_tasks {

constexpr std::array kThresholds = {kSmallTask, kSmallTaskCount, kSmallTaskWaves};
constexpr double kPartitionBytes = 64.0 * 1024 * 1024;

double wanted_tasks(const Facts& facts, const StageFacts& stage) {
  const double bytes = stage.shuffle_read() + stage.metric(TaskMetric::input_bytes);
  return std::max(2 * slots_of(facts), std::ceil(bytes / kPartitionBytes));
}

std::vector<Finding> find(const RuleContext& context) {
  const Facts& facts = context.facts;
  StageCases cases(facts);
  for (const StageFacts& stage : facts.stages) {
    if (!stage.ran() || !has_small_tasks(context, stage)) continue;
    const auto tasks = static_cast<double>(stage.row.completed_tasks);
    const double wanted = wanted_tasks(facts, stage);
    if (wanted >= tasks / 2) continue;
    cases.add(stage, stage.wall[WallPart::scheduling] * (1 - wanted / tasks),
              count_words(tasks) + " tasks of " + duration_words(typical_task(stage)));
  }
  if (cases.empty() || cases.worst().ms <= 0) return {};
  const StageFacts& stage = *cases.worst().stage;
  const auto tasks = static_cast<double>(stage.row.completed_tasks);
  const double wanted = wanted_tasks(facts, stage);
  Finding finding = cases.finding();
  finding.text = "Tasks of " + cases.words() + " are too small: " + count_words(tasks) +
                 " tasks of about " + duration_words(typical_task(stage)) + " each spent " +
                 share_words(stage.wall[WallPart::scheduling] / std::max(1.0, stage.wall.sum())) +
                 " of the stage's time on being started and handed back; about " +
                 count_words(wanted) + " would do.";
  finding.numbers = {
      context.number("tasks", tasks, kSmallTaskCount),
      context.number("typical duration of a task", typical_task(stage), kSmallTask),
      context.number("tasks for each core", tasks / slots_of(facts), kSmallTaskWaves),
  };
  finding.advice.push_back(partition_advice(facts, stage, wanted));
  return {finding};
}

}  // namespace small_tasks
}  // namespace

const Rule kSmallTasks{"small-tasks", "Small tasks", small_tasks::kThresholds, small_tasks::find};

}  // namespace afterglow::history
