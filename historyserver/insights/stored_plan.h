#pragma once

#include "historyserver/insights/plan_facts.h"
#include "historyserver/store/application_database.h"

namespace afterglow::history {

// What a query whose values have not been added up yet has measured.
enum class OpenMetrics { added_up, left_out };

// The latest plan of a query with its metrics; empty when the log tells of none.
Result<PlanFacts> stored_plan(ApplicationDatabase& database, const SqlExecutionRow& query,
                              OpenMetrics open);

}  // namespace afterglow::history
