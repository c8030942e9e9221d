#include "historyserver/api/dashboard/routes.h"
#include "historyserver/api/dashboard/task_members.h"
#include "tests/unit/historyserver/api/v1/attempt_fixture.h"

namespace afterglow::history {
namespace {

using enum TaskMetric;

// What the dashboard draws of stage 3, attempt 1.
class StagePicturesTest : public AttemptFixture {
 protected:
  void end(std::int64_t id, std::int64_t launch, std::int64_t duration, const char* executor,
           const char* status = "SUCCESS", std::optional<std::string> error = {}) {
    TaskRow row;
    row.stage_id = 3;
    row.stage_attempt = 1;
    row.id = id;
    row.index = id;
    row.launch_time = launch;
    row.duration = duration;
    row.executor_id = executor;
    row.host = "host of " + std::string(executor);
    row.locality = "ANY";
    row.status = status;
    row.error = std::move(error);
    if (row.status == "SUCCESS") {
      row.metrics[executor_run_time] = duration - 10;
      row.metrics[jvm_gc_time] = 5;
      row.metrics[input_bytes] = 100 * duration;
    }
    expect_done(database().task_writer.append(row, {}));
    expect_done(database().task_writer.flush());
  }
  template <typename Handler>
  Response ask(Handler handle, const std::string& query) {
    return get(handle, query, {{3, 1}, {}});
  }
};

void expect_has(const Response& response, std::initializer_list<const char*> parts) {
  EXPECT_EQ(response.status, 200);
  for (const char* part : parts) {
    EXPECT_NE(response.body.find(part), std::string::npos) << part << " in " << response.body;
  }
}

TEST_F(StagePicturesTest, Heatmap) {
  EXPECT_EQ(ask(dashboard_heatmap, "").body, R"({"tasks":0})");
  end(1, 1000, 10, "1");
  end(2, 1010, 10, "1", "FAILED");
  end(3, 1019, 99, "2");
  expect_has(ask(dashboard_heatmap, "columns=2&rows=1"),
             {R"("tasks":3,"x":{"scale":"linear","edges":[1000,1010,1020]})",
              R"("y":{"scale":"log","edges":[10,100]},"counts":[1,2],"failedCells":[1])"});
  expect_has(ask(dashboard_heatmap, "columns=9999&rows=9999"), {R"("tasks":3)"});
  expect_has(ask(dashboard_heatmap, "executor=2"), {R"("tasks":1)"});
}

TEST_F(StagePicturesTest, HeatmapOfTimesThatCannotBe) {
  end(1, INT64_MIN, INT64_MAX, "1");
  end(2, INT64_MAX, INT64_MIN, "1");
  expect_has(ask(dashboard_heatmap, ""), {R"("tasks":2)"});
  expect_has(ask(dashboard_lanes, ""), {R"("tasks":2)"});
}

TEST_F(StagePicturesTest, Summary) {
  end(1, 1000, 10, "1", "FAILED");
  expect_has(ask(dashboard_summary, ""), {R"("tasks" : 0)"});
  end(2, 1000, 20, "1");
  end(3, 1000, 30, "1");
  const Response summary = ask(dashboard_summary, "quantiles=1,0");
  EXPECT_EQ(members(summary, "quantiles"), Strings{"[ 0.0, 1.0 ]"});
  EXPECT_EQ(members(summary, "duration"), Strings{"[ 20.0, 30.0 ]"});
  EXPECT_EQ(ask(dashboard_summary, "quantiles=x").status, 400);
}

TEST_F(StagePicturesTest, Correlation) {
  EXPECT_EQ(ask(dashboard_correlate, "").body, R"({"tasks":0,"xUnit":"bytes","yUnit":"ms"})");
  for (std::int64_t id = 1; id <= 5; ++id) end(id, 1000, 100 * id, "1");
  end(6, 1000, 7, "1", "FAILED");
  expect_has(ask(dashboard_correlate, "x=inputBytes&y=duration"),
             {R"("tasks":5)", R"("pearson":1.0,"spearman":1.0)", R"("scale":"linear")"});
  expect_has(ask(dashboard_correlate, "x=gcTime&status=SUCCESS"), {R"("xUnit":"ms")"});
  EXPECT_EQ(ask(dashboard_correlate, "x=gcTime").body.find("pearson"), std::string::npos);
  for (const char* wrong : {"x=host", "y=nothing", "x=", "status=none", "durationFrom=x"}) {
    EXPECT_EQ(ask(dashboard_correlate, wrong).status, 400) << wrong;
  }
}

TEST_F(StagePicturesTest, LanesOfFewTasksTellEachOfThem) {
  end(1, 1000, 100, "10");
  end(2, 1050, 100, "10");
  end(3, 1110, 50, "10", "FAILED");
  end(4, 1000, 20, "9");
  const Response all = ask(dashboard_lanes, "");
  expect_has(all, {R"("start":1000,"end":1160,"from":1000,"to":1160,"tasks":4,"total":2)",
                   R"({"name":"9","slots":1,"tasks":1,"taskTime":20})",
                   R"({"name":"10","slots":2,"tasks":3,"taskTime":250})",
                   R"("taskId":[4,1,2,3],"index":[4,1,2,3],"attempt":[0,0,0,0],"lane":[0,1,1,1])",
                   R"("slot":[0,0,1,0])", R"("gc":[5,5,5,0])", R"("unknown":[0,0,0,50])",
                   R"("schedulerDelay":[10,10,10,0],)"});
  expect_has(ask(dashboard_lanes, "from=1100&to=1200&limit=1&offset=1"),
             {R"("from":1100,"to":1200,"tasks":3,"total":2,"offset":1)"});
  expect_has(ask(dashboard_lanes, "by=host&executor=9"), {R"("name":"host of 9")"});
  EXPECT_EQ(ask(dashboard_lanes, "by=nothing").status, 400);
}

TEST_F(StagePicturesTest, LanesOfManyTasksArePixels) {
  for (std::int64_t id = 0; id < 700; ++id) end(id, 1000 + 20 * (id / 2), 20, "1");
  expect_has(ask(dashboard_lanes, "columns=5"),
             {R"("tasks":700)", R"("columns":5,"rows":8)",
              R"({"name":"1","slots":2,"tasks":700,"taskTime":14000,"pixels":")"});
  EXPECT_EQ(ask(dashboard_lanes, "").body.find("bars"), std::string::npos);
  expect_has(ask(dashboard_lanes, "from=1000&to=1100"), {"bars"});
}

TEST_F(StagePicturesTest, LanesOfPixelsMarkWhatDidNotSucceed) {
  for (std::int64_t id = 0; id < 700; ++id) end(id, 1000, 1000, "1");
  end(701, 1000, 100, "1", "FAILED");
  end(702, 1000, 110, "1", "KILLED");
  end(703, 1000, 1000, "1", "FAILED");
  end(704, 1000, 500, "2");
  expect_has(ask(dashboard_lanes, "columns=10"), {R"("failed":2,"killed":1,"marks":[1,9])"});
  // One that ends later is not yet lost.
  expect_has(ask(dashboard_lanes, "columns=10&to=1500"), {R"("failed":1,"killed":1,"marks":[2])"});
  const std::string body = ask(dashboard_lanes, "columns=10").body;
  EXPECT_EQ(body.find("marks"), body.rfind("marks")) << body;
}

TEST_F(StagePicturesTest, FailuresOfOneCauseAreTogether) {
  end(1, 1000, 10, "1");
  end(2, 1000, 30, "1", "FAILED", "java.lang.Boom: part 2\n\tat x");
  end(3, 1000, 20, "2", "FAILED", "java.lang.Boom: part 3\n\tat y");
  end(4, 1000, 10, "2", "KILLED", "another attempt succeeded");
  const Response all = ask(dashboard_failures, "");
  expect_has(all, {R"({"tasks":3,"total":2,"clusters":[{"key":")",
                   R"("signature":"java.lang.Boom: part #","failed":2,"killed":0,"first":1020,)",
                   R"("last":1030,"example":3,"executors":2,"hosts":2)",
                   R"("signature":"another attempt succeeded","failed":0,"killed":1)"});
  const std::string key = all.body.substr(all.body.find("\"key\":\"") + 7, 16);
  expect_has(ask(dashboard_tasks, "failure=" + key + "&sort=duration&order=desc"),
             {R"({"total":2,"offset":0,"tasks":[{"taskId":2,)"});
}

TEST_F(StagePicturesTest, TasksCanBeSortedByEveryMember) {
  end(1, 1000, 10, "1", "FAILED", std::string(700, 'x'));
  for (int order = 0; order <= static_cast<int>(TaskOrder::last); ++order) {
    const std::string member(task_member(static_cast<TaskOrder>(order)));
    expect_has(ask(dashboard_tasks, "sort=" + member), {R"("taskId":1,)"});
  }
  expect_has(ask(dashboard_tasks, ""), {R"(x","errorCut":true)"});
  EXPECT_EQ(ask(dashboard_tasks, "errors=full").body.find("errorCut"), std::string::npos);
  EXPECT_EQ(ask(dashboard_tasks, "sort=nothing").status, 400);
}

TEST_F(StagePicturesTest, FactsExecutorsAndRdds) {
  EXPECT_EQ(ask(dashboard_stage_facts, "").status, 404);
  StageRow stage;
  stage.stage_id = 3;
  stage.attempt = 1;
  stage.status = "COMPLETE";
  stage.job_ids = {7};
  stage.parent_ids = {2};
  stage.has_speculation = true;
  stage.speculative_tasks = 4;
  expect_done(database().stages.put(stage));
  JobRow job;
  job.id = 7;
  job.sql_execution_id = 5;
  expect_done(database().jobs.put(job));
  end(1, 1000, 10, "1");
  expect_has(ask(dashboard_stage_facts, ""),
             {R"("jobIds":[7],"executionIds":[5],"parentIds":[2],"localities":{"ANY":1})",
              R"("attempts":[{"attempt":1,"status":"COMPLETE","tasks":0}])",
              R"("speculation":{"total":4,)"});
  ExecutorStageRow row;
  row.stage_id = 3;
  row.attempt = 1;
  row.executor_id = "1";
  row.task_time = 10;
  row.excluded = true;
  expect_done(database().stages.put(row));
  expect_has(ask(dashboard_stage_executors, ""),
             {R"({"total":1,"executorId":["1"],"address":[""],"logs":{},"taskTime":[10],)",
              R"("excluded":[1],"peaks":{}})"});
  expect_done(database().storage.replace_stage_rdds(3, {{.stage_id = 3,
                                                         .rdd_id = 4,
                                                         .name = "files",
                                                         .scope = {},
                                                         .callsite = "here",
                                                         .parent_ids = {1},
                                                         .storage_level = "",
                                                         .determinism = "UNORDERED"}}));
  expect_has(ask(dashboard_stage_rdds, ""),
             {R"({"total":1,"rdds":[{"id":4,"name":"files","callSite":"here","partitions":0,)",
              R"("barrier":false,"determinism":"UNORDERED","parentIds":[1]}]})"});
  std::vector<StageRddRow> many(401);
  for (std::size_t i = 0; i < many.size(); ++i) {
    many[i].stage_id = 3;
    many[i].rdd_id = static_cast<std::int64_t>(i);
  }
  expect_done(database().storage.replace_stage_rdds(3, many));
  const Response capped = ask(dashboard_stage_rdds, "");
  expect_has(capped, {R"({"total":401,"rdds":[{"id":1,)", R"({"id":400,)"});
  EXPECT_EQ(capped.body.find(R"({"id":0,)"), std::string::npos);
}

}  // namespace
}  // namespace afterglow::history
