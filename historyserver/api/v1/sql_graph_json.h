#pragma once

#include <cstdint>
#include <map>

#include "historyserver/api/json_writer.h"
#include "historyserver/store/sql_store.h"

// The graph of a plan, as Spark's API lists it.
namespace afterglow::history {

// Metrics that have values, by their accumulators.
using SqlMetrics = std::map<std::int64_t, SqlMetricRow>;
Result<SqlMetrics> sql_metrics(SqlStore& store, const SqlExecutionRow& row);

// The members "nodes" and "edges". With `numeric_metrics`, metrics have numbers beside their texts.
void write_sql_nodes(JsonWriter& json, const SqlPlanGraph& graph, const SqlMetrics& metrics,
                     bool numeric_metrics);
void write_sql_edges(JsonWriter& json, const SqlPlanGraph& graph);

}  // namespace afterglow::history
