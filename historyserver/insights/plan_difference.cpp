#include "historyserver/insights/plan_difference.h"

#include <algorithm>
#include <cmath>

#include "historyserver/insights/plan_details.h"
#include "historyserver/insights/plan_text.h"
#include "historyserver/insights/plan_tree.h"
#include "historyserver/insights/stored_plan.h"

namespace afterglow::history {
namespace {

// Metrics differ much from this factor on, unless both are small. In rows, bytes and ms of tasks.
constexpr double kMuch = 2;
constexpr double kManyRows = 1000;
constexpr double kManyBytes = 1 << 20;
constexpr double kLongTime = 500;
constexpr std::size_t kNumbers = 4;
constexpr std::size_t kWords = 200;

struct Amount {
  NumberUnit unit = NumberUnit::count;
  double value = 0;
};

// Nothing for what does not add up over tasks.
std::optional<Amount> amount_of(const PlanFacts::NodeMetric& metric) {
  if (metric.type == "sum") return Amount{NumberUnit::count, metric.sum};
  if (metric.type == "size") return Amount{NumberUnit::bytes, metric.sum};
  if (metric.type == "timing") return Amount{NumberUnit::ms, metric.sum};
  if (metric.type == "nsTiming") return Amount{NumberUnit::ms, metric.sum / 1e6};
  return {};
}

bool is_large(NumberUnit unit, double value) {
  switch (unit) {
    case NumberUnit::bytes:
      return value >= kManyBytes;
    case NumberUnit::ms:
      return value >= kLongTime;
    default:
      return value >= kManyRows;
  }
}

std::vector<ComparedNumber> numbers_of(const PlanFacts& plan, const SqlPlanNode* node,
                                       std::size_t side) {
  std::vector<ComparedNumber> numbers;
  if (!node) return numbers;
  for (const PlanFacts::NodeMetric& metric : plan.metrics(node->id)) {
    const auto amount = amount_of(metric);
    if (!amount) continue;
    ComparedNumber& number = numbers.emplace_back();
    number.name = metric.name;
    number.unit = amount->unit;
    number.value[side] = amount->value;
  }
  return numbers;
}

// Of both, or of the only one.
std::vector<ComparedNumber> telling_numbers(const PlanFacts& a, const SqlPlanNode* in_a,
                                            const PlanFacts& b, const SqlPlanNode* in_b) {
  std::vector<ComparedNumber> numbers = numbers_of(a, in_a, 0);
  for (ComparedNumber& of_b : numbers_of(b, in_b, 1)) {
    const auto known = std::ranges::find(numbers, of_b.name, &ComparedNumber::name);
    if (known == numbers.end()) {
      numbers.push_back(std::move(of_b));
    } else {
      known->value[1] = of_b.value[1];
    }
  }
  const bool are_both = in_a && in_b;
  std::erase_if(numbers, [are_both](const ComparedNumber& number) {
    const auto [low, high] =
        std::minmax({number.value[0].value_or(0), number.value[1].value_or(0)});
    return !is_large(number.unit, high) || (are_both && low * kMuch > high);
  });
  if (numbers.size() > kNumbers) numbers.resize(kNumbers);
  return numbers;
}

ComparedNode compared(const PlanFacts& a, const SqlPlanNode* in_a, const PlanFacts& b,
                      const SqlPlanNode* in_b) {
  ComparedNode node;
  const Pair<const SqlPlanNode*> sides{in_a, in_b};
  for (std::size_t i = 0; i < 2; ++i) {
    if (!sides[i]) continue;
    node.node_id[i] = sides[i]->id;
    node.name[i] = sides[i]->name;
    while (node.name[i].ends_with(' ')) node.name[i].pop_back();
  }
  node.words = cut_words(plain_words(in_b ? *in_b : *in_a), kWords);
  node.numbers = telling_numbers(a, in_a, b, in_b);
  if (!in_a || !in_b) {
    node.change = in_a ? NodeChange::only_a : NodeChange::only_b;
    return node;
  }
  node.details = different_details(*in_a, *in_b);
  const bool is_same = node.details.empty() && node.name[0] == node.name[1];
  node.change = is_same ? NodeChange::same : NodeChange::changed;
  return node;
}

// What a running query has measured so far would take long to add up.
Result<PlanFacts> plan_of(const QueryPlace& place) {
  const auto row = place.database.sql.execution(place.execution_id);
  if (!row) return std::unexpected(row.error());
  if (!*row) {
    return fail(ErrorKind::not_found, "there is no query " + std::to_string(place.execution_id));
  }
  return stored_plan(place.database, **row, OpenMetrics::left_out);
}

}  // namespace

PlanDifference difference_of(const PlanFacts& a, const PlanFacts& b) {
  PlanDifference difference;
  const PlanTree tree_a = tree_of(a);
  const PlanTree tree_b = tree_of(b);
  const auto nodes = align(tree_a, tree_b);
  if (!nodes) return difference;
  difference.is_aligned = true;
  for (const AlignedNode& one : *nodes) {
    const SqlPlanNode* const in_a = one.a ? tree_a.nodes[*one.a].node : nullptr;
    const SqlPlanNode* const in_b = one.b ? tree_b.nodes[*one.b].node : nullptr;
    ComparedNode& node = difference.nodes.emplace_back(compared(a, in_a, b, in_b));
    node.depth = one.depth;
    if (one.is_swapped) {
      node.sides_swapped = true;
      node.change = NodeChange::changed;
    }
    ++difference.counts[static_cast<std::size_t>(node.change)];
  }
  return difference;
}

Result<PlanDifference> difference_of(const QueryPlace& a, const QueryPlace& b) {
  const auto plan_a = plan_of(a);
  if (!plan_a) return std::unexpected(plan_a.error());
  const auto plan_b = plan_of(b);
  if (!plan_b) return std::unexpected(plan_b.error());
  return difference_of(*plan_a, *plan_b);
}

PlanDifference telling_part(const PlanDifference& whole, std::size_t most) {
  PlanDifference part{whole.is_aligned, whole.counts, {}};
  const auto all = static_cast<std::int64_t>(whole.nodes.size());
  // How many of those of which only numbers differ have a place.
  std::int64_t places = static_cast<std::int64_t>(most) - all + whole.count(NodeChange::same);
  for (const ComparedNode& node : whole.nodes) {
    if (node.is_dull() || part.nodes.size() == most) continue;
    if (node.change == NodeChange::same && places-- <= 0) continue;
    part.nodes.push_back(node);
  }
  return part;
}

}  // namespace afterglow::history
