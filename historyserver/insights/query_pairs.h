#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "historyserver/model/comparison.h"
#include "historyserver/store/application_database.h"

// Which query of one run is which of another run of the same program.
namespace afterglow::history {

struct QueriesOfRun {
  ApplicationDatabase& database;
  struct One {
    std::int64_t execution_id = 0;
    std::string_view description;
  };
  std::vector<One> list;  // in the order in which they ran
};

struct QueryPair {
  Pair<std::optional<std::size_t>> place;  // in the lists; at least one of them
  QueryMatch match = QueryMatch::description;
};

// All queries of a in their order, then those that only b has. Two of them are the same query by
// what comes first of
//   1. description and plan (plan_shape.h): the steps of a loop, which share a description, find
//      each other by what they do;
//   2. description: the plan has changed;
//   3. plan: the description has changed, by a line number, a date or an id in it;
// and otherwise have no other. Among equals, order decides.
//
// Plans are read only where they can decide: not of a query that is the only one of its description
// in both, nor where nothing is left to be matched with, and of each run only of the first
// kMostShapes queries, so that streams of very many batches take no longer.
inline constexpr std::size_t kMostShapes = 3000;
Result<std::vector<QueryPair>> pair_queries(const QueriesOfRun& a, const QueriesOfRun& b);

}  // namespace afterglow::history
