#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "historyserver/insights/plan_facts.h"

namespace afterglow::history {

// A plan as a tree: the operator that gives the result above its inputs, which keep their order.
// What several operators take rows from stands below the first of them only.
struct PlanTree {
  struct Node {
    const SqlPlanNode* node = nullptr;  // of the facts; null: the root, above all results
    std::vector<std::size_t> inputs;    // places in `nodes`
  };
  std::vector<Node> nodes;  // each before its inputs; the first one is the root
};

// Without what only says that a plan may still change. Refers to `plan`.
PlanTree tree_of(const PlanFacts& plan);

// What stands in both of two trees, or in one of them only.
struct AlignedNode {
  std::optional<std::size_t> a;  // places in the trees
  std::optional<std::size_t> b;
  std::int64_t depth = 0;   // how many operators with several inputs are above it
  bool is_swapped = false;  // of two joins: the left input of one is the right one of the other
  bool operator==(const AlignedNode&) const = default;
};

// The nodes of both as one tree, each before its inputs, without the roots: those that most likely
// are the same operator together, in such a way that as little as possible differs. Inputs keep
// their order, but for those of joins, which may be swapped; a's order is that of both then.
// Nothing when the trees are too large to tell (the product of their sizes is above kMostPairs).
inline constexpr std::size_t kMostPairs = 4'000'000;
std::optional<std::vector<AlignedNode>> align(const PlanTree& a, const PlanTree& b);

}  // namespace afterglow::history
