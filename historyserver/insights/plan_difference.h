#pragma once

#include "historyserver/insights/plan_facts.h"
#include "historyserver/model/comparison.h"
#include "historyserver/store/application_database.h"

namespace afterglow::history {

PlanDifference difference_of(const PlanFacts& a, const PlanFacts& b);

// A query in the database of its application.
struct QueryPlace {
  ApplicationDatabase& database;
  std::int64_t execution_id = 0;
};

// Of their latest plans. ErrorKind::not_found when there is no such query.
Result<PlanDifference> difference_of(const QueryPlace& a, const QueryPlace& b);

// What is not dull of it, up to so many operators: those of which more than numbers differs first.
PlanDifference telling_part(const PlanDifference& whole, std::size_t most);

}  // namespace afterglow::history
