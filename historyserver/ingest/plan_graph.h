#pragma once

#include "historyserver/events/sql_event.h"
#include "historyserver/store/sql_rows.h"

namespace afterglow::history {

// The graph that Spark draws of a plan (ui/SparkPlanGraph.scala): operators numbered from the root
// down; those compiled together inside a cluster; wrappers of adaptive execution left out; what is
// reused drawn once.
SqlPlanGraph plan_graph(PlanInfo plan);

}  // namespace afterglow::history
