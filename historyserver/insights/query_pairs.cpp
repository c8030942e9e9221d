#include "historyserver/insights/query_pairs.h"

#include <algorithm>
#include <unordered_map>

#include "historyserver/insights/pairs.h"
#include "historyserver/insights/plan_shape.h"

namespace afterglow::history {
namespace {

using Counts = std::unordered_map<std::string_view, Pair<std::size_t>>;  // by description

Counts count(const Pair<const QueriesOfRun*>& runs) {
  Counts counts;
  for (std::size_t i = 0; i < 2; ++i) {
    for (const QueriesOfRun::One& query : runs[i]->list) ++counts[query.description][i];
  }
  return counts;
}

// Whether descriptions leave any query of a run without another.
Pair<bool> are_left(const Counts& counts) {
  Pair<bool> left{};
  for (const auto& [description, count] : counts) {
    if (count[0] > count[1]) left[0] = true;
    if (count[1] > count[0]) left[1] = true;
  }
  return left;
}

using Shapes = std::vector<std::optional<Hash128>>;

Result<Shapes> shapes_of(const QueriesOfRun& run, std::size_t side, const Counts& counts,
                         bool is_other_left) {
  Shapes shapes(run.list.size());
  std::size_t read = 0;
  for (std::size_t i = 0; i < shapes.size() && read < kMostShapes; ++i) {
    const Pair<std::size_t>& count = counts.at(run.list[i].description);
    const bool is_alone = count[1 - side] == 0;
    const bool is_only = count[0] == 1 && count[1] == 1;
    if (is_only || (is_alone && !is_other_left)) continue;
    auto shape = plan_shape(run.database, run.list[i].execution_id);
    if (!shape) return std::unexpected(shape.error());
    shapes[i] = *shape;
    ++read;
  }
  return shapes;
}

}  // namespace

Result<std::vector<QueryPair>> pair_queries(const QueriesOfRun& a, const QueriesOfRun& b) {
  const Pair<const QueriesOfRun*> runs{&a, &b};
  const Counts counts = count(runs);
  const Pair<bool> left = are_left(counts);
  using Both = std::pair<std::string_view, Hash128>;
  Pair<Shapes> shapes;
  Pair<std::vector<std::optional<std::string_view>>> descriptions;
  Pair<std::vector<std::optional<Both>>> both;
  for (std::size_t i = 0; i < 2; ++i) {
    auto read = shapes_of(*runs[i], i, counts, left[1 - i]);
    if (!read) return std::unexpected(read.error());
    shapes[i] = *std::move(read);
    for (std::size_t place = 0; place < shapes[i].size(); ++place) {
      const std::string_view description = runs[i]->list[place].description;
      const auto& shape = shapes[i][place];
      descriptions[i].emplace_back(description);
      both[i].push_back(shape ? std::optional(Both{description, *shape}) : std::nullopt);
    }
  }
  Pairs pairs(a.list.size(), b.list.size());
  pairs.match(both[0], both[1]);
  pairs.match(descriptions[0], descriptions[1]);
  pairs.match(shapes[0], shapes[1]);
  std::vector<QueryPair> found;
  for (const Pairs::One& one : std::move(pairs).take()) {
    found.push_back({one.place, one.kind == 2 ? QueryMatch::plan : QueryMatch::description});
  }
  return found;
}

}  // namespace afterglow::history
