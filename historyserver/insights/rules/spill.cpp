// Spill to disk: what a task sorts, joins or aggregates does not fit into its memory, so it is
// written to disk and read back.
//
// Measured: bytes spilled to disk. What they cost is estimated: of WallPart::io their part
// (written and read) of all bytes that the stage moved; of WallPart::compute what serialising,
// compressing and merging them takes at `rate` of memory for each core. Stages that spill less
// than `share` of what they read and write are left out. Memory and partitions are computed from
// what was spilled and from what a task may use of the heap. Source: spark-history-cli (any
// spill to disk; 10% of the input in memory), kubeflow's advisor (100 MiB). Wrong: where sorted
// data has to be large whatever its partitions are, i.e. one key.

#include <algorithm>
#include <cmath>

#include "historyserver/insights/bytes.h"
#include "historyserver/insights/partition_advice.h"
#include "historyserver/insights/rules/table.h"
#include "historyserver/insights/stage_cases.h"
#include "historyserver/insights/stage_shape.h"

namespace afterglow::history {
namespace {
namespace spill {

// Bytes: a stage that reads and writes less makes its own data.
constexpr double kLittleMoved = 1024 * 1024;

using enum TaskMetric;

constexpr RuleThreshold kShare{
    "spill.share", 0.1, NumberUnit::share,
    "Bytes in memory that were spilled, of what the stage read and wrote.",
    "spark-history-cli: 10% of the input"};
constexpr RuleThreshold kRate{"spill.rate", 200 * kMiB, NumberUnit::bytes_per_second,
                              "Bytes in memory that a core is taken to spill and read back in a "
                              "second.",
                              "ours: an estimate"};
constexpr std::array kThresholds = {kShare, kRate};

double moved(const StageFacts& stage) {
  return stage.metric(input_bytes) + stage.shuffle_read() + stage.metric(shuffle_bytes_written) +
         stage.metric(output_bytes);
}

double lost(const RuleContext& context, const StageFacts& stage) {
  const double spilled = 2 * stage.metric(disk_bytes_spilled);
  const double of_io = stage.wall[WallPart::io] * spilled / (spilled + moved(stage));
  const double cpu = stage.metric(executor_cpu_time) / 1e6;
  if (cpu <= 0) return of_io;
  const double work =
      stage.metric(memory_bytes_spilled) * 1000 / std::max(kMiB, context.limit(kRate));
  return of_io + stage.wall[WallPart::compute] * std::min(0.5, work / cpu);
}

// How many times the memory that a task had would have held what it had to hold.
double times_memory(const Facts& facts, const StageFacts& stage) {
  const double memory = execution_memory_of_task(facts);
  const auto tasks = static_cast<double>(std::max<std::int64_t>(1, stage.row.completed_tasks));
  return memory > 0 ? 1 + stage.metric(memory_bytes_spilled) / tasks / memory : 2;
}

void advise(Finding& finding, const Facts& facts, const StageFacts& stage) {
  const double times = times_memory(facts, stage);
  const auto tasks = static_cast<double>(stage.row.task_count);
  const double slots = slots_of(facts);
  // Of a shuffle that is read; what is read from files is no larger for being sorted.
  const double wanted = std::ceil(std::ceil(tasks * times * 1.25) / slots) * slots;
  finding.advice.push_back(partition_advice(facts, stage, wanted));
  if (times <= 4) {
    finding.advice.push_back(memory_advice(
        facts, "Or give each task more memory: a larger heap, or fewer cores for each executor.",
        times));
  }
}

std::vector<Finding> find(const RuleContext& context) {
  const Facts& facts = context.facts;
  StageCases cases(facts);
  double all = 0;
  const auto share = [](const StageFacts& stage) {
    return stage.metric(memory_bytes_spilled) / std::max(1.0, moved(stage));
  };
  for (const StageFacts& stage : facts.stages) {
    const double spilled = stage.metric(disk_bytes_spilled);
    if (!stage.ran() || spilled <= 0 || share(stage) < context.limit(kShare)) continue;
    all += spilled;
    cases.add(stage, lost(context, stage), size_words(spilled) + " spilled");
  }
  if (cases.empty() || cases.worst().ms <= 0) return {};
  const StageFacts& stage = *cases.worst().stage;
  Finding finding = cases.finding();
  finding.text = "Tasks of " + cases.words() + " did not have enough memory and spilled " +
                 size_words(all) + " to disk; the worst spilled " +
                 size_words(stage.metric(memory_bytes_spilled)) + " of memory" +
                 (moved(stage) < kLittleMoved
                      ? "."
                      : ", " + times_words(share(stage)) + " times what it read and wrote.");
  if (moved(stage) >= kLittleMoved) {
    finding.numbers.push_back(
        context.number("spilled of memory, of what was read and written", share(stage), kShare));
  }
  finding.numbers.insert(
      finding.numbers.end(),
      {
          {"spilled to disk", all, NumberUnit::bytes},
          {"memory for each task", execution_memory_of_task(facts), NumberUnit::bytes},
      });
  if (is_skewed(context, stage) && stage.tasks.longest.disk_spilled > 0) {
    finding.advice.push_back(
        {"Its largest partition spilled: mend the partition skew first, more partitions do not "
         "divide one key."});
  }
  advise(finding, facts, stage);
  return {finding};
}

}  // namespace spill
}  // namespace

const Rule kSpill{"spill", "Spill to disk", spill::kThresholds, spill::find};

}  // namespace afterglow::history
