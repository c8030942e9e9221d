#include "tests/unit/historyserver/store/database_fixture.h"

namespace afterglow::history {
namespace {

class SqlPlanStoreTest : public ApplicationDatabaseFixture {
 protected:
  void put(std::int64_t version, const SqlPlanGraph& graph = {}) {
    expect_done(database_->sql_plans.put(1, version, "plan " + std::to_string(version), graph));
  }
  std::optional<std::string> description(std::int64_t version) {
    return value_of(database_->sql_plans.description(1, version));
  }
};

TEST_F(SqlPlanStoreTest, KeepsTheTextsOfTheFirstAndOfTheLatestVersion) {
  for (std::int64_t version = 0; version < 4; ++version) put(version);
  EXPECT_EQ(description(0), "plan 0");
  EXPECT_EQ(description(1), std::nullopt);
  EXPECT_EQ(description(2), std::nullopt);
  EXPECT_EQ(description(3), "plan 3");
  EXPECT_EQ(description(4), std::nullopt);
}

TEST_F(SqlPlanStoreTest, KeepsTheGraphOfEveryVersion) {
  SqlPlanGraph graph;
  graph.nodes = {{0, {}, "WholeStageCodegen (1)", "w", {}},
                 {1, 0, "Filter", "same", {}},
                 {2, 0, "Scan", "same", R"({"Location":"here"})"}};
  graph.edges = {{2, 1}, {1, 0}, {1, 0}};
  graph.metrics = {{0, 9, "duration", "timing"}, {2, 8, "rows", "sum"}, {2, 7, "rows", "sum"}};
  for (const SqlPlanMetric& metric : graph.metrics) {
    expect_done(database_->sql.declare({1, metric.accumulator_id, metric.name, metric.type, {}}));
  }
  put(0, graph);
  graph.nodes.pop_back();
  graph.metrics.resize(1);
  put(1, graph);

  const SqlPlanGraph first = value_of(database_->sql_plans.graph(1, 0));
  ASSERT_EQ(first.nodes.size(), 3u);
  EXPECT_TRUE(first.nodes[0].is_cluster());
  EXPECT_EQ(first.nodes[0].cluster_id, std::nullopt);
  EXPECT_EQ(first.nodes[1].cluster_id, 0);
  EXPECT_EQ(first.nodes[1].name, "Filter");
  EXPECT_EQ(first.nodes[1].description, "same");
  EXPECT_EQ(first.nodes[2].description, "same");
  EXPECT_EQ(first.nodes[2].metadata, R"({"Location":"here"})");
  EXPECT_EQ(first.edges, graph.edges);
  ASSERT_EQ(first.metrics.size(), 3u);
  EXPECT_EQ(first.metrics[0].type, "timing");
  EXPECT_EQ(first.metrics[1].accumulator_id, 8);
  EXPECT_EQ(first.metrics[1].name, "rows");
  EXPECT_EQ(first.metrics[2].accumulator_id, 7);

  const SqlPlanGraph plain = value_of(database_->sql_plans.plain_graph(1, 0));
  EXPECT_EQ(plain.nodes.size(), 3u);
  EXPECT_EQ(plain.edges, graph.edges);
  ASSERT_EQ(plain.metrics.size(), 3u);
  EXPECT_EQ(plain.metrics[1].node_id, 2);
  EXPECT_EQ(plain.metrics[1].accumulator_id, 8);
  EXPECT_EQ(plain.metrics[2].accumulator_id, 7);
  EXPECT_TRUE(plain.metrics[2].name.empty());

  EXPECT_EQ(value_of(database_->sql_plans.graph(1, 1)).nodes.size(), 2u);
  EXPECT_TRUE(value_of(database_->sql_plans.graph(1, 2)).nodes.empty());
  EXPECT_TRUE(value_of(database_->sql_plans.graph(2, 0)).nodes.empty());
}

}  // namespace
}  // namespace afterglow::history
