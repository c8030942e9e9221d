// Small files read: a scan opens so many small files that opening them takes longer than reading.
//
// Measured: "size of files read" over "number of files read" of a scan. What its stage took more
// than the same bytes should take at `rate` in each task counts as lost, and so does the driver's
// time for listing the files. Source: dataflint (more than 100 files of less than 3 MiB on
// average); Databricks takes 3 MB/s a core for bound by I/O. Wrong: where the tasks compute much
// with every row, so that they are slow for another reason; and where somebody else writes the
// files and they cannot be had otherwise.

#include <algorithm>
#include <cmath>

#include "historyserver/insights/bytes.h"
#include "historyserver/insights/plan_cases.h"
#include "historyserver/insights/rules/table.h"

namespace afterglow::history {
namespace {
namespace small_files_read {

constexpr double kGoodSize = 128 * kMiB;

constexpr RuleThreshold kFiles{"smallFilesRead.files", 100, NumberUnit::count,
                               "How many files a scan must read.", "dataflint"};
constexpr RuleThreshold kSize{"smallFilesRead.size", 3 * kMiB, NumberUnit::bytes,
                              "Their average size, below which they are small.", "dataflint"};
constexpr RuleThreshold kRate{"smallFilesRead.rate", 20 * kMiB, NumberUnit::bytes_per_second,
                              "How fast a task should read and handle the data of large files.",
                              "ours: a good part of what parsing text takes on one core"};
constexpr std::array kThresholds = {kFiles, kSize, kRate};

double saved_by_tasks(const RuleContext& context, const PlanFacts& plan, std::int64_t id,
                      const StageFacts& stage, double bytes) {
  const double needed = bytes / std::max(1.0, context.limit(kRate)) * 1000;
  return part_of_run(stage, scan_core_time(plan, id, stage) - needed) * used_time(stage);
}

std::vector<Finding> find(const RuleContext& context) {
  PlanCases cases(context.facts);
  for (const QueryFacts& query : context.facts.queries) {
    for (const SqlPlanNode& node : query.plan.nodes()) {
      const auto files = query.plan.sum(node.id, "number of files read");
      const auto bytes = query.plan.sum(node.id, "size of files read");
      if (!files || *files <= context.limit(kFiles)) continue;
      const StageFacts* const stage = stage_of(context.facts, query, node.id);
      if (!stage) continue;
      const double size = bytes.value_or(stage->metric(TaskMetric::input_bytes));
      if (size <= 0 || size / *files >= context.limit(kSize)) continue;
      const double too_many = 1 - std::max(1.0, std::ceil(size / kGoodSize)) / *files;
      PlanCase one{.query = &query,
                   .node = &node,
                   .note = count_words(*files) + " files of " + size_words(size / *files)};
      one.stages.emplace_back(stage, saved_by_tasks(context, query.plan, node.id, *stage, size));
      one.driver_ms = query.plan.time(node.id, "metadata time").value_or(0) * too_many;
      cases.add(std::move(one));
    }
  }
  if (cases.empty()) return {};
  const PlanCase& worst = cases.worst();
  const PlanFacts& plan = worst.query->plan;
  const std::int64_t id = worst.node->id;
  const double files = plan.sum(id, "number of files read").value_or(0);
  const StageFacts& stage = *worst.stages.front().first;
  const double bytes =
      plan.sum(id, "size of files read").value_or(stage.metric(TaskMetric::input_bytes));
  Finding finding = cases.finding();
  finding.text = "In " + query_words(*worst.query) + cases.others_words() + " the scan of " +
                 source_words(*worst.node) + " opened " + count_words(files) + " files to read " +
                 size_words(bytes) + ", " + size_words(bytes / files) +
                 " of each, so that more time went into opening files than into reading them.";
  finding.numbers = {context.number("files read", files, kFiles),
                     context.number("average size", bytes / files, kSize)};
  const auto partitions = plan.sum(id, "number of partitions read");
  if (partitions && *partitions * 2 > files) {
    finding.advice.push_back(
        {"Partition the table by fewer values (by day instead of by hour, or "
         "not at all): its " +
         count_words(*partitions) + " partitions hold " + size_words(bytes / *partitions) +
         " each."});
  }
  finding.advice.push_back(
      {"Rewrite the data as about " +
       plural_words(std::max(1.0, std::ceil(bytes / kGoodSize)), "file") +
       " (of 128 MiB and more; a compaction, or OPTIMIZE of its table format), and have its "
       "writer make fewer files."});
  return {finding};
}

}  // namespace small_files_read
}  // namespace

const Rule kSmallFilesRead{"small-files-read", "Small files read", small_files_read::kThresholds,
                           small_files_read::find};

}  // namespace afterglow::history
