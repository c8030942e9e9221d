// Large broadcast: one side of a join is so large that sending it to every executor takes the
// driver long, and much memory of the driver and of every executor.
//
// Measured: "data size" of a broadcast, which is what it takes in memory. Saved is the time in
// which no job ran because the driver built and sent it. Above `size` it is told for the risk
// alone: memory is needed several times over, and without it the driver or executors die.
// Source: dataflint (1 GiB); Spark broadcasts up to 10 MiB by itself and refuses 8 GiB. Wrong:
// where the other side is so much larger that shuffling it would take longer still.

#include <algorithm>

#include "historyserver/insights/bytes.h"
#include "historyserver/insights/plan_cases.h"
#include "historyserver/insights/rules/table.h"

namespace afterglow::history {
namespace {
namespace large_broadcast {

constexpr std::string_view kSetting = "spark.sql.autoBroadcastJoinThreshold";

constexpr RuleThreshold kSize{"largeBroadcast.size", 1024 * kMiB, NumberUnit::bytes,
                              "Size of a broadcast that is told whatever time it took.",
                              "dataflint"};
constexpr RuleThreshold kSlowSize{"largeBroadcast.slowSize", 100 * kMiB, NumberUnit::bytes,
                                  "Size of a broadcast that is told when the driver took long.",
                                  "ours: ten times of what Spark broadcasts by itself"};
constexpr std::array kThresholds = {kSize, kSlowSize};

std::vector<Finding> find(const RuleContext& context) {
  PlanCases cases(context.facts);
  double largest = 0;
  for (const QueryFacts& query : context.facts.queries) {
    for (const SqlPlanNode& node : query.plan.nodes()) {
      if (!is_broadcast(node)) continue;
      const double size = query.plan.sum(node.id, "data size").value_or(0);
      const double time = query.plan.time(node.id, "time to build").value_or(0) +
                          query.plan.time(node.id, "time to broadcast").value_or(0);
      const bool is_large = size >= context.limit(kSize);
      const bool is_slow = time > 0 && size >= context.limit(kSlowSize);
      if (!is_large && !is_slow) continue;
      largest = std::max(largest, size);
      cases.add({.query = &query,
                 .node = &node,
                 .note = size_words(size) + ", " + duration_words(time) + " in the driver",
                 .driver_ms = time});
    }
  }
  if (cases.empty()) return {};
  const PlanCase& worst = cases.worst();
  const double size = worst.query->plan.sum(worst.node->id, "data size").value_or(0);
  Finding finding = cases.finding();
  // Without a time there is nothing to weigh it by, and it is no risk either.
  if (finding.recoverable_ms <= 0 && largest < context.limit(kSize)) return {};
  if (largest >= context.limit(kSize)) finding.severity = Severity::warning;
  finding.text = "Query " + std::to_string(worst.query->row.id) + cases.others_words() + " sent " +
                 size_words(size) + " to every executor for a join: the driver took " +
                 duration_words(worst.driver_ms) +
                 " to build and send it, and it has to fit into " +
                 "the memory of the driver and of each executor.";
  finding.numbers = {context.number("size of the broadcast", size,
                                    size >= context.limit(kSize) ? kSize : kSlowSize)};
  const std::string current = setting_of(context.facts, *worst.query, std::string(kSetting));
  if (!current.empty() && current != "-1") {
    finding.advice.push_back(
        {"Let Spark broadcast small tables only.", std::string(kSetting), "10485760", current});
  }
  finding.advice.push_back(
      {"Take a broadcast hint off the join, so that Spark shuffles both sides, or make that side "
       "smaller first: filter it and select only the columns that are needed."});
  return {finding};
}

}  // namespace large_broadcast
}  // namespace

const Rule kLargeBroadcast{"large-broadcast", "Large broadcast", large_broadcast::kThresholds,
                           large_broadcast::find};

}  // namespace afterglow::history
