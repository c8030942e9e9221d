#include "historyserver/insights/plan_tree.h"

#include <algorithm>
#include <cctype>
#include <limits>
#include <map>
#include <string>
#include <unordered_set>

#include "historyserver/insights/plan_text.h"

namespace afterglow::history {
namespace {

using Cost = std::uint32_t;

// An operator of one tree only costs kAlone. Two that are told to be the same cost something where
// they differ, at most kOtherWords more for their words: always less than two that stand alone.
constexpr Cost kAlone = 8;
constexpr Cost kSameName = 2;
constexpr Cost kSameKind = 6;
constexpr Cost kOtherWords = 5;
// Two joins whose sides are swapped; only then what is as like each other stays in its place.
constexpr Cost kSwapped = 2;
constexpr Cost kNever = std::numeric_limits<Cost>::max() / 4;

// What an operator is, as far as it matters for telling whether another one is the same.
struct Label {
  std::size_t text = 0;  // the same number: the same name and words
  std::size_t name = 0;
  std::size_t kind = 0;
  std::vector<std::size_t> words = {};  // hashes, sorted
  bool is_join = false;                 // of two inputs
};

class Labels {
 public:
  std::vector<Label> of(const PlanTree& tree) {
    std::vector<Label> labels;
    for (const PlanTree::Node& one : tree.nodes) {
      labels.push_back(one.node ? label(*one.node) : Label{});
      labels.back().is_join = one.node && one.inputs.size() == 2 && is_join(*one.node);
    }
    return labels;
  }

 private:
  Label label(const SqlPlanNode& node) {
    const std::string text = plain_words(node);
    return {.text = number("text " + node.name + "|" + text),
            .name = number("name " + node.name),
            .kind = number("kind " + std::string(operator_kind(node))),
            .words = words(node.name + " " + text),
            .is_join = false};
  }
  std::size_t number(const std::string& text) {
    return numbers_.try_emplace(text, numbers_.size() + 1).first->second;
  }
  static std::vector<std::size_t> words(std::string_view text) {
    constexpr std::size_t most = 64;
    std::vector<std::size_t> words;
    const auto is_part = [](char c) {
      return c == '_' || c == '.' || static_cast<unsigned char>(c) >= 0x80 ||
             std::isalnum(static_cast<unsigned char>(c)) != 0;
    };
    for (std::size_t i = 0; i < text.size() && words.size() < most;) {
      std::size_t end = i;
      while (end < text.size() && is_part(text[end])) ++end;
      if (end > i) words.push_back(std::hash<std::string_view>{}(text.substr(i, end - i)));
      i = end + 1;
    }
    std::ranges::sort(words);
    return words;
  }

  std::map<std::string, std::size_t> numbers_;
};

// How much the words differ: 0 to kOtherWords.
Cost distance(const std::vector<std::size_t>& a, const std::vector<std::size_t>& b) {
  const std::size_t most = std::max(a.size(), b.size());
  if (most == 0) return 0;
  std::size_t common = 0;
  for (std::size_t i = 0, k = 0; i < a.size() && k < b.size();) {
    if (a[i] == b[k]) ++common;
    const bool is_less = a[i] < b[k];
    if (a[i] <= b[k]) ++i;
    if (!is_less) ++k;
  }
  return static_cast<Cost>((most - common) * kOtherWords / most);
}

Cost cost_of(const Label& a, const Label& b) {
  if (a.text == b.text) return 0;
  if (a.name == b.name) return kSameName + distance(a.words, b.words);
  if (a.kind == b.kind) return kSameKind + distance(a.words, b.words);
  return kNever;
}

class Alignment {
 public:
  Alignment(const PlanTree& a, const PlanTree& b) : a_(a), b_(b) {
    Labels labels;
    labels_a_ = labels.of(a);
    labels_b_ = labels.of(b);
    alone_a_ = alone(a);
    alone_b_ = alone(b);
    costs_.resize(a.nodes.size() * b.nodes.size());
    // Inputs stand behind what takes their rows.
    for (std::size_t i = a.nodes.size(); i-- > 0;) {
      for (std::size_t k = b.nodes.size(); k-- > 0;) {
        costs_[i * b.nodes.size() + k] = choose(i, k).cost;
      }
    }
  }

  std::vector<AlignedNode> nodes() const {
    std::vector<AlignedNode> found;
    std::vector<AlignedNode> next{{0, 0, 0}};
    while (!next.empty()) {
      const AlignedNode one = next.back();
      next.pop_back();
      std::vector<AlignedNode> below = take(one, found);
      for (AlignedNode& node : below) node.depth = one.depth + (below.size() > 1 ? 1 : 0);
      next.insert(next.end(), below.rbegin(), below.rend());
    }
    return found;
  }

 private:
  // How a part of a and one of b belong together.
  enum class Way { together, swapped, only_a, only_b, apart };
  struct Choice {
    Cost cost = kNever;
    Way way = Way::apart;
    std::size_t input =
        0;  // of only_a and only_b: which of its inputs the other one is aligned with
  };

  static std::vector<Cost> alone(const PlanTree& tree) {
    std::vector<Cost> costs(tree.nodes.size(), kAlone);
    for (std::size_t i = tree.nodes.size(); i-- > 0;) {
      for (const std::size_t input : tree.nodes[i].inputs) costs[i] += costs[input];
    }
    return costs;
  }

  Cost cost(std::size_t i, std::size_t k) const { return costs_[i * b_.nodes.size() + k]; }

  Choice choose(std::size_t i, std::size_t k) const {
    Choice best{alone_a_[i] + alone_b_[k], Way::apart};
    const Cost own = cost_of(labels_a_[i], labels_b_[k]);
    if (own < kNever) {
      const auto& inputs_a = a_.nodes[i].inputs;
      const auto& inputs_b = b_.nodes[k].inputs;
      const bool is_chain = inputs_a.size() == 1 && inputs_b.size() == 1;
      const Cost all =
          own + (is_chain ? cost(inputs_a[0], inputs_b[0]) : table(inputs_a, inputs_b).back());
      if (all <= best.cost) best = {all, Way::together};
      const Cost crosswise = own + swapped_cost(i, k);
      if (crosswise < best.cost) best = {crosswise, Way::swapped};
    }
    for (std::size_t n = 0; n < a_.nodes[i].inputs.size(); ++n) {
      const std::size_t input = a_.nodes[i].inputs[n];
      const Cost all = alone_a_[i] - alone_a_[input] + cost(input, k);
      if (all < best.cost) best = {all, Way::only_a, n};
    }
    for (std::size_t n = 0; n < b_.nodes[k].inputs.size(); ++n) {
      const std::size_t input = b_.nodes[k].inputs[n];
      const Cost all = alone_b_[k] - alone_b_[input] + cost(i, input);
      if (all < best.cost) best = {all, Way::only_b, n};
    }
    return best;
  }

  // Of the inputs of two joins, those of one in the order in which the other one has them.
  Cost swapped_cost(std::size_t i, std::size_t k) const {
    if (!labels_a_[i].is_join || !labels_b_[k].is_join) return kNever;
    const auto& in_a = a_.nodes[i].inputs;
    const auto& in_b = b_.nodes[k].inputs;
    return kSwapped + cost(in_a[0], in_b[1]) + cost(in_a[1], in_b[0]);
  }

  // Of the first inputs of one and the first of the other, for each number of them: what it costs
  // to align them in their order. The last one is that of all.
  std::vector<Cost> table(const std::vector<std::size_t>& a,
                          const std::vector<std::size_t>& b) const {
    const std::size_t width = b.size() + 1;
    std::vector<Cost> costs((a.size() + 1) * width, 0);
    for (std::size_t k = 0; k < b.size(); ++k) costs[k + 1] = costs[k] + alone_b_[b[k]];
    for (std::size_t i = 0; i < a.size(); ++i) {
      Cost* const last = &costs[i * width];
      Cost* const row = last + width;
      row[0] = last[0] + alone_a_[a[i]];
      for (std::size_t k = 0; k < b.size(); ++k) {
        row[k + 1] = std::min(
            {last[k] + cost(a[i], b[k]), last[k + 1] + alone_a_[a[i]], row[k] + alone_b_[b[k]]});
      }
    }
    return costs;
  }

  // Pairs of inputs, and those that have no other, in their order.
  std::vector<AlignedNode> pairs(const std::vector<std::size_t>& a,
                                 const std::vector<std::size_t>& b) const {
    const std::vector<Cost> costs = table(a, b);
    const std::size_t width = b.size() + 1;
    std::vector<AlignedNode> found;
    std::size_t i = a.size();
    std::size_t k = b.size();
    while (i > 0 || k > 0) {
      const Cost here = costs[i * width + k];
      if (k > 0 && here == costs[i * width + k - 1] + alone_b_[b[k - 1]]) {
        found.push_back({{}, b[--k]});
      } else if (i > 0 && here == costs[(i - 1) * width + k] + alone_a_[a[i - 1]]) {
        found.push_back({a[--i], {}});
      } else {
        found.push_back({a[--i], b[--k]});
      }
    }
    std::ranges::reverse(found);
    return found;
  }

  static std::vector<AlignedNode> alone_below(const PlanTree::Node& node, bool is_of_a) {
    std::vector<AlignedNode> below;
    for (const std::size_t input : node.inputs) {
      below.push_back(is_of_a ? AlignedNode{input, {}} : AlignedNode{{}, input});
    }
    return below;
  }

  // Adds the topmost node of a pair of parts to `found` and gives what stands below it.
  std::vector<AlignedNode> take(const AlignedNode& parts, std::vector<AlignedNode>& found) const {
    const auto add = [&](AlignedNode node) {
      node.depth = parts.depth;
      if (node.a != 0U || node.b != 0U) found.push_back(node);
    };
    if (!parts.a || !parts.b) {
      add(parts);
      return parts.a ? alone_below(a_.nodes[*parts.a], true)
                     : alone_below(b_.nodes[*parts.b], false);
    }
    const Choice choice = choose(*parts.a, *parts.b);
    switch (choice.way) {
      case Way::together:
        add(parts);
        return pairs(a_.nodes[*parts.a].inputs, b_.nodes[*parts.b].inputs);
      case Way::swapped: {
        const auto& in_a = a_.nodes[*parts.a].inputs;
        const auto& in_b = b_.nodes[*parts.b].inputs;
        add({.a = parts.a, .b = parts.b, .is_swapped = true});
        return {{in_a[0], in_b[1]}, {in_a[1], in_b[0]}};
      }
      case Way::only_a: {
        add({parts.a, {}});
        auto below = alone_below(a_.nodes[*parts.a], true);
        below[choice.input].b = parts.b;
        return below;
      }
      case Way::only_b: {
        add({{}, parts.b});
        auto below = alone_below(b_.nodes[*parts.b], false);
        below[choice.input].a = parts.a;
        return below;
      }
      case Way::apart:
        break;
    }
    return {{parts.a, {}}, {{}, parts.b}};
  }

  const PlanTree& a_;
  const PlanTree& b_;
  std::vector<Label> labels_a_;
  std::vector<Label> labels_b_;
  std::vector<Cost> alone_a_;  // of a node with all below it
  std::vector<Cost> alone_b_;
  std::vector<Cost> costs_;  // of each node of a and each of b, with all below them
};

}  // namespace

PlanTree tree_of(const PlanFacts& plan) {
  struct Visit {
    std::size_t above = 0;
    const SqlPlanNode* node = nullptr;
  };
  PlanTree tree;
  tree.nodes.emplace_back();
  std::vector<Visit> next;
  for (const SqlPlanNode& node : plan.nodes()) {
    if (plan.consumers(node.id).empty()) next.push_back({0, &node});
  }
  std::ranges::reverse(next);
  std::unordered_set<std::int64_t> seen;
  while (!next.empty()) {
    const Visit visit = next.back();
    next.pop_back();
    if (!seen.insert(visit.node->id).second) continue;
    std::size_t here = visit.above;
    if (!visit.node->name.starts_with("AdaptiveSparkPlan")) {
      here = tree.nodes.size();
      tree.nodes.push_back({visit.node, {}});
      tree.nodes[visit.above].inputs.push_back(here);
    }
    const auto inputs = plan.inputs(visit.node->id);
    for (std::size_t i = inputs.size(); i-- > 0;) next.push_back({here, inputs[i]});
  }
  return tree;
}

std::optional<std::vector<AlignedNode>> align(const PlanTree& a, const PlanTree& b) {
  if (a.nodes.size() > kMostPairs / b.nodes.size()) return {};
  return Alignment(a, b).nodes();
}

}  // namespace afterglow::history
