// AQE off: shuffles have many tiny partitions, which adaptive query execution would put together.
//
// Measured: bytes of a shuffle over its partitions, in plans that are not adaptive. Saved is what
// the reading stage lost to the launch of tasks, as far as it would have fewer. Source: Spark's
// defaults (adaptive.coalescePartitions.minPartitionSize 1 MiB, advisoryPartitionSizeInBytes 64
// MiB); adaptive execution is on from Spark 3.2. Wrong: where every partition is slow to compute.

#include <algorithm>
#include <cmath>

#include "historyserver/insights/bytes.h"
#include "historyserver/insights/plan_cases.h"
#include "historyserver/insights/rules/table.h"

namespace afterglow::history {
namespace {
namespace aqe_off_plan {

constexpr double kGoodSize = 64 * kMiB;

constexpr RuleThreshold kPartitions{"aqeOffPlan.partitions", 100, NumberUnit::count,
                                    "Partitions of a shuffle.", "ours; Spark's default is 200"};
constexpr RuleThreshold kSize{"aqeOffPlan.size", kMiB, NumberUnit::bytes,
                              "Their average size, below which they are tiny.",
                              "Spark: adaptive.coalescePartitions.minPartitionSize"};
constexpr std::array kThresholds = {kPartitions, kSize};

bool is_adaptive(const PlanFacts& plan) {
  return std::ranges::any_of(plan.nodes(), [](const SqlPlanNode& node) {
    return node.name.starts_with("AdaptiveSparkPlan") || node.name.starts_with("StateStore");
  });
}

// That read the shuffle: null when the log does not say.
const StageFacts* reader_of(const Facts& facts, const QueryFacts& query, const SqlPlanNode& node) {
  if (const StageFacts* stage = stage_of(facts, query, node.id, "records read")) return stage;
  const auto consumers = query.plan.consumers(node.id);
  return consumers.size() == 1 ? stage_around(facts, query, consumers.front()->id) : nullptr;
}

double needed_tasks(const Facts& facts, double bytes) {
  return std::max({1.0, static_cast<double>(facts.most_cores), std::ceil(bytes / kGoodSize)});
}

std::vector<Finding> find(const RuleContext& context) {
  const Facts& facts = context.facts;
  PlanCases cases(facts);
  for (const QueryFacts& query : facts.queries) {
    if (query.plan.empty() || is_batch_of_stream(query) || is_adaptive(query.plan)) continue;
    for (const SqlPlanNode& node : query.plan.nodes()) {
      // What the user asked for by number is not put together.
      if (!is_shuffle(node) || node.description.find("REPARTITION_BY_NUM") != std::string::npos) {
        continue;
      }
      const StageFacts* const stage = reader_of(facts, query, node);
      if (!stage || stage->shuffle_read() <= 0) continue;
      const auto tasks = static_cast<double>(stage->row.completed_tasks);
      const double bytes = stage->shuffle_read();
      if (tasks < context.limit(kPartitions) || bytes / tasks >= context.limit(kSize)) continue;
      const double fewer = 1 - needed_tasks(facts, bytes) / tasks;
      if (fewer <= 0) continue;
      PlanCase one{.query = &query,
                   .node = &node,
                   .note = plural_words(tasks, "task") + " for " + size_words(bytes)};
      one.stages.emplace_back(stage, stage->wall[WallPart::scheduling] * fewer);
      cases.add(std::move(one));
    }
  }
  if (cases.empty()) return {};
  const PlanCase& worst = cases.worst();
  const StageFacts& stage = *worst.stages.front().first;
  const auto tasks = static_cast<double>(stage.row.completed_tasks);
  const double bytes = stage.shuffle_read();
  Finding finding = cases.finding();
  if (finding.recoverable_ms <= 0) return {};
  finding.text = "A shuffle of " + size_words(bytes) + " in " + query_words(*worst.query) +
                 cases.others_words() + " was read by " + count_words(tasks) + " tasks of " +
                 size_words(bytes / tasks) +
                 " each, which adaptive execution would have put together.";
  finding.numbers = {context.number("partitions", tasks, kPartitions),
                     context.number("average size", bytes / tasks, kSize)};
  if (facts.spark_version >= "3.0") {
    finding.advice.push_back({"Have Spark put small partitions together while it runs.",
                              "spark.sql.adaptive.enabled", "true",
                              setting_of(facts, *worst.query, "spark.sql.adaptive.enabled")});
  }
  finding.advice.push_back({"Or shuffle into fewer partitions.", "spark.sql.shuffle.partitions",
                            std::to_string(static_cast<std::int64_t>(needed_tasks(facts, bytes))),
                            setting_of(facts, *worst.query, "spark.sql.shuffle.partitions")});
  return {finding};
}

}  // namespace aqe_off_plan
}  // namespace

const Rule kAqeOffPlan{"aqe-off-plan", "Tiny partitions without AQE", aqe_off_plan::kThresholds,
                       aqe_off_plan::find};

}  // namespace afterglow::history
