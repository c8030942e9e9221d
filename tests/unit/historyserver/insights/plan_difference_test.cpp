#include "historyserver/insights/plan_difference.h"

#include <gtest/gtest.h>

#include <sstream>

#include "historyserver/insights/plan_tree.h"

namespace afterglow::history {
namespace {

// A plan of lines "Name words", each indented by two more than what takes its rows; "{rows=5}"
// behind them is a metric.
PlanFacts plan_of(const std::string& text) {
  SqlPlanGraph graph;
  std::vector<SqlMetricRow> metrics;
  std::vector<std::int64_t> above;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t indent = line.find_first_not_of(' ');
    const auto id = static_cast<std::int64_t>(graph.nodes.size());
    line.erase(0, indent);
    if (const std::size_t open = line.find(" {rows="); open != std::string::npos) {
      graph.metrics.push_back({id, id, "number of output rows", "sum"});
      SqlMetricAggregate values;
      values.sum = std::stoll(line.substr(open + 7));
      metrics.push_back({0, id, "number of output rows", "sum", values});
      line.erase(open);
    }
    graph.nodes.push_back({id, {}, line.substr(0, line.find(' ')), line, {}});
    above.resize(indent / 2);
    if (!above.empty()) graph.edges.push_back({id, above.back()});
    above.push_back(id);
  }
  return {std::move(graph), metrics};
}

// "= Name", "! Name: join type Inner -> Cross", "- Name", "+ Name", indented by depth.
std::string told(const PlanDifference& difference) {
  constexpr std::string_view marks = "=!-+";
  std::string text;
  for (const ComparedNode& node : difference.nodes) {
    const auto& [a, b] = node.name;
    text += std::string(static_cast<std::size_t>(2 * node.depth), ' ') +
            marks[static_cast<std::size_t>(node.change)] + " " + (a.empty() ? b : a);
    if (node.change == NodeChange::changed && a != b) text += " -> " + b;
    if (node.sides_swapped) text += ": sides swapped";
    for (const ComparedDetail& detail : node.details) {
      text += ": " + detail.of + " " + detail.value[0] + " -> " + detail.value[1];
    }
    for (const ComparedNumber& number : node.numbers) {
      text += ": " + number.name;
      for (const auto& value : number.value) {
        text += " " + (value ? std::to_string(static_cast<std::int64_t>(*value)) : "none");
      }
    }
    text += "\n";
  }
  return text;
}

TEST(PlanDifference, AlignsTwoTrees) {
  const struct {
    std::string what;
    std::string a;
    std::string b;
    std::string difference;
  } cases[] = {
      {"nothing", "", "", ""},
      {"one plan only", "", "Project [a#1]\n  BatchScan t", "+ Project\n+ BatchScan\n"},
      {"numbers of columns and exchanges",
       "AdaptiveSparkPlan isFinalPlan=true\n"
       "  Exchange hashpartitioning(k#1L, 200), ENSURE_REQUIREMENTS, [plan_id=1]\n"
       "    BatchScan t[k#1L]",
       "Exchange hashpartitioning(k#7L, 200), ENSURE_REQUIREMENTS, [plan_id=35]\n"
       "  BatchScan t[k#7L]",
       "= Exchange\n= BatchScan\n"},
      {"partitions and their keys",
       "Exchange hashpartitioning(k#1, 200), ENSURE_REQUIREMENTS\n  BatchScan t",
       "Exchange hashpartitioning(k#1, n#2, 12), ENSURE_REQUIREMENTS\n  BatchScan t",
       "! Exchange: partitions 200 -> 12: partitioning hashpartitioning(k) -> "
       "hashpartitioning(k, n)\n= BatchScan\n"},
      {"another join",
       "SortMergeJoin [k#1], [k#2], Inner\n"
       "  Sort [k#1]\n"
       "    Exchange hashpartitioning(k#1, 8)\n"
       "      BatchScan orders[k#1]\n"
       "  Sort [k#2]\n"
       "    Exchange hashpartitioning(k#2, 8)\n"
       "      BatchScan shops[k#2]",
       "BroadcastHashJoin [k#1], [k#2], Inner, BuildRight, false\n"
       "  BatchScan orders[k#1]\n"
       "  BroadcastExchange HashedRelationBroadcastMode\n"
       "    BatchScan shops[k#2]",
       "! SortMergeJoin -> BroadcastHashJoin: build side  -> right\n"
       "  - Sort\n  - Exchange\n  = BatchScan\n"
       "  - Sort\n  - Exchange\n  + BroadcastExchange\n  = BatchScan\n"},
      {"sides and types of a join",
       "BroadcastHashJoin [k#1], [k#2], Inner, BuildRight, (a#1 < b#2), false\n"
       "  BatchScan x\n  BatchScan y",
       "BroadcastHashJoin [k#1], [k#2], LeftOuter, BuildLeft, false\n"
       "  BatchScan x\n  BatchScan y",
       "! BroadcastHashJoin: join type Inner -> LeftOuter: build side right -> left: "
       "condition (a < b) -> \n  = BatchScan\n  = BatchScan\n"},
      {"a join around what was there", "Project [a]\n  Filter (a > 1)\n    BatchScan t",
       "Project [a]\n  SortMergeJoin [a], [b], Inner\n"
       "    Filter (a > 1)\n      BatchScan t\n    BatchScan u",
       "= Project\n+ SortMergeJoin\n  = Filter\n  = BatchScan\n  + BatchScan\n"},
      {"a step that is gone, and one that says something else",
       "HashAggregate(keys=[k#1])\n  Filter (day = 3)\n    Filter isnotnull(k#1)\n      BatchScan "
       "t",
       "HashAggregate(keys=[k#1])\n  Filter isnotnull(k#1)\n    BatchScan t, n",
       "= HashAggregate(keys=[k#1])\n- Filter\n= Filter\n"
       "! BatchScan: description t -> t, n\n"},
      {"sides of a join that are swapped",
       "SortMergeJoin [k#1], [k#2], Inner\n"
       "  Sort [k#1]\n    BatchScan orders[k#1]\n"
       "  Filter (a > 1)\n    BatchScan shops[k#2]",
       "SortMergeJoin [k#5], [k#6], Inner\n"
       "  Filter (a > 1)\n    BatchScan shops[k#5]\n"
       "  Sort [k#6]\n    BatchScan orders[k#6]",
       "! SortMergeJoin: sides swapped\n"
       "  = Sort\n  = BatchScan\n  = Filter\n  = BatchScan\n"},
      {"sides of joins in joins",
       "SortMergeJoin a\n"
       "  SortMergeJoin b\n    BatchScan x\n    Range y\n"
       "  Generate z",
       "BroadcastHashJoin a\n"
       "  Generate z\n"
       "  SortMergeJoin b\n    Range y\n    BatchScan x",
       "! SortMergeJoin -> BroadcastHashJoin: sides swapped\n"
       "  ! SortMergeJoin: sides swapped\n    = BatchScan\n    = Range\n"
       "  = Generate\n"},
      {"sides that are alike stay in their places",
       "SortMergeJoin a\n  BatchScan t, x\n  BatchScan t, y",
       "SortMergeJoin a\n  BatchScan t, v\n  BatchScan t, w",
       "= SortMergeJoin\n  ! BatchScan: description t, x -> t, v\n"
       "  ! BatchScan: description t, y -> t, w\n"},
      {"inputs of what is no join", "Union\n  BatchScan a\n  Range b",
       "Union\n  Range b\n  BatchScan a", "= Union\n  - BatchScan\n  = Range\n  + BatchScan\n"},
      {"one input less of many", "Union\n  BatchScan a\n  BatchScan b\n  BatchScan c",
       "Union\n  BatchScan a\n  BatchScan c",
       "= Union\n  = BatchScan\n  - BatchScan\n  = BatchScan\n"},
      {"numbers that differ much",
       "Filter a {rows=1200}\n  Project b {rows=5}\n    BatchScan t {rows=90000}",
       "Filter a {rows=1900}\n  Project b {rows=900}\n    BatchScan t {rows=30000}",
       "= Filter\n= Project\n= BatchScan: number of output rows 90000 30000\n"},
      {"numbers of what is new", "Project b {rows=5}", "Project b {rows=5}\n  Expand c {rows=5000}",
       "= Project\n+ Expand: number of output rows none 5000\n"},
  };
  for (const auto& one : cases) {
    const PlanDifference difference = difference_of(plan_of(one.a), plan_of(one.b));
    EXPECT_TRUE(difference.is_aligned) << one.what;
    EXPECT_EQ(told(difference), one.difference) << one.what;
  }
}

TEST(PlanDifference, CutsLongWordsToWhereTheyDiffer) {
  const std::string list(300, 'x');
  const PlanDifference difference =
      difference_of(plan_of("Project [" + list + ", a]"), plan_of("Project [" + list + ", b]"));
  ASSERT_EQ(difference.nodes.size(), 1U);
  const auto& [a, b] = difference.nodes[0].details.at(0).value;
  EXPECT_EQ(a, "..." + std::string(38, 'x') + ", a]");
  EXPECT_EQ(b, "..." + std::string(38, 'x') + ", b]");
}

TEST(PlanDifference, TellsWhatIsNotDull) {
  const PlanDifference whole = difference_of(
      plan_of("Limit 5\n  Sort b {rows=9000}\n    Filter c\n      BatchScan t"),
      plan_of("Limit 6\n  Sort b {rows=1}\n    Filter d\n      Generate x\n        BatchScan t"));
  EXPECT_EQ(told(telling_part(whole, 9)),
            "! Limit: description 5 -> 6\n= Sort: number of output rows 9000 1\n"
            "! Filter: condition c -> d\n+ Generate\n");
  EXPECT_EQ(told(telling_part(whole, 3)),
            "! Limit: description 5 -> 6\n! Filter: condition c -> d\n+ Generate\n");
  EXPECT_EQ(telling_part(whole, 1).nodes.size(), 1U);
  EXPECT_EQ(telling_part(whole, 1).count(NodeChange::same), 2);
}

std::string chain(std::size_t operators) {
  std::string text;
  for (std::size_t i = 0; i < operators; ++i) {
    text += std::string(2 * i, ' ') + "Project [column" + std::to_string(i % 50) + "]\n";
  }
  return text;
}

TEST(PlanDifference, IsBounded) {
  const PlanDifference large = difference_of(plan_of(chain(1000)), plan_of(chain(990)));
  EXPECT_TRUE(large.is_aligned);
  EXPECT_EQ(large.count(NodeChange::same), 990);
  EXPECT_EQ(large.count(NodeChange::only_a), 10);
  EXPECT_FALSE(difference_of(plan_of(chain(2500)), plan_of(chain(2500))).is_aligned);
}

// What takes its rows from itself is in no plan of Spark's, but may be in a log.
TEST(PlanTree, EndsOfCirclesAndOfWhatIsUsedTwice) {
  const auto node = [](std::int64_t id) { return SqlPlanNode{id, {}, "N", "", {}}; };
  SqlPlanGraph graph;
  for (std::int64_t id = 0; id < 5; ++id) graph.nodes.push_back(node(id));
  graph.edges = {{1, 0}, {2, 0}, {3, 1}, {3, 2}, {4, 4}};
  const PlanTree tree = tree_of(PlanFacts(graph, {}));
  ASSERT_EQ(tree.nodes.size(), 5U);
  EXPECT_EQ(tree.nodes[0].inputs, (std::vector<std::size_t>{1}));
  EXPECT_EQ(tree.nodes[1].inputs, (std::vector<std::size_t>{2, 4}));
  EXPECT_EQ(tree.nodes[2].inputs, (std::vector<std::size_t>{3}));
}

}  // namespace
}  // namespace afterglow::history
