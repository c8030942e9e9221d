#include "historyserver/api/dashboard/routes.h"
#include "tests/unit/historyserver/api/v1/attempt_fixture.h"

namespace afterglow::history {
namespace {

class PlansTest : public AttemptFixture {
 protected:
  void SetUp() override {
    AttemptFixture::SetUp();
    SqlExecutionRow row;
    row.id = 3;
    row.plan_versions = 2;
    expect_done(database().sql.put(row));
    SqlPlanGraph graph;
    graph.nodes = {{0, {}, "WholeStageCodegen (1)", "", {}},
                   {1, 0, "SortMergeJoin", "on id", {}},
                   {2, {}, "Exchange", "", {}},
                   {3, {}, "Exchange", "", {}}};
    graph.edges = {{2, 1}, {3, 1}};
    expect_done(database().sql_plans.put(3, 0, "first", graph));
    graph.nodes = {{0, {}, "BroadcastHashJoin", "on id", {}}, {1, {}, "Exchange", "", {}}};
    graph.edges = {{1, 0}};
    expect_done(database().sql_plans.put(3, 1, "last", graph));
  }
  Response ask(Response (*handle)(OpenAttempt&, const Request&, const PathArguments&),
               std::vector<std::int64_t> numbers) {
    return get(handle, "", {.numbers = std::move(numbers), .words = {}});
  }
};

TEST_F(PlansTest, TellWhatChangedBetweenVersions) {
  std::string body = ask(dashboard_plans, {3}).body;
  std::erase_if(body, [](char c) { return c == ' ' || c == '\n'; });
  EXPECT_EQ(body,
            R"({"versions":[{"version":0,"operators":3,"added":[],"removed":[]},)"
            R"({"version":1,"operators":2,"added":[{"name":"BroadcastHashJoin","count":1}],)"
            R"("removed":[{"name":"Exchange","count":1},{"name":"SortMergeJoin","count":1}]}]})");
  EXPECT_EQ(ask(dashboard_plans, {4}).status, 404);
}

TEST_F(PlansTest, AnswerEachVersion) {
  EXPECT_EQ(members(ask(dashboard_plan, {3, 0}), "nodeName").size(), 4u);
  EXPECT_EQ(members(ask(dashboard_plan, {3, 0}), "wholeStageCodegenId"), (Strings{"1"}));
  EXPECT_EQ(members(ask(dashboard_plan, {3, 1}), "fromId"), (Strings{"1"}));
  EXPECT_EQ(ask(dashboard_plan, {3, 2}).status, 404);
  EXPECT_EQ(ask(dashboard_plan, {4, 0}).status, 404);
}

}  // namespace
}  // namespace afterglow::history
