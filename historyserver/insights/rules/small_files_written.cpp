// Small files written: a query leaves many small files, which it has to commit one by one, and
// which all that read them later have to open one by one.
//
// Measured: "written output" over "number of written files" of a write. Saved is, as far as there
// would be fewer files, the time of committing, and the tasks' wait for files as far as it is for
// those written. Source: dataflint (more than 100 files of less than 3 MiB on average). What
// readers lose is not in this log. Wrong: where many partitions with little data each are wanted.

#include <algorithm>
#include <cmath>

#include "historyserver/insights/bytes.h"
#include "historyserver/insights/plan_cases.h"
#include "historyserver/insights/rules/table.h"

namespace afterglow::history {
namespace {
namespace small_files_written {

constexpr double kGoodSize = 128 * kMiB;

constexpr RuleThreshold kFiles{"smallFilesWritten.files", 100, NumberUnit::count,
                               "How many files a write must leave.", "dataflint"};
constexpr RuleThreshold kManyFiles{
    "smallFilesWritten.manyFiles", 1000, NumberUnit::count,
    "From so many files on it is told whatever it costs here, for those who read them.", "ours"};
constexpr RuleThreshold kSize{"smallFilesWritten.size", 3 * kMiB, NumberUnit::bytes,
                              "Their average size, below which they are small.", "dataflint"};
constexpr std::array kThresholds = {kFiles, kManyFiles, kSize};

double good_files(double bytes) {
  return std::max(1.0, std::ceil(bytes / kGoodSize));
}

double saved_by_tasks(const PlanFacts& plan, std::int64_t id, const StageFacts& stage) {
  const double written = stage.metric(TaskMetric::output_bytes);
  const double moved = written + stage.metric(TaskMetric::input_bytes) + stage.shuffle_read();
  const double commit = part_of_run(stage, plan.time(id, "task commit time").value_or(0));
  return commit * used_time(stage) +
         (moved > 0 ? written / moved * stage.wall[WallPart::io] * (1 - commit) : 0);
}

// The stage that wrote: the one of the query that wrote most.
const StageFacts* writing_stage(const Facts& facts, const QueryFacts& query) {
  const StageFacts* most = nullptr;
  for (const StageKey& key : query.stages) {
    const StageFacts* const stage = facts.stage(key);
    if (!stage || stage->metric(TaskMetric::output_bytes) <= 0) continue;
    if (!most || stage->metric(TaskMetric::output_bytes) > most->metric(TaskMetric::output_bytes)) {
      most = stage;
    }
  }
  return most;
}

std::vector<FindingAdvice> advice(double bytes, double partitions) {
  std::vector<FindingAdvice> advice;
  if (partitions > 1) {
    advice.push_back(
        {"Repartition by the columns of partitionBy before the write, so that each "
         "partition comes from one task: df.repartition(\"column\")."});
    if (bytes / partitions < 3 * kMiB) {
      advice.push_back({"Partition by fewer values: " + count_words(partitions) +
                        " partitions get " + size_words(bytes / partitions) + " each."});
    }
  } else {
    advice.push_back({"Write from fewer tasks: df.coalesce(" + count_words(good_files(bytes)) +
                      ") before the write, or the hint REBALANCE of Spark 3.2 and later."});
  }
  return advice;
}

std::vector<Finding> find(const RuleContext& context) {
  PlanCases cases(context.facts);
  bool has_many = false;
  for (const QueryFacts& query : context.facts.queries) {
    for (const SqlPlanNode& node : query.plan.nodes()) {
      const auto files = query.plan.sum(node.id, "number of written files");
      const auto bytes = query.plan.sum(node.id, "written output");
      if (!files || !bytes || *files <= context.limit(kFiles)) continue;
      if (*bytes <= 0 || *bytes / *files >= context.limit(kSize)) continue;
      has_many = has_many || *files >= context.limit(kManyFiles);
      const double too_many = 1 - good_files(*bytes) / *files;
      PlanCase one{.query = &query,
                   .node = &node,
                   .note = count_words(*files) + " files of " + size_words(*bytes / *files)};
      if (const StageFacts* stage = writing_stage(context.facts, query)) {
        one.stages.emplace_back(stage, too_many * saved_by_tasks(query.plan, node.id, *stage));
      }
      one.driver_ms = too_many * query.plan.time(node.id, "job commit time").value_or(0);
      cases.add(std::move(one));
    }
  }
  if (cases.empty()) return {};
  const PlanCase& worst = cases.worst();
  const PlanFacts& plan = worst.query->plan;
  const std::int64_t id = worst.node->id;
  const double files = plan.sum(id, "number of written files").value_or(0);
  const double bytes = plan.sum(id, "written output").value_or(0);
  Finding finding = cases.finding();
  if (has_many) finding.severity = Severity::warning;
  finding.text = "In " + query_words(*worst.query) + cases.others_words() + " " +
                 size_words(bytes) + " were written as " + count_words(files) + " files of " +
                 size_words(bytes / files) +
                 " on average: each takes time to commit here, and to open in all that read them.";
  finding.numbers = {context.number("files written", files, kFiles),
                     context.number("average size", bytes / files, kSize)};
  finding.advice = advice(bytes, plan.sum(id, "number of dynamic part").value_or(0));
  return {finding};
}

}  // namespace small_files_written
}  // namespace

const Rule kSmallFilesWritten{"small-files-written", "Small files written",
                              small_files_written::kThresholds, small_files_written::find};

}  // namespace afterglow::history
