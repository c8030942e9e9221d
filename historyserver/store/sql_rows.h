#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "historyserver/model/sql_metric_text.h"
#include "historyserver/model/string_map.h"
#include "historyserver/store/json_text.h"

// Spark SQL's executions, as schema/application/sql.sql tells. Times are ms since 1970.
namespace afterglow::history {

struct SqlExecutionRow {
  std::int64_t id = 0;
  std::int64_t root_id = 0;  // of the execution that this one is a part of, or its own
  std::optional<std::string> query_id;
  std::optional<std::string> description;
  std::string details;
  std::optional<std::int64_t> submission_time;  // absent: the log does not hold its start
  std::optional<std::int64_t> completion_time;
  std::optional<std::string> error;  // empty: it ended well; absent: the log does not say
  std::optional<std::string> group;
  TextList job_tags;
  StringMap modified_configs;
  std::int64_t plan_versions = 0;
  bool metrics_are_final = false;  // what sql_metric holds needs no aggregation any more
  // Jobs started after its end. Spark's own server then forgets the error.
  bool has_late_jobs = false;
};

// What lists of executions tell of each.
struct SqlExecutionHead {
  std::int64_t id = 0;
  std::int64_t root_id = 0;
  std::optional<std::string> query_id;
  std::optional<std::string> description;
  std::optional<std::int64_t> submission_time;
  std::optional<std::int64_t> completion_time;
  std::optional<std::string> error;
  bool has_late_jobs = false;
};

struct SqlStageRow {
  std::int64_t execution_id = 0;
  std::int64_t position = 0;  // in the order in which jobs named the stages
  std::int64_t stage_id = 0;
  std::int64_t attempt = 0;  // whose tasks' values count
  std::int64_t task_count = 0;
  bool is_followed = true;  // false: its tasks' values do not count
};

struct SqlMetricRow {
  std::int64_t execution_id = 0;
  std::int64_t accumulator_id = 0;
  std::string name;
  std::string type;
  std::optional<SqlMetricAggregate> values;  // absent: nobody reported any
};

struct SqlDriverUpdateRow {
  std::int64_t execution_id = 0;
  std::int64_t accumulator_id = 0;
  std::int64_t value = 0;
};

struct SqlPlanNode {
  std::int64_t id = 0;
  std::optional<std::int64_t> cluster_id;  // of the node that is the cluster around this one
  std::string name;
  std::string description;
  std::optional<std::string> metadata;  // a JSON object

  bool is_cluster() const { return is_cluster(name); }
  static bool is_cluster(std::string_view name) { return name.starts_with("WholeStageCodegen"); }
};

struct SqlPlanEdge {
  std::int64_t from_id = 0;
  std::int64_t to_id = 0;
  auto operator<=>(const SqlPlanEdge&) const = default;
};

struct SqlPlanMetric {
  std::int64_t node_id = 0;
  std::int64_t accumulator_id = 0;
  std::string name;
  std::string type;
};

// So many operators of one name in one version of a plan.
struct SqlPlanOperators {
  std::int64_t version = 0;
  std::string name;
  std::int64_t count = 0;
};

// One version of a plan, as Spark draws it. A node's metrics keep their order.
struct SqlPlanGraph {
  std::vector<SqlPlanNode> nodes;  // by id
  std::vector<SqlPlanEdge> edges;
  std::vector<SqlPlanMetric> metrics;  // by node
};

}  // namespace afterglow::history
