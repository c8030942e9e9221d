// Exploding join: a join gives far more rows than either side has, as keys occur many times on both
// sides.
//
// Measured: output rows over the rows of the larger side. Saved is, of what the joining stage used,
// the part of the rows that are more than the larger side has. Where nothing behind the join makes
// few rows of the many again, they may be what was asked for, and half of it counts. Source: ours
// (dataflint has cross joins only). Wrong: where the many rows are the result that is wanted, as in
// a join of every event with every rule.

#include <algorithm>

#include "historyserver/insights/plan_cases.h"
#include "historyserver/insights/rules/table.h"

namespace afterglow::history {
namespace {
namespace exploding_join {

constexpr RuleThreshold kRatio{"explodingJoin.ratio", 10, NumberUnit::times,
                               "Output rows of a join, in times of the rows of its larger side.",
                               "ours"};
constexpr RuleThreshold kRows{"explodingJoin.rows", 1'000'000, NumberUnit::count,
                              "How many rows the join must give.", "ours"};
constexpr std::array kThresholds = {kRatio, kRows};

double input_rows(const PlanFacts& plan, const SqlPlanNode& join) {
  double most = 0;
  const auto inputs = plan.inputs(join.id);
  if (inputs.size() < 2) return 0;
  for (std::size_t i = 0; i < 2; ++i) {
    const auto rows = plan.rows_out(inputs[i]->id);
    if (!rows) return 0;  // then nobody can tell
    most = std::max(most, *rows);
  }
  return most;
}

// Whether a filter, an aggregation or a further join leaves few of these rows.
bool is_reduced(const PlanFacts& plan, const SqlPlanNode& join, double rows, double ratio) {
  std::int64_t id = join.id;
  for (int steps = 0; steps < 8; ++steps) {
    const auto consumers = plan.consumers(id);
    if (consumers.size() != 1) return false;
    id = consumers.front()->id;
    if (const auto left = plan.rows(id); left && *left * ratio <= rows) return true;
  }
  return false;
}

std::vector<Finding> find(const RuleContext& context) {
  PlanCases cases(context.facts);
  const double ratio = std::max(1.0, context.limit(kRatio));
  for (const QueryFacts& query : context.facts.queries) {
    for (const SqlPlanNode& node : query.plan.nodes()) {
      // What has no keys is a cross join, of which another rule speaks.
      if (!is_join(node) || node.name.starts_with("BroadcastNestedLoop") ||
          node.name.starts_with("CartesianProduct")) {
        continue;
      }
      const auto out = query.plan.rows(node.id);
      if (!out || *out < context.limit(kRows)) continue;
      const double in = input_rows(query.plan, node);
      const StageFacts* const stage = stage_of(context.facts, query, node.id);
      if (in <= 0 || *out < in * ratio || !stage) continue;
      const double part = is_reduced(query.plan, node, *out, ratio) ? 1 : 0.5;
      PlanCase one{.query = &query,
                   .node = &node,
                   .note = count_words(*out) + " rows of " + count_words(in)};
      one.stages.emplace_back(stage, used_time(*stage) * (1 - in / *out) * part);
      cases.add(std::move(one));
    }
  }
  if (cases.empty()) return {};
  const PlanCase& worst = cases.worst();
  const PlanFacts& plan = worst.query->plan;
  const double out = plan.rows(worst.node->id).value_or(0);
  const double in = input_rows(plan, *worst.node);
  Finding finding = cases.finding();
  finding.text =
      "A join in " + query_words(*worst.query) + cases.others_words() + " made " +
      count_words(out) + " rows out of no more than " + count_words(in) + " on either side, " +
      times_words(out / in) + " times as many" +
      (is_reduced(plan, *worst.node, out, ratio) ? ", and what follows keeps few of them." : ".");
  finding.numbers = {context.number("output rows, times the larger side", out / in, kRatio),
                     context.number("output rows", out, kRows)};
  finding.advice = {
      {"Look whether the join lacks a column of its key, or whether one side has duplicates that "
       "should be dropped first."},
      {"Aggregate or filter a side by the key before the join instead of after it."}};
  return {finding};
}

}  // namespace exploding_join
}  // namespace

const Rule kExplodingJoin{"exploding-join", "Exploding join", exploding_join::kThresholds,
                          exploding_join::find};

}  // namespace afterglow::history
