// Partition skew: a few tasks of a stage read far more than the others and are waited for.
//
// Measured: the time that cores were idle while the stage waited for its last tasks
// (WallPart::stragglers), where the longest task took `ratio` times the median and read
// `bytesRatio` times the median of bytes or records. Splitting its partition evenly saves that
// time. Source: dataflint (longest over 5 s and 10 times the median), Spark's own skew join (5
// times the median and 256 MiB), Databricks (1.5 times the 75th percentile). Wrong: when the
// partition is one key that cannot be split, e.g. an ordered output of one file.

#include <algorithm>

#include "historyserver/insights/rules/table.h"
#include "historyserver/insights/stage_cases.h"

namespace afterglow::history {
namespace {

constexpr RuleThreshold kRatio{"partitionSkew.ratio", 3, NumberUnit::times,
                               "The longest task of a stage, in times of the median.",
                               "between Databricks' 1.5 times the 75th percentile and dataflint's "
                               "10 times the median"};
constexpr RuleThreshold kBytesRatio{
    "partitionSkew.bytesRatio", 2, NumberUnit::times,
    "What that task read (bytes or records), in times of the median.",
    "Spark's history server by Microsoft: 2 to 3 times the average"};
constexpr RuleThreshold kLongest{"partitionSkew.longestTask", 2000, NumberUnit::ms,
                                 "How long that task must take.", "dataflint has 5 s"};
constexpr std::array kThresholds = {kRatio, kBytesRatio, kLongest};

// How many times the median the longest task read, of whatever it read most unevenly.
double reads(const StageFacts& stage) {
  const TaskFacts& task = stage.tasks.slowest.front();
  const auto times = [](std::int64_t value, const Spread& spread) {
    if (spread.sum <= 0) return 0.0;
    return static_cast<double>(value) /
           static_cast<double>(std::max<std::int64_t>(1, spread.median));
  };
  return std::max({times(task.input_bytes, stage.tasks.input_bytes),
                   times(task.shuffle_bytes, stage.tasks.shuffle_bytes),
                   times(task.records, stage.tasks.records)});
}

std::vector<Finding> find(const RuleContext& context) {
  const double ratio = context.limit(kRatio);
  StageCases cases(context.facts);
  for (const StageFacts& stage : context.facts.stages) {
    const Spread& duration = stage.tasks.duration;
    if (stage.tasks.count < 2 || duration.times_median() < ratio) continue;
    if (static_cast<double>(duration.max) < context.limit(kLongest)) continue;
    if (reads(stage) < context.limit(kBytesRatio)) continue;
    cases.add(stage, stage.wall[WallPart::stragglers],
              times_words(duration.times_median()) + " times the median");
  }
  if (cases.empty()) return {};
  const StageFacts& stage = *cases.worst().stage;
  const TaskFacts& task = stage.tasks.slowest.front();
  Finding finding = cases.finding();
  finding.text = "In " + cases.words() + " a few partitions are far larger than the others: task " +
                 std::to_string(task.id) + " took " +
                 duration_words(static_cast<double>(task.duration)) + ", the median " +
                 duration_words(static_cast<double>(stage.tasks.duration.median)) +
                 ", and the other cores waited.";
  finding.numbers = {
      context.number("longest task, times the median", stage.tasks.duration.times_median(), kRatio),
      context.number("what it read, times the median", reads(stage), kBytesRatio),
      context.number("longest task", static_cast<double>(task.duration), kLongest),
  };
  finding.links.push_back(link_to(stage, task, "the longest"));
  const bool is_sql = stage.query_id.has_value();
  if (is_sql) {
    finding.advice.push_back(
        {"Let Spark split large partitions of joins while it runs.",
         "spark.sql.adaptive.skewJoin.enabled", "true",
         context.facts.properties.text("spark.sql.adaptive.skewJoin.enabled")});
  }
  finding.advice.push_back(
      {"Spread the key: join or group by it and a random number first, handle "
       "its most frequent values apart, or filter out empty ones."});
  return {finding};
}

}  // namespace

const Rule kPartitionSkew{"partition-skew", "Partition skew", kThresholds, find};

}  // namespace afterglow::history
