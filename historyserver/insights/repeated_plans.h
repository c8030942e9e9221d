#pragma once

#include <cstdint>
#include <vector>

#include "historyserver/insights/plan_cases.h"

namespace afterglow::history {

// Some operators up to `top` that a query ran.
struct PlanPart {
  const QueryFacts* query = nullptr;
  const SqlPlanNode* top = nullptr;
  const SqlPlanNode* scan = nullptr;  // the first of its scans
  double bytes = 0;                   // of the files that its scans read
  double kept = 1;                    // rows that come out of it, of those that its scans read
};

// Parts that do the same on the same data, each list at least two of them in the order of queries:
// the largest parts that are so. What is read from a cache or reused is none, nor what a stream
// does again with each batch.
std::vector<std::vector<PlanPart>> repeated_parts(const Facts& facts);

}  // namespace afterglow::history
