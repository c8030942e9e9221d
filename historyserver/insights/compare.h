#pragma once

#include "historyserver/model/comparison.h"
#include "historyserver/model/insights.h"
#include "historyserver/store/application_database.h"

namespace afterglow::history {

// One side of a comparison: its database, and what was said about it.
struct ComparedSide {
  ApplicationDatabase& database;
  const Insights& insights;
};

// Queries are matched as query_pairs.h has it, stages by call site within their query, and those
// that are left by call site without its numbers (lines move), all in order. Bands are left to the
// caller, who knows of other runs. Quantiles are those of the stages whose times differ most, and
// plans are aligned of the queries whose times do.
Result<Comparison> compare(const ComparedSide& a, const ComparedSide& b);

}  // namespace afterglow::history
