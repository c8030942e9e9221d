#include "tests/unit/historyserver/store/database_fixture.h"

namespace afterglow::history {
namespace {

class SqlStoreTest : public ApplicationDatabaseFixture {};

TEST_F(SqlStoreTest, ExecutionsKeepAllTheirFields) {
  SqlExecutionRow row;
  row.id = 7;
  row.root_id = 3;
  row.query_id = "uuid";
  row.description = "<b>";
  row.details = "at x";
  row.submission_time = 10;
  row.completion_time = 20;
  row.error = "";
  row.group = "g";
  row.job_tags = {"a", "b"};
  row.modified_configs = {{"k", "v"}};
  row.plan_versions = 2;
  row.metrics_are_final = true;
  row.has_late_jobs = true;
  expect_done(database_->sql.put(row));
  const auto kept = value_of(database_->sql.execution(7));
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->root_id, 3);
  EXPECT_EQ(kept->query_id, "uuid");
  EXPECT_EQ(kept->description, "<b>");
  EXPECT_EQ(kept->details, "at x");
  EXPECT_EQ(kept->submission_time, 10);
  EXPECT_EQ(kept->completion_time, 20);
  EXPECT_EQ(kept->error, "");
  EXPECT_EQ(kept->group, "g");
  EXPECT_EQ(kept->job_tags, (TextList{"a", "b"}));
  EXPECT_EQ(kept->modified_configs, (StringMap{{"k", "v"}}));
  EXPECT_EQ(kept->plan_versions, 2);
  EXPECT_TRUE(kept->metrics_are_final);
  EXPECT_TRUE(kept->has_late_jobs);
  EXPECT_EQ(value_of(database_->sql.execution(8)), std::nullopt);
  const auto heads = value_of(database_->sql.execution_heads());
  ASSERT_EQ(heads.size(), 1u);
  EXPECT_EQ(heads[0].id, 7);
  EXPECT_EQ(heads[0].root_id, 3);
  EXPECT_EQ(heads[0].query_id, "uuid");
  EXPECT_EQ(heads[0].description, "<b>");
  EXPECT_EQ(heads[0].submission_time, 10);
  EXPECT_EQ(heads[0].completion_time, 20);
  EXPECT_EQ(heads[0].error, "");
  EXPECT_TRUE(heads[0].has_late_jobs);
  const auto numbers = value_of(database_->sql.numbers());
  ASSERT_EQ(numbers.size(), 1u);
  EXPECT_EQ(numbers[0].id, 7);
  EXPECT_EQ(numbers[0].description, "<b>");
  EXPECT_EQ(numbers[0].modified_configs, (StringMap{{"k", "v"}}));
  EXPECT_EQ(numbers[0].plan_versions, 2);
  EXPECT_TRUE(numbers[0].metrics_are_final);
  EXPECT_TRUE(numbers[0].details.empty());
}

TEST_F(SqlStoreTest, PagesOfExecutions) {
  for (const std::int64_t id : {4, 2, 9}) {
    SqlExecutionRow row;
    row.id = id;
    expect_done(database_->sql.put(row));
  }
  const auto ids = [&](std::int64_t offset, std::int64_t limit) {
    std::vector<std::int64_t> list;
    for (const auto& row : value_of(database_->sql.executions(offset, limit))) {
      list.push_back(row.id);
    }
    return list;
  };
  using Integers = std::vector<std::int64_t>;
  EXPECT_EQ(ids(0, -1), (Integers{2, 4, 9}));
  EXPECT_EQ(ids(1, 1), (Integers{4}));
  EXPECT_EQ(ids(9, -1), Integers());
}

TEST_F(SqlStoreTest, KeptMetrics) {
  SqlExecutionRow execution;
  execution.id = 1;
  execution.metrics_are_final = true;
  const SqlMetricAggregate values{3, 12, 1, 4, 7, SqlMetricAggregate::Task{{2, 1}, 30}};
  const SqlMetricAggregate of_driver{1, 5, 5, 5, 5, {}};
  for (const char* const name : {"a", "b", "c"}) {
    const std::int64_t id = 40 + (*name - 'a');
    expect_done(database_->sql.declare({1, id, name, id == 40 ? "size" : "sum", {}}));
  }
  expect_done(database_->sql.put(
      1, {{1, 40, "a", "size", values}, {1, 41, "b", "sum", {}}, {1, 42, "c", "sum", of_driver}}));
  // Declared again, by another version of the plan.
  expect_done(database_->sql.declare({1, 40, "A", "timing", {}}));
  const auto metrics = value_of(database_->sql.metrics(execution));
  ASSERT_EQ(metrics.size(), 3u);
  EXPECT_EQ(metrics[0].name, "A");
  EXPECT_EQ(metrics[0].type, "timing");
  EXPECT_EQ(metrics[0].values, values);
  EXPECT_EQ(metrics[1].values, std::nullopt);
  EXPECT_EQ(metrics[2].values, of_driver);
  const auto measured = value_of(database_->sql.measured_metrics(1));
  ASSERT_EQ(measured.size(), 2u);
  EXPECT_EQ(measured[0].name, "A");
  EXPECT_EQ(measured[0].values, values);
  EXPECT_EQ(measured[1].accumulator_id, 42);
  execution.metrics_are_final = false;  // then they are made of what tasks say: nothing here
  for (const SqlMetricRow& metric : value_of(database_->sql.metrics(execution))) {
    EXPECT_EQ(metric.values, std::nullopt);
  }
}

}  // namespace
}  // namespace afterglow::history
