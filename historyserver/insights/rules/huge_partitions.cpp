// Huge partitions: tasks that read or write so much that they spill, run out of memory, or cost
// much when they have to be run again.
//
// Measured: the largest task of a stage by input, shuffle read, output or shuffle write. It
// saves no time that can be told, so it is told as a risk. Stages that partition-skew finds and
// stages of one task (single-task-stage) are left to those. Source: dataflint (5 GiB),
// spark-history-cli (256 MiB is large, 1 GiB critical). Wrong: where files are copied as they
// are.

#include <algorithm>
#include <cmath>

#include "historyserver/insights/partition_advice.h"
#include "historyserver/insights/rules/table.h"
#include "historyserver/insights/stage_cases.h"
#include "historyserver/insights/stage_shape.h"

namespace afterglow::history {
namespace {
namespace huge_partitions {

constexpr RuleThreshold kBytes{"hugePartitions.bytes", 5.0 * 1024 * 1024 * 1024, NumberUnit::bytes,
                               "What one task reads or writes.", "dataflint: 5 GiB"};
constexpr std::array kThresholds = {kBytes};
constexpr double kGoodBytes = 256.0 * 1024 * 1024;

struct Largest {
  double bytes = 0;
  double sum = 0;  // of all tasks
  std::string does;
};

Largest largest_of(const StageFacts& stage) {
  Largest largest;
  const auto take = [&](const Spread& spread, std::string does) {
    const auto max = static_cast<double>(spread.max);
    if (max > largest.bytes) largest = {max, spread.sum, std::move(does)};
  };
  take(stage.tasks.input_bytes, "reads up to ");
  take(stage.tasks.shuffle_bytes, "fetches up to ");
  take(stage.tasks.output_bytes, "writes up to ");
  take(stage.tasks.shuffle_write_bytes, "writes shuffle data of up to ");
  return largest;
}

std::vector<Finding> find(const RuleContext& context) {
  const Facts& facts = context.facts;
  std::vector<std::pair<Largest, const StageFacts*>> cases;
  for (const StageFacts& stage : facts.stages) {
    Largest largest = largest_of(stage);
    if (largest.bytes < context.limit(kBytes)) continue;
    if (is_skewed(context, stage) || is_single_task(context, stage)) continue;
    cases.emplace_back(std::move(largest), &stage);
  }
  if (cases.empty()) return {};
  std::ranges::stable_sort(cases, std::ranges::greater(),
                           [](const auto& one) { return one.first.bytes; });
  const auto& [largest, stage] = cases.front();
  Finding finding;
  finding.severity = Severity::warning;
  finding.text = "A task of " + and_more(stage_words(*stage), cases.size() - 1) + " " +
                 largest.does + size_words(largest.bytes) +
                 ": so large a partition spills or runs out of memory easily, and a retry "
                 "costs all of it.";
  finding.numbers = {context.number("largest task", largest.bytes, kBytes)};
  for (std::size_t i = 0; i < std::min<std::size_t>(cases.size(), 5); ++i) {
    finding.links.push_back(link_to(*cases[i].second, size_words(cases[i].first.bytes)));
  }
  finding.advice.push_back(partition_advice(facts, *stage, std::ceil(largest.sum / kGoodBytes)));
  return {finding};
}

}  // namespace huge_partitions
}  // namespace

const Rule kHugePartitions{"huge-partitions", "Huge partitions", huge_partitions::kThresholds,
                           huge_partitions::find};

}  // namespace afterglow::history
