#pragma once

#include "common/json/json.h"
#include "historyserver/model/comparison.h"
#include "historyserver/model/insights.h"

// Insights and comparisons as the dashboard's API and the command line tell them
// (docs/dashboard-api.md says which members there are).
namespace afterglow::history {

Json to_json(const Insights& insights);
Json to_json(const Comparison& comparison);
Json to_json(const PlanDifference& difference);

}  // namespace afterglow::history
