#include "tests/unit/historyserver/events/recording_sink.h"

namespace afterglow::history {
namespace {

using Texts = std::vector<std::string>;

std::string sql_event(const std::string& name, const std::string& fields) {
  return R"({"Event":"org.apache.spark.sql.execution.ui.)" + name + "\"," + fields + "}";
}

const std::string kPlan =
    R"({"nodeName":"Range","simpleString":"Range 5","children":[],"metadata":{},"metrics":[]})";

TEST(DecodeSql, StartOfTheNewestVersion) {
  const auto start = decode_one<SqlExecutionStart>(
      sql_event("SparkListenerSQLExecutionStart",
                R"("executionId":7,"rootExecutionId":3,"description":"<b>","details":"at x\nat y",)"
                R"("physicalPlanDescription":"== Physical Plan ==\n","sparkPlanInfo":)" +
                    kPlan + R"(,"time":17,"modifiedConfigs":{"a":"1"},"jobTags":["t","s"],)" +
                    R"("jobGroupId":"g","queryId":"019aa5b2-7f2c-7c5b-b2d6-2fa5b6a2c111")"));
  EXPECT_EQ(start.id, 7);
  EXPECT_EQ(start.root_id, 3);
  EXPECT_EQ(start.description, "<b>");
  EXPECT_EQ(start.details, "at x\nat y");
  EXPECT_EQ(start.plan_description, "== Physical Plan ==\n");
  ASSERT_EQ(start.plan.nodes.size(), 1u);
  EXPECT_EQ(start.plan.nodes[0].name, "Range");
  EXPECT_EQ(start.time, 17);
  EXPECT_EQ(start.modified_configs, (StringMap{{"a", "1"}}));
  EXPECT_EQ(start.job_tags, (Texts{"s", "t"}));
  EXPECT_EQ(start.group, "g");
  EXPECT_EQ(start.query_id, "019aa5b2-7f2c-7c5b-b2d6-2fa5b6a2c111");
}

// What Spark 2.x and 3.0 wrote, and what a later one may leave null.
TEST(DecodeSql, StartWithoutLaterFields) {
  const std::string old = R"("executionId":0,"description":"d","details":"",)"
                          R"("physicalPlanDescription":"p","sparkPlanInfo":)" +
                          kPlan + R"(,"time":5)";
  for (const std::string& fields :
       {old, old + R"(,"rootExecutionId":null,"modifiedConfigs":{},"jobTags":[],)" +
                 R"("jobGroupId":null,"queryId":null)"}) {
    const auto start =
        decode_one<SqlExecutionStart>(sql_event("SparkListenerSQLExecutionStart", fields));
    EXPECT_EQ(start.root_id, std::nullopt);
    EXPECT_EQ(start.description, "d");
    EXPECT_TRUE(start.modified_configs.empty());
    EXPECT_TRUE(start.job_tags.empty());
    EXPECT_EQ(start.group, std::nullopt);
    EXPECT_EQ(start.query_id, std::nullopt);
  }
}

TEST(DecodeSql, StartWithoutPlan) {
  const auto start = decode_one<SqlExecutionStart>(
      sql_event("SparkListenerSQLExecutionStart",
                R"("executionId":1,"description":null,"sparkPlanInfo":null,"time":5)"));
  EXPECT_EQ(start.description, std::nullopt);
  EXPECT_TRUE(start.plan.nodes.empty());
}

TEST(DecodeSql, EndSaysWhetherItKnowsOfAnError) {
  using Error = std::optional<std::string>;
  const std::vector<std::pair<std::string, Error>> cases = {
      {"", {}},
      {R"(,"errorMessage":null)", {}},
      {R"(,"errorMessage":"","queryId":"x")", ""},
      {R"(,"errorMessage":"boom \"1\"")", "boom \"1\""}};
  for (const auto& [fields, error] : cases) {
    const auto end = decode_one<SqlExecutionEnd>(
        sql_event("SparkListenerSQLExecutionEnd", R"("executionId":2,"time":9)" + fields));
    EXPECT_EQ(end.id, 2);
    EXPECT_EQ(end.time, 9);
    EXPECT_EQ(end.error, error) << fields;
  }
}

TEST(DecodeSql, AdaptiveUpdates) {
  const auto plan = decode_one<SqlAdaptiveExecutionUpdate>(
      sql_event("SparkListenerSQLAdaptiveExecutionUpdate",
                R"("executionId":4,"physicalPlanDescription":"p","sparkPlanInfo":)" + kPlan));
  EXPECT_EQ(plan.id, 4);
  EXPECT_EQ(plan.plan_description, "p");
  EXPECT_EQ(plan.plan.nodes.size(), 1u);

  const auto metrics = decode_one<SqlAdaptiveMetricUpdates>(sql_event(
      "SparkListenerSQLAdaptiveSQLMetricUpdates",
      R"("executionId":4,"sqlPlanMetrics":[{"name":"n","accumulatorId":12,"metricType":"sum"},)"
      R"({"name":"m","accumulatorId":13,"metricType":"size"}])"));
  EXPECT_EQ(metrics.id, 4);
  EXPECT_EQ(metrics.metrics, (std::vector<SqlMetricInfo>{{"n", 12, "sum"}, {"m", 13, "size"}}));
}

TEST(DecodeSql, DriverAccumUpdates) {
  const auto updates = decode_one<SqlDriverAccumUpdates>(
      sql_event("SparkListenerDriverAccumUpdates",
                R"("executionId":4,"accumUpdates":[[12,1],[13,-1],[12,9007199254740993]])"));
  EXPECT_EQ(updates.id, 4);
  using Update = std::pair<std::int64_t, std::int64_t>;
  EXPECT_EQ(updates.updates, (std::vector<Update>{{12, 1}, {13, -1}, {12, 9007199254740993}}));
}

TEST(DecodeSql, WrongTypesAreRefused) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"SparkListenerSQLExecutionStart", R"("executionId":"x","time":1)"},
      {"SparkListenerSQLExecutionStart", R"("time":1)"},
      {"SparkListenerSQLExecutionStart", R"("executionId":1)"},
      {"SparkListenerSQLExecutionStart", R"("executionId":1,"description":5,"time":1)"},
      {"SparkListenerSQLExecutionStart", R"("executionId":1,"jobTags":[1],"time":1)"},
      {"SparkListenerSQLExecutionStart", R"("executionId":1,"sparkPlanInfo":[],"time":1)"},
      {"SparkListenerSQLExecutionEnd", R"("executionId":1)"},
      {"SparkListenerSQLExecutionEnd", R"("executionId":1,"time":1,"errorMessage":{})"},
      {"SparkListenerSQLAdaptiveExecutionUpdate", R"("sparkPlanInfo":{})"},
      {"SparkListenerSQLAdaptiveSQLMetricUpdates", R"("executionId":1,"sqlPlanMetrics":[7])"},
      {"SparkListenerSQLAdaptiveSQLMetricUpdates", R"("executionId":1,"sqlPlanMetrics":[{}])"},
      {"SparkListenerDriverAccumUpdates", R"("executionId":1,"accumUpdates":[1,2])"},
      {"SparkListenerDriverAccumUpdates", R"("executionId":1,"accumUpdates":[[1]])"},
      {"SparkListenerDriverAccumUpdates", R"("executionId":1,"accumUpdates":[[1,2,3]])"},
      {"SparkListenerDriverAccumUpdates", R"("executionId":1,"accumUpdates":[["1",2]])"}};
  for (const auto& [name, fields] : cases) {
    EXPECT_NE(refusal(sql_event(name, fields)), "") << name << fields;
  }
}

}  // namespace
}  // namespace afterglow::history
