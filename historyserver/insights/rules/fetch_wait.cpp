// Shuffle fetch wait: tasks stand still until blocks of a shuffle come from other executors.
//
// Measured: fetch wait time of a stage's tasks over their run time. What exceeds half of `share`
// is taken for avoidable; of the wall time it is that part of WallPart::shuffle_wait. Small
// blocks (many partitions on both sides) and executors that collect garbage are told apart from
// a slow network. Source: sparklens and spark-history-cli show the share, neither has a limit.
// Wrong: where the network is at its limit and nothing can be left out of the shuffle.

#include <algorithm>

#include "historyserver/insights/partition_advice.h"
#include "historyserver/insights/rules/table.h"
#include "historyserver/insights/stage_cases.h"
#include "historyserver/insights/stage_shape.h"

namespace afterglow::history {
namespace {
namespace fetch_wait {

using enum TaskMetric;

constexpr RuleThreshold kShare{"fetchWait.share", 0.1, NumberUnit::share,
                               "Time that a stage's tasks waited for shuffle blocks, as a part of "
                               "their run time.",
                               "ours; as for garbage collection"};
constexpr RuleThreshold kBlock{"fetchWait.block", 32 * 1024, NumberUnit::bytes,
                               "Blocks that are smaller on average are small.", "ours"};
constexpr std::array kThresholds = {kShare, kBlock};
constexpr double kMuchCollection = 0.1;

double share_of(const StageFacts& stage) {
  const double run = stage.metric(executor_run_time);
  return run > 0 ? stage.metric(shuffle_fetch_wait_time) / run : 0;
}

double block_of(const StageFacts& stage) {
  const double blocks = stage.metric(shuffle_remote_blocks_fetched);
  return blocks > 0 ? stage.metric(shuffle_remote_bytes_read) / blocks : 0;
}

void advise(Finding& finding, const RuleContext& context, const StageFacts& stage) {
  const Facts& facts = context.facts;
  const double run = std::max(1.0, stage.metric(executor_run_time));
  const double block = block_of(stage);
  if (block > 0 && block < context.limit(kBlock)) {
    constexpr double kGoodBytes = 64.0 * 1024 * 1024;
    const double wanted = std::max(2 * slots_of(facts), stage.shuffle_read() / kGoodBytes);
    if (wanted < static_cast<double>(stage.row.task_count)) {
      finding.advice.push_back(partition_advice(facts, stage, wanted));
    }
  }
  if (stage.metric(jvm_gc_time) / run > kMuchCollection) {
    finding.advice.push_back(
        {"Executors that collect garbage do not answer: mend the GC pressure "
         "first."});
  }
  const std::string in_flight = "spark.reducer.maxSizeInFlight";
  finding.advice.push_back({"Let each task ask for more at a time.", in_flight, "96m",
                            facts.properties.text(in_flight)});
  finding.advice.push_back(
      {"Shuffle less: filter and aggregate before, broadcast small sides of joins, leave out "
       "columns that nobody reads. Else look at the network and at the disks of the other hosts."});
}

std::vector<Finding> find(const RuleContext& context) {
  const double limit = context.limit(kShare);
  StageCases cases(context.facts);
  for (const StageFacts& stage : context.facts.stages) {
    const double share = share_of(stage);
    if (!stage.ran() || share < limit || share <= 0) continue;
    cases.add(stage, stage.wall[WallPart::shuffle_wait] * (1 - limit / 2 / share),
              share_words(share) + " of the run time");
  }
  if (cases.empty() || cases.worst().ms <= 0) return {};
  const StageFacts& stage = *cases.worst().stage;
  Finding finding = cases.finding();
  finding.text = "Tasks of " + cases.words() + " waited " + share_words(share_of(stage)) +
                 " of their run time for shuffle blocks, " +
                 size_words(stage.metric(shuffle_remote_bytes_read)) +
                 " of which came from other executors.";
  finding.numbers = {context.number("waiting, of the run time", share_of(stage), kShare)};
  if (block_of(stage) > 0) {
    finding.numbers.push_back(context.number("size of a block", block_of(stage), kBlock));
  }
  advise(finding, context, stage);
  return {finding};
}

}  // namespace fetch_wait
}  // namespace

const Rule kFetchWait{"fetch-wait", "Shuffle fetch wait", fetch_wait::kThresholds,
                      fetch_wait::find};

}  // namespace afterglow::history
