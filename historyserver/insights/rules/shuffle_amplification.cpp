// Shuffle amplification: a stage writes far more shuffle data than it reads.
//
// Measured: shuffle bytes written over bytes read (files, caches, other shuffles) of stages that
// write `bytes` and more. What exceeds `ratio` is taken for avoidable: of the writing stage the
// part of its computing that writing takes at `rate`, and its shuffle write time of
// WallPart::io; of the stages that read from it the same part of WallPart::shuffle_wait, and as
// much computing as at the other side. Source: spark-history-cli (1 is worth a look, 3 is much);
// columns in files are packed far better than rows in a shuffle, so ours is higher. Wrong: where
// the rows that come of it are wanted.

#include <algorithm>

#include "historyserver/insights/bytes.h"
#include "historyserver/insights/rules/table.h"
#include "historyserver/insights/stage_cases.h"

namespace afterglow::history {
namespace {
namespace shuffle_amplification {

using enum TaskMetric;

constexpr RuleThreshold kRatio{"shuffleAmplification.ratio", 5, NumberUnit::times,
                               "Shuffle bytes that a stage writes, in times of what it reads.",
                               "spark-history-cli: 3"};
constexpr RuleThreshold kBytes{"shuffleAmplification.bytes", 100 * kMiB, NumberUnit::bytes,
                               "Shuffle bytes that it writes at least.",
                               "NVIDIA's tools look at 100 MiB of a task"};
constexpr RuleThreshold kRate{
    "shuffleAmplification.rate", 64 * kMiB, NumberUnit::bytes_per_second,
    "Shuffle bytes that a core is taken to write, or to read, in a second.",
    "ours: as measured with Spark 4.3 on a slow core"};
constexpr std::array kThresholds = {kRatio, kBytes, kRate};

double read_by(const StageFacts& stage) {
  return stage.metric(input_bytes) + stage.shuffle_read();
}
double written_by(const StageFacts& stage) {
  return stage.metric(shuffle_bytes_written);
}

// Of what the stage computed, `work` ms of its cores; half of it at most.
double computing(const StageFacts& stage, double work) {
  const double cpu = stage.metric(executor_cpu_time) / 1e6;
  return cpu > 0 ? stage.wall[WallPart::compute] * std::min(0.5, work / cpu) : 0;
}

double lost(const RuleContext& context, const StageFacts& stage) {
  const double avoidable = 1 - context.limit(kRatio) * read_by(stage) / written_by(stage);
  const double work = written_by(stage) * 1000 / std::max(kMiB, context.limit(kRate));
  const double waiting =
      std::max(0.0, stage.metric(executor_run_time) - stage.metric(executor_cpu_time) / 1e6);
  double ms = computing(stage, work);
  if (waiting > 0) {
    const double writing = stage.metric(shuffle_write_time) / 1e6;
    ms += stage.wall[WallPart::io] * std::min(1.0, writing / waiting);
  }
  for (const StageFacts& reader : context.facts.stages) {
    if (!reader.ran() || reader.shuffle_read() <= 0) continue;
    const auto& parents = reader.row.parent_ids;
    if (std::ranges::find(parents, stage.row.stage_id) == parents.end()) continue;
    ms += reader.wall[WallPart::shuffle_wait] *
          std::min(1.0, written_by(stage) / reader.shuffle_read());
    ms += computing(reader, work);
  }
  return ms * avoidable;
}

std::vector<Finding> find(const RuleContext& context) {
  StageCases cases(context.facts);
  for (const StageFacts& stage : context.facts.stages) {
    // What makes its data itself reads nothing.
    if (!stage.ran() || read_by(stage) <= 0) continue;
    if (written_by(stage) < context.limit(kBytes)) continue;
    const double ratio = written_by(stage) / read_by(stage);
    if (ratio < context.limit(kRatio)) continue;
    cases.add(stage, lost(context, stage), times_words(ratio) + " times what it read");
  }
  if (cases.empty() || cases.worst().ms <= 0) return {};
  const StageFacts& stage = *cases.worst().stage;
  const double ratio = written_by(stage) / read_by(stage);
  Finding finding = cases.finding();
  finding.text = cases.words() + " read " + size_words(read_by(stage)) + " and wrote " +
                 size_words(written_by(stage)) + " of shuffle data, " + times_words(ratio) +
                 " times as much.";
  finding.text.front() = 'S';
  finding.numbers = {
      context.number("shuffle written, times what was read", ratio, kRatio),
      context.number("shuffle written", written_by(stage), kBytes),
  };
  finding.advice = {
      {"Make rows later: explode and join after the shuffle, aggregate and filter before it, and "
       "leave out columns that nobody reads (explode copies all of them into each row)."},
  };
  return {finding};
}

}  // namespace shuffle_amplification
}  // namespace

const Rule kShuffleAmplification{"shuffle-amplification", "Shuffle amplification",
                                 shuffle_amplification::kThresholds, shuffle_amplification::find};

}  // namespace afterglow::history
