// Cross join: every row of one side is compared with every row of the other, because the join has
// no equality that Spark can use.
//
// Measured: rows of both sides of a CartesianProduct or BroadcastNestedLoopJoin, multiplied. Saved
// is what its stage used, except for the part that reading its input and making its output is of
// all these pairs; half of it even where all pairs are kept, for mostly a condition was forgotten
// then. Source: dataflint (10^10 rows; here less, for the time decides whether it is
// told). Wrong: where the product itself is wanted, or the condition cannot be made an equality.

#include <algorithm>

#include "historyserver/insights/plan_cases.h"
#include "historyserver/insights/rules/table.h"

namespace afterglow::history {
namespace {
namespace cross_join {

constexpr RuleThreshold kPairs{"crossJoin.pairs", 100'000'000, NumberUnit::count,
                               "Pairs of rows that a join without keys compares.",
                               "dataflint: 10^10 rows; ours is about a second of one core"};
constexpr std::array kThresholds = {kPairs};

struct Product {
  double left = 0;
  double right = 0;
  double pairs() const { return left * right; }
};

Product product_of(const PlanFacts& plan, const SqlPlanNode& join) {
  const auto inputs = plan.inputs(join.id);
  if (inputs.size() < 2) return {};
  return {plan.rows_out(inputs[0]->id).value_or(0), plan.rows_out(inputs[1]->id).value_or(0)};
}

std::vector<FindingAdvice> advice(const SqlPlanNode& join) {
  const std::string_view text = join.description;
  if (join_type(join) == "LeftAnti" || text.find("isnull(") != std::string_view::npos) {
    return {
        {"Use NOT EXISTS, or a left anti join, instead of NOT IN: values that may be null keep "
         "Spark from joining by the key. Filtering nulls on both sides does as well."}};
  }
  if (text.find(" OR ") != std::string_view::npos) {
    return {
        {"Write a condition with OR as several joins by one equality each, and unite their "
         "results."}};
  }
  return {{"Add an equality to the condition, so that rows can meet by a key. For ranges and "
           "distances join by a bucket first (the day, a grid cell), then filter."},
          {"Make the smaller side smaller before the join: filter it, drop its duplicates."}};
}

std::vector<Finding> find(const RuleContext& context) {
  PlanCases cases(context.facts);
  for (const QueryFacts& query : context.facts.queries) {
    for (const SqlPlanNode& node : query.plan.nodes()) {
      if (!node.name.starts_with("CartesianProduct") &&
          !node.name.starts_with("BroadcastNestedLoopJoin")) {
        continue;
      }
      const Product product = product_of(query.plan, node);
      // One row, such as a total, is no product.
      if (std::min(product.left, product.right) < 2) continue;
      if (product.pairs() < context.limit(kPairs)) continue;
      const StageFacts* const stage = stage_around(context.facts, query, node.id);
      if (!stage) continue;
      const double rows = product.left + product.right + query.plan.rows(node.id).value_or(0);
      PlanCase one{
          .query = &query, .node = &node, .note = count_words(product.pairs()) + " pairs of rows"};
      one.stages.emplace_back(stage, used_time(*stage) * std::max(0.5, 1 - rows / product.pairs()));
      cases.add(std::move(one));
    }
  }
  if (cases.empty()) return {};
  const PlanCase& worst = cases.worst();
  const Product product = product_of(worst.query->plan, *worst.node);
  Finding finding = cases.finding();
  finding.text = "A join without a key in " + query_words(*worst.query) + cases.others_words() +
                 " compared each of " + count_words(product.left) + " rows with each of " +
                 count_words(product.right) + ", " + count_words(product.pairs()) + " pairs.";
  finding.numbers = {context.number("pairs of rows", product.pairs(), kPairs)};
  finding.advice = advice(*worst.node);
  return {finding};
}

}  // namespace cross_join
}  // namespace

const Rule kCrossJoin{"cross-join", "Cross join", cross_join::kThresholds, cross_join::find};

}  // namespace afterglow::history
