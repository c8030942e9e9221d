#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "historyserver/model/string_map.h"

// The events of Spark SQL (sql.execution.ui.SQLListener). Times are ms since 1970.
namespace afterglow::history {

// A metric as an operator of a plan declares it; its values come with tasks and from the driver.
struct SqlMetricInfo {
  std::string name;
  std::int64_t accumulator_id = 0;
  std::string type;  // sum, size, timing, nsTiming, average or v2Custom_<class>
  bool operator==(const SqlMetricInfo&) const = default;
};

// A plan's tree of operators, as a flat list: trees may be deep, and are walked without recursion.
struct PlanInfo {
  struct Node {
    std::string name;
    std::string simple_string;
    std::vector<std::size_t> children;  // positions in `nodes`, behind this node's own
    StringMap metadata;                 // of file scans: "Location", "ReadSchema"...
    std::vector<SqlMetricInfo> metrics;
  };
  std::vector<Node> nodes;  // each before what is below it; the first is the root
};

struct SqlExecutionStart {
  std::int64_t id = 0;
  std::optional<std::int64_t> root_id;  // since Spark 3.4
  std::optional<std::string> description;
  std::string details;           // the call site's stack
  std::string plan_description;  // the plan as EXPLAIN prints it
  PlanInfo plan;
  std::int64_t time = 0;
  StringMap modified_configs;           // since Spark 3.3
  std::vector<std::string> job_tags;    // sorted; since Spark 3.5
  std::optional<std::string> group;     // of its jobs; since Spark 4.0
  std::optional<std::string> query_id;  // a UUID; since Spark 4.2
};

struct SqlExecutionEnd {
  std::int64_t id = 0;
  std::int64_t time = 0;
  std::optional<std::string> error;  // since Spark 3.4: empty when nothing went wrong
};

// Adaptive execution has changed the plan.
struct SqlAdaptiveExecutionUpdate {
  std::int64_t id = 0;
  std::string plan_description;
  PlanInfo plan;
};

// Adaptive execution has changed the plan of a subquery, which is no part of the plan shown.
struct SqlAdaptiveMetricUpdates {
  std::int64_t id = 0;
  std::vector<SqlMetricInfo> metrics;
};

// Values of metrics that the driver itself measured.
struct SqlDriverAccumUpdates {
  std::int64_t id = 0;
  std::vector<std::pair<std::int64_t, std::int64_t>> updates;  // accumulator, value
};

}  // namespace afterglow::history
