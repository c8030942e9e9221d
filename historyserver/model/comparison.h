#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "historyserver/model/finding.h"
#include "historyserver/model/stage_key.h"
#include "historyserver/model/wall_part.h"

// Two application attempts side by side: a, and what became of it in b. Durations are ms.
namespace afterglow::history {

template <typename Value>
using Pair = std::array<Value, 2>;  // of a, of b

struct ComparedRun {
  std::string id;
  std::string attempt_id;  // empty: none
  std::string name;
  std::string spark_version;
  std::int64_t start_time = 0;  // ms since 1970
  double duration = 0;
  double average_cores = 0;
};

// What earlier runs of the same job make expect: values outside are no accident.
struct ExpectedRange {
  double low = 0;
  double high = 0;
};

struct ComparedMetric {
  std::string name;  // "shuffle read"
  NumberUnit unit = NumberUnit::count;
  Pair<double> value{};
  std::optional<ExpectedRange> band = {};
};

// One that only one of them has is empty in the other.
struct ComparedSetting {
  std::string key;
  Pair<std::optional<std::string>> value;
};

enum class NodeChange { same, changed, only_a, only_b };
inline constexpr std::array<std::string_view, 4> kNodeChangeNames = {"same", "changed", "onlyA",
                                                                     "onlyB"};

// What an operator's description says of something: "join type" "Inner".
struct ComparedDetail {
  std::string of;
  Pair<std::string> value;  // empty: nothing
};

// Of an operator's metrics: all of its tasks together.
struct ComparedNumber {
  std::string name;  // "number of output rows"
  NumberUnit unit = NumberUnit::count;
  Pair<std::optional<double>> value;
};

// An operator of one of two plans, or of both.
struct ComparedNode {
  NodeChange change = NodeChange::same;
  std::int64_t depth = 0;  // how many operators with several inputs are above it
  Pair<std::optional<std::int64_t>> node_id;
  Pair<std::string> name;
  bool sides_swapped = false;           // of a join: what a has on the left, b has on the right
  std::string words;                    // of its description: b's, or of the only one; cut
  std::vector<ComparedDetail> details;  // that differ
  std::vector<ComparedNumber>
      numbers;  // that differ much; of one that stands alone, the large ones

  // It is the same operator of the same numbers.
  bool is_dull() const { return change == NodeChange::same && numbers.empty(); }
};

// Two plans as one tree, each operator before its inputs.
struct PlanDifference {
  bool is_aligned = false;  // false: the plans are too large for that
  std::array<std::int64_t, kNodeChangeNames.size()> counts{};  // of operators, by NodeChange
  std::vector<ComparedNode> nodes;

  std::int64_t count(NodeChange change) const { return counts[static_cast<std::size_t>(change)]; }
};

// What two queries have in common that makes them one (insights/query_pairs.h).
enum class QueryMatch { description, plan };
inline constexpr std::array<std::string_view, 2> kQueryMatchNames = {"description", "plan"};

struct ComparedQuery {
  struct Side {
    std::int64_t execution_id = 0;
    double duration = 0;
    std::string description = {};
  };
  Pair<std::optional<Side>> side;
  QueryMatch match = QueryMatch::description;  // of both
  bool same_plan = true;                       // of both: their final plans have the same operators
  std::vector<std::string> removed;  // operators that only a's plan has, as often as it has more
  std::vector<std::string> added;    // those that only b's has
  PlanDifference plan;  // of the first matched ones, without what is dull; aligned where it is told
  double delta = 0;     // by how much b took longer; one that is missing took no time

  // b's, or of the only one.
  const std::string& description() const { return (side[1] ? side[1] : side[0])->description; }
  bool is_matched_by_plan() const { return side[0] && side[1] && match == QueryMatch::plan; }
};

// The quantiles of tasks' durations that are told: enough to draw their course, and its end, where
// stages wait for few tasks.
inline constexpr std::array kComparedShares = {0.0, 0.05, 0.1, 0.15, 0.2,  0.25, 0.3, 0.35,
                                               0.4, 0.45, 0.5, 0.55, 0.6,  0.65, 0.7, 0.75,
                                               0.8, 0.85, 0.9, 0.95, 0.99, 1.0};

struct ComparedStage {
  struct Side {
    StageKey stage;
    double duration = 0;
    std::int64_t tasks = 0;
    double input_bytes = 0;
    double shuffle_read_bytes = 0;
    double spill_bytes = 0;
    // Of successful tasks' durations, by kComparedShares; empty where it was not asked for.
    std::vector<std::int64_t> quantiles;
  };
  std::string name;
  Pair<std::optional<Side>> side;
  double delta = 0;
};

struct Comparison {
  Pair<ComparedRun> run;
  std::string summary;  // what most likely changed, in a sentence or two
  std::vector<ComparedMetric> metrics;
  Pair<WallTimes> wall;
  std::vector<ComparedSetting> settings;  // that differ, by key
  std::vector<ComparedQuery> queries;     // those whose time differs most first
  std::vector<ComparedStage> stages;      // likewise
  Pair<std::vector<Finding>> findings;    // whose rule fired in only one
};

}  // namespace afterglow::history
