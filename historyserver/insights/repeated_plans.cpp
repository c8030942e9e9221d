#include "historyserver/insights/repeated_plans.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>

namespace afterglow::history {
namespace {

// What stands between an operator and the one that gives it its rows without doing anything to be
// kept.
bool is_transparent(const SqlPlanNode& node) {
  return node.name.starts_with("ColumnarToRow") || node.name.starts_with("AQEShuffleRead") ||
         node.name.starts_with("CustomShuffleReader") || node.name.starts_with("InputAdapter") ||
         node.name.starts_with("AdaptiveSparkPlan") || node.name.starts_with("ShuffleQueryStage") ||
         node.name.starts_with("BroadcastQueryStage");
}

// The same for scans that read the same; nothing when the log does not tell what one has read.
std::optional<std::string> scan_text(const QueryFacts& query, const SqlPlanNode& node) {
  const auto rows = query.plan.rows(node.id);
  if (!rows) return {};
  const double bytes = query.plan.sum(node.id, "size of files read").value_or(0);
  return normalised(node) + "|" + std::to_string(std::llround(*rows)) + "|" +
         std::to_string(std::llround(bytes)) + scan_detail(node, "Location");
}

// Parts that are the same read the same: mostly there is nothing to be compared.
bool has_repeated_scan(const std::vector<const QueryFacts*>& queries) {
  std::unordered_set<std::string> seen;
  for (const QueryFacts* query : queries) {
    for (const SqlPlanNode& node : query->plan.nodes()) {
      if (!is_scan(node)) continue;
      auto text = scan_text(*query, node);
      if (text && !seen.insert(*std::move(text)).second) return true;
    }
  }
  return false;
}

class Signatures {
 public:
  explicit Signatures(const QueryFacts& query) : query_(query) {
    // Spark draws what a cache was made of below each scan of it.
    for (const SqlPlanNode& node : query.plan.nodes()) {
      if (!is_cached_scan(node)) continue;
      for (const SqlPlanNode* below : query.plan.below(node.id)) entries_[below->id] = {};
    }
    for (const SqlPlanNode& node : query.plan.nodes()) of(node.id, 0);
  }

  struct Entry {
    std::size_t hash = 0;  // 0: not to be compared
    PlanPart part;
    double rows_read = 0;
  };
  const Entry& at(std::int64_t id) const { return entries_.at(id); }

 private:
  static constexpr int kDeepest = 2000;  // plans come from logs, and logs from anybody

  // What the scan read tells whether the data was the same.
  bool add_scan(const SqlPlanNode& node, Entry& entry, std::string& text) const {
    auto read = scan_text(query_, node);
    if (!read) return false;
    text = *std::move(read);
    entry.part.scan = &node;
    entry.part.bytes += query_.plan.sum(node.id, "size of files read").value_or(0);
    entry.rows_read += query_.plan.rows(node.id).value_or(0);
    return true;
  }

  const Entry& of(std::int64_t id, int depth) {
    if (const auto known = entries_.find(id); known != entries_.end()) return known->second;
    Entry& entry = entries_[id];  // a circle finds it as not to be compared
    const SqlPlanNode* const node = query_.plan.node(id);
    const auto inputs = query_.plan.inputs(id);
    if (!node || depth > kDeepest) return entry;
    const bool is_reading = is_scan(*node);
    if (inputs.empty() && !is_reading && !node->name.starts_with("Range")) return entry;
    if (node->name.starts_with("Reused") || node->name.starts_with("Execute ")) return entry;
    Entry made;
    made.part = {.query = &query_, .top = node};
    std::string text = is_transparent(*node) ? "" : normalised(*node);
    if (is_reading && !add_scan(*node, made, text)) return entry;
    for (const SqlPlanNode* input : inputs) {
      const Entry& below = of(input->id, depth + 1);
      if (below.hash == 0) return entries_[id];
      text += "(" + std::to_string(below.hash) + ")";
      made.part.bytes += below.part.bytes;
      made.rows_read += below.rows_read;
      if (!made.part.scan) made.part.scan = below.part.scan;
    }
    made.hash = std::hash<std::string>{}(text) | 1;
    if (is_transparent(*node) && inputs.size() == 1) made.hash = of(inputs[0]->id, depth).hash;
    const auto out = query_.plan.rows_out(id);
    if (out && made.rows_read > 0) made.part.kept = *out / made.rows_read;
    return entries_[id] = std::move(made);
  }

  const QueryFacts& query_;
  std::unordered_map<std::int64_t, Entry> entries_;
};

}  // namespace

std::vector<std::vector<PlanPart>> repeated_parts(const Facts& facts) {
  std::vector<const QueryFacts*> of;
  for (const QueryFacts& query : facts.queries) {
    if (!query.plan.empty() && !is_batch_of_stream(query)) of.push_back(&query);
  }
  if (!has_repeated_scan(of)) return {};
  std::vector<Signatures> queries;
  std::unordered_map<std::size_t, std::size_t> counts;
  const auto is_part = [](const SqlPlanNode& node, const Signatures::Entry& entry) {
    return entry.hash != 0 && entry.part.scan && !is_transparent(node);
  };
  for (const QueryFacts* query : of) {
    const Signatures& signatures = queries.emplace_back(*query);
    for (const SqlPlanNode& node : query->plan.nodes()) {
      const auto& entry = signatures.at(node.id);
      if (is_part(node, entry)) ++counts[entry.hash];
    }
  }
  // Ordered by where they first occur, so that equal logs give equal lists.
  std::vector<std::vector<PlanPart>> groups;
  std::unordered_map<std::size_t, std::size_t> group_of;
  for (std::size_t i = 0; i < queries.size(); ++i) {
    const PlanFacts& plan = of[i]->plan;
    const auto is_repeated = [&](const SqlPlanNode& node) {
      const auto& entry = queries[i].at(node.id);
      return is_part(node, entry) && counts[entry.hash] > 1;
    };
    // Whether what takes its rows is repeated as well.
    const auto is_inside = [&](const SqlPlanNode& node) {
      auto consumers = plan.consumers(node.id);
      for (int steps = 0; steps < 8 && consumers.size() == 1; ++steps) {
        if (!is_transparent(*consumers.front())) return is_repeated(*consumers.front());
        consumers = plan.consumers(consumers.front()->id);
      }
      return false;
    };
    for (const SqlPlanNode& node : plan.nodes()) {
      if (!is_repeated(node) || is_inside(node)) continue;
      const auto& entry = queries[i].at(node.id);
      const auto [place, is_new] = group_of.try_emplace(entry.hash, groups.size());
      if (is_new) groups.emplace_back();
      groups[place->second].push_back(entry.part);
    }
  }
  std::erase_if(groups, [](const auto& group) { return group.size() < 2; });
  return groups;
}

}  // namespace afterglow::history
