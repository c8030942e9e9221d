#include "historyserver/ingest/plan_graph.h"

#include <gtest/gtest.h>

#include <string>

namespace afterglow::history {
namespace {

// Reads "Name#description[child,child]".
std::size_t parse(std::string_view& text, PlanInfo& plan) {
  const std::string_view label = text.substr(0, text.find_first_of("[],"));
  text.remove_prefix(label.size());
  const std::size_t mark = std::min(label.find('#'), label.size());
  const std::size_t place = plan.nodes.size();
  plan.nodes.emplace_back();
  plan.nodes[place].name = label.substr(0, mark);
  if (mark < label.size()) plan.nodes[place].simple_string = label.substr(mark + 1);
  if (!text.starts_with('[')) return place;
  do {
    text.remove_prefix(1);
    const std::size_t child = parse(text, plan);
    plan.nodes[place].children.push_back(child);
  } while (text.starts_with(','));
  text.remove_prefix(1);
  return place;
}

PlanInfo plan_of(std::string_view text) {
  PlanInfo plan;
  parse(text, plan);
  return plan;
}

// "0 Project; 1 Filter in 0"
std::string nodes_of(const SqlPlanGraph& graph) {
  std::string text;
  for (const SqlPlanNode& node : graph.nodes) {
    text += (text.empty() ? "" : "; ") + std::to_string(node.id) + " " + node.name;
    if (node.cluster_id) text += " in " + std::to_string(*node.cluster_id);
  }
  return text;
}

// "1>0 2>1"
std::string edges_of(const SqlPlanGraph& graph) {
  std::string text;
  for (const SqlPlanEdge& edge : graph.edges) {
    text +=
        (text.empty() ? "" : " ") + std::to_string(edge.from_id) + ">" + std::to_string(edge.to_id);
  }
  return text;
}

// Nodes and edges as SparkPlanGraph of Spark 4.3.0 makes them of the same plans.
TEST(PlanGraph, AsSparkDraws) {
  struct Case {
    std::string_view plan;
    std::string nodes;
    std::string edges;
  };
  const std::vector<Case> cases = {
      {"Project[Filter[Scan]]", "0 Project; 1 Filter; 2 Scan", "1>0 2>1"},
      {"WholeStageCodegen (2)[Project[InputAdapter[Exchange[WholeStageCodegen "
       "(1)[Filter[InputAdapter[Scan]]]]]]]",
       "0 WholeStageCodegen (2); 1 Project in 0; 2 Exchange; 3 WholeStageCodegen (1); 4 Filter in "
       "3; 5 Scan",
       "2>1 4>2 5>4"},
      {"WholeStageCodegen (1)[Join[Scan#a,InputAdapter[WholeStageCodegen (3)[Sort[Scan#b]]]]]",
       "0 WholeStageCodegen (1); 1 Join in 0; 2 Scan in 0; 3 WholeStageCodegen (3); 4 Sort in 3; 5 "
       "Scan in 3",
       "2>1 4>1 5>4"},
      {"Union[Exchange#e[Scan],ReusedExchange[Exchange#e[Scan]]]", "0 Union; 1 Exchange; 2 Scan",
       "1>0 2>1 1>0"},
      {"Union[ReusedExchange[Exchange#e[Scan]],Exchange#e[Scan]]",
       "0 Union; 1 ReusedExchange; 2 Exchange; 3 Scan; 4 Exchange; 5 Scan", "1>0 2>1 3>2 4>0 5>4"},
      {"Union[Exchange#e[Scan],ReusedExchange[Exchange#other[Scan]]]",
       "0 Union; 1 Exchange; 2 Scan; 3 ReusedExchange; 4 Exchange; 5 Scan", "1>0 2>1 3>0 4>3 5>4"},
      {"AdaptiveSparkPlan[WholeStageCodegen "
       "(1)[Join[AQEShuffleRead[ShuffleQueryStage[Exchange[Scan#a]]],BroadcastQueryStage["
       "BroadcastExchange[Scan#b]]]]]",
       "0 AdaptiveSparkPlan; 1 WholeStageCodegen (1); 2 Join in 1; 3 AQEShuffleRead in 1; 4 "
       "Exchange; 5 Scan; 6 BroadcastExchange; 7 Scan",
       "2>0 3>2 4>3 5>4 6>2 7>6"},
      {"AdaptiveSparkPlan[Union[ShuffleQueryStage[Exchange#e[Scan]],ShuffleQueryStage["
       "ReusedExchange[Exchange#e[Scan]]]]]",
       "0 AdaptiveSparkPlan; 1 Union; 2 Exchange; 3 Scan", "1>0 2>1 3>2 2>1"},
      {"Union[BroadcastQueryStage[BroadcastExchange[Scan]],BroadcastQueryStage[BroadcastExchange["
       "Scan]]]",
       "0 Union; 1 BroadcastExchange; 2 Scan", "1>0 2>1 1>0"},
      {"Project[InMemoryTableScan[TableCacheQueryStage[Scan]],ResultQueryStage[Scan]]",
       "0 Project; 1 InMemoryTableScan; 2 Scan; 3 Scan", "1>0 2>1 3>0"},
      {"Project[Filter[Scan,Subquery#s[Scan#x]],Subquery#s[Scan#x]]",
       "0 Project; 1 Filter; 2 Scan; 3 Subquery; 4 Scan", "1>0 2>1 3>1 4>3 3>0"},
      {"Project[ReusedSubquery[Subquery#s[Scan#x]],Subquery#s[Scan#x]]",
       "0 Project; 1 Subquery; 2 Scan", "1>0 2>1"},
      {"WholeStageCodegen (1)[Project[Filter[Scan],Subquery#s[Scan#x]]]",
       "0 WholeStageCodegen (1); 1 Project in 0; 2 Filter in 0; 3 Scan in 0; 4 Subquery; 5 Scan",
       "2>1 3>2 4>1 5>4"},
      {"Union[Exchange#e[Scan#a],Exchange#e[Scan#a],ReusedExchange[Exchange#e[Scan#a]]]",
       "0 Union; 1 Exchange; 2 Scan; 3 Exchange; 4 Scan", "1>0 2>1 3>0 4>3 3>0"},
      {"Union[ReusedExchange[ReusedExchange[Exchange#e]],Exchange#e]",
       "0 Union; 1 ReusedExchange; 2 ReusedExchange; 3 Exchange; 4 Exchange", "1>0 2>1 3>2 4>0"},
  };
  for (const auto& [plan, nodes, edges] : cases) {
    const SqlPlanGraph graph = plan_graph(plan_of(plan));
    EXPECT_EQ(nodes_of(graph), nodes) << plan;
    EXPECT_EQ(edges_of(graph), edges) << plan;
  }
}

// Spark fails on these; here what can be drawn is drawn.
TEST(PlanGraph, PlansThatMakeNoSense) {
  EXPECT_EQ(nodes_of(plan_graph({})), "");
  EXPECT_EQ(nodes_of(plan_graph(plan_of("InputAdapter"))), "");
  EXPECT_EQ(nodes_of(plan_graph(plan_of("WholeStageCodegen (1)"))), "0 WholeStageCodegen (1)");
  const SqlPlanGraph rootless =
      plan_graph(plan_of("InputAdapter[ShuffleQueryStage[Exchange[ReusedExchange]]]"));
  EXPECT_EQ(nodes_of(rootless), "0 Exchange; 1 ReusedExchange");
  EXPECT_EQ(edges_of(rootless), "1>0");
}

TEST(PlanGraph, WhatNodesCarry) {
  PlanInfo plan = plan_of("Join#j[Scan#s]");
  plan.nodes[0].metrics = {{"rows", 4, "sum"}, {"time", 2, "timing"}};
  plan.nodes[1].metrics = {{"rows", 7, "sum"}};
  plan.nodes[1].metadata = {{"Location", "here"}};
  const SqlPlanGraph graph = plan_graph(plan);
  EXPECT_EQ(graph.nodes[0].description, "j");
  EXPECT_EQ(graph.nodes[0].metadata, std::nullopt);
  EXPECT_EQ(graph.nodes[1].metadata, R"({"Location":"here"})");
  ASSERT_EQ(graph.metrics.size(), 3u);
  EXPECT_EQ(graph.metrics[1].node_id, 0);
  EXPECT_EQ(graph.metrics[1].accumulator_id, 2);
  EXPECT_EQ(graph.metrics[1].name, "time");
  EXPECT_EQ(graph.metrics[1].type, "timing");
  EXPECT_EQ(graph.metrics[2].node_id, 1);
}

// Neither depth nor width may cost the stack.
TEST(PlanGraph, DeepPlans) {
  constexpr std::size_t kLevels = 100'000;
  PlanInfo plan;
  plan.nodes.resize(kLevels);
  for (std::size_t i = 0; i < kLevels; ++i) {
    plan.nodes[i].name = i % 2 == 0 ? "Project" : "InputAdapter";
    if (i + 1 < kLevels) plan.nodes[i].children = {i + 1};
  }
  const SqlPlanGraph graph = plan_graph(std::move(plan));
  EXPECT_EQ(graph.nodes.size(), kLevels / 2);
  EXPECT_EQ(graph.edges.size(), kLevels / 2 - 1);
}

}  // namespace
}  // namespace afterglow::history
