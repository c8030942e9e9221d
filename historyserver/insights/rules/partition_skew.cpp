// Partition skew: a few tasks of a stage read far more than the others and are waited for.
//
// Measured: the time that cores were idle while the stage waited for its last tasks
// (WallPart::stragglers, and of WallPart::idle what even tasks would not leave), where the longest
// task took `ratio` times the median and read or wrote `bytesRatio` times the median of bytes or
// records, and at least the root of how many times as long it took. Splitting its partition evenly
// saves that time. Stages that compute what a cache found no room for are left to cache-waste.
// Source: dataflint (longest over 5 s and 10 times the median), Spark's own skew join (5 times the
// median and 256 MiB), Databricks (1.5 times the 75th percentile). Wrong: when the partition is
// one key that cannot be split, e.g. an ordered output of one file.

#include <algorithm>

#include "historyserver/insights/partition_advice.h"
#include "historyserver/insights/rules/table.h"
#include "historyserver/insights/stage_cases.h"
#include "historyserver/insights/stage_shape.h"

namespace afterglow::history {
namespace {
namespace partition_skew {

using Kind = DataOfLongest::Kind;
constexpr std::array kThresholds = {kSkewRatio, kSkewBytesRatio, kSkewLongest};
constexpr double kUsualSkewBytes = 256.0 * 1024 * 1024;  // from which on Spark splits by itself

std::string what(const TaskFacts& task, const DataOfLongest& data) {
  switch (data.kind) {
    case Kind::input:
      return "read " + size_words(static_cast<double>(task.input_bytes));
    case Kind::shuffle:
      return "read " + size_words(static_cast<double>(task.shuffle_bytes)) + " of shuffle data";
    case Kind::records:
      return "read " + count_words(static_cast<double>(task.records)) + " rows";
    default:
      return "wrote " +
             size_words(static_cast<double>(std::max(task.output_bytes, task.shuffle_write_bytes)));
  }
}

bool joins(const Facts& facts, const StageFacts& stage) {
  const QueryFacts* const query = stage.query_id ? facts.query(*stage.query_id) : nullptr;
  return query && std::ranges::any_of(query->plan.nodes(), [](const SqlPlanNode& node) {
           return node.name.starts_with("SortMergeJoin") ||
                  node.name.starts_with("ShuffledHashJoin");
         });
}

void advise(Finding& finding, const Facts& facts, const StageFacts& stage,
            const DataOfLongest& data) {
  const Properties& properties = facts.properties;
  if (stage.shuffle_read() <= 0 && stage.metric(TaskMetric::input_bytes) > 0) {
    finding.advice.push_back(
        {"Split the largest files: write them in a format that can be split, or call "
         "repartition() after reading."});
    return;
  }
  const std::string adaptive = "spark.sql.adaptive.enabled";
  const std::string skew_join = "spark.sql.adaptive.skewJoin.enabled";
  if (joins(facts, stage) && is_since(facts, 3, 0)) {
    const auto bytes = static_cast<double>(stage.tasks.longest.shuffle_bytes);
    const std::string least = "spark.sql.adaptive.skewJoin.skewedPartitionThresholdInBytes";
    if (!properties.flag(adaptive, is_since(facts, 3, 2))) {
      finding.advice.push_back({"Let Spark split large partitions of joins while it runs.",
                                adaptive, "true", properties.text(adaptive)});
    } else if (!properties.flag(skew_join, true)) {
      finding.advice.push_back({"Let Spark split large partitions of joins while it runs.",
                                skew_join, "true", properties.text(skew_join)});
    } else if (data.kind == Kind::shuffle && bytes > 0 &&
               bytes < static_cast<double>(properties.bytes(least).value_or(
                           static_cast<std::int64_t>(kUsualSkewBytes)))) {
      finding.advice.push_back({"Let Spark take smaller partitions of joins for skewed ones too.",
                                least, mebibytes_value(bytes / 2), properties.text(least)});
    }
  }
  finding.advice.push_back(
      {"Spread the key: join or group by it and a random number first, handle its most frequent "
       "values apart, or filter out empty ones."});
}

std::vector<Finding> find(const RuleContext& context) {
  StageCases cases(context.facts);
  for (const StageFacts& stage : context.facts.stages) {
    if (!is_skewed(context, stage) || computes_what_a_cache_lacks(context.facts, stage)) continue;
    const Spread& duration = stage.tasks.duration;
    const double mean = duration.sum / static_cast<double>(stage.tasks.count);
    cases.add(stage,
              stage.wall[WallPart::stragglers] +
                  stage.wall[WallPart::idle] * (1 - mean / static_cast<double>(duration.max)),
              times_words(duration.times_median()) + " times the median");
  }
  if (cases.empty() || cases.worst().ms <= 0) return {};
  const StageFacts& stage = *cases.worst().stage;
  const TaskFacts& task = stage.tasks.longest;
  const DataOfLongest data = data_of_longest(stage);
  Finding finding = cases.finding();
  finding.text = "In " + cases.words() + " a few partitions are far larger than the others: task " +
                 std::to_string(task.id) + " " + what(task, data) + ", " + times_words(data.times) +
                 " times the median, and took " +
                 duration_words(static_cast<double>(task.duration)) + " (median " +
                 duration_words(static_cast<double>(stage.tasks.duration.median)) +
                 ") while other cores waited.";
  finding.numbers = {
      context.number("longest task, times the median", stage.tasks.duration.times_median(),
                     kSkewRatio),
      context.number("what it read or wrote, times the median", data.times, kSkewBytesRatio),
      context.number("longest task", static_cast<double>(task.duration), kSkewLongest),
  };
  finding.links.push_back(link_to(stage, task, "the longest"));
  advise(finding, context.facts, stage, data);
  return {finding};
}

}  // namespace partition_skew
}  // namespace

const Rule kPartitionSkew{"partition-skew", "Partition skew", partition_skew::kThresholds,
                          partition_skew::find};

}  // namespace afterglow::history
