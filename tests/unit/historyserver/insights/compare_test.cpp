#include "historyserver/insights/compare.h"

#include "historyserver/insights/insights_json.h"
#include "historyserver/insights/report_text.h"
#include "tests/unit/historyserver/insights/plan_chain.h"
#include "tests/unit/historyserver/support.h"

namespace afterglow::history {
namespace {

// Two attempts of one application, each with its database.
class CompareTest : public testing::Test {
 protected:
  void SetUp() override {
    for (std::size_t i = 0; i < 2; ++i) {
      database_[i] = value_of(ApplicationDatabase::create(folder_.path(std::to_string(i))));
      expect_done(database_[i]->begin());
      ApplicationRow application;
      application.id = i == 0 ? "app-a" : "app-b";
      application.name = "nightly";
      application.spark_version = "4.3.0";
      expect_done(database_[i]->applications.put(application));
      insights_[i].wall[WallPart::compute] = 10'000;
      insights_[i].average_cores = 4;
    }
  }

  void query_with(const SqlPlanGraph& plan, std::size_t side, std::int64_t id,
                  const std::string& description, std::int64_t ms) {
    SqlExecutionRow row;
    row.id = row.root_id = id;
    row.description = description;
    row.submission_time = 0;
    row.completion_time = ms;
    row.plan_versions = 1;
    expect_done(database_[side]->sql.put(row));
    expect_done(database_[side]->sql_plans.put(id, 0, "", plan));
  }

  void query(std::size_t side, std::int64_t id, const std::string& description, std::int64_t ms,
             const std::vector<std::string>& operators) {
    query_with(chain_of(operators), side, id, description, ms);
  }

  void stage(std::size_t side, std::int64_t id, const std::string& name, std::int64_t ms) {
    StageRow row;
    row.stage_id = id;
    row.name = name;
    row.status = "COMPLETE";
    row.submission_time = 0;
    row.completion_time = ms;
    expect_done(database_[side]->stages.put(row));
  }

  // Successful tasks of a stage, the first one taking 1 ms, each other one a ms longer.
  void tasks(std::size_t side, std::int64_t stage, std::int64_t count) {
    for (std::int64_t id = 0; id < count; ++id) {
      TaskRow row;
      row.stage_id = stage;
      row.id = row.index = id;
      row.status = "SUCCESS";
      row.duration = count - id;  // in no order that would help
      row.has_metrics = true;
      expect_done(database_[side]->task_writer.append(row, {}));
    }
    expect_done(database_[side]->task_writer.flush());
  }

  void settings(std::size_t side, StringMap properties) {
    EnvironmentRow row;
    row.spark_properties = std::move(properties);
    expect_done(database_[side]->environment.replace(row));
  }

  Comparison run() {
    return value_of(compare({*database_[0], insights_[0]}, {*database_[1], insights_[1]}));
  }

  TemporaryFolder folder_;
  Pair<std::unique_ptr<ApplicationDatabase>> database_;
  Pair<Insights> insights_;
};

TEST_F(CompareTest, SaysThatNothingDiffers) {
  const Comparison comparison = run();
  EXPECT_EQ(comparison.summary, "Both took about the same time (10 s and 10 s).");
  EXPECT_TRUE(comparison.queries.empty());
}

TEST_F(CompareTest, NamesTheQueryWithAnotherPlan) {
  query(0, 0, "load", 1000, {"Scan", "BroadcastHashJoin"});
  query(1, 5, "load", 21'000, {"Scan", "SortMergeJoin", "Sort"});
  query(0, 1, "report", 500, {"Scan"});
  query(1, 6, "report", 600, {"Scan"});
  insights_[1].wall[WallPart::compute] = 30'000;
  const Comparison comparison = run();
  ASSERT_EQ(comparison.queries.size(), 2U);
  const ComparedQuery& first = comparison.queries[0];
  EXPECT_EQ(first.side[1]->execution_id, 5);
  EXPECT_EQ(first.delta, 20'000);
  EXPECT_EQ(first.removed, (std::vector<std::string>{"BroadcastHashJoin"}));
  EXPECT_EQ(first.added, (std::vector<std::string>{"Sort", "SortMergeJoin"}));
  EXPECT_TRUE(comparison.queries[1].same_plan);
  EXPECT_NE(comparison.summary.find("3 times as long"), std::string::npos) << comparison.summary;
  EXPECT_NE(comparison.summary.find("query \"load\" took 21 s instead of 1 s, by another plan"),
            std::string::npos)
      << comparison.summary;
}

TEST_F(CompareTest, SaysWhatOfAPlanMadeTheDifference) {
  const struct {
    std::vector<std::string> a;
    std::vector<std::string> b;
    std::string words;
  } cases[] = {
      {{"Project", "BroadcastHashJoin [k#1], [k#2], Inner, BuildRight"},
       {"Project", "SortMergeJoin [k#1], [k#2], Inner", "Sort [k#1]"},
       ", by another plan (with SortMergeJoin instead of BroadcastHashJoin)"},
      {{"SortMergeJoin [k#1], [k#2], Inner"},
       {"SortMergeJoin [k#1], [k#2], FullOuter"},
       ", by another plan (with FullOuter instead of Inner join)"},
      {{"BroadcastHashJoin [k#1], [k#2], Inner, BuildRight"},
       {"BroadcastHashJoin [k#1], [k#2], Inner, BuildLeft"},
       ", by another plan (BroadcastHashJoin builds from its left instead of right side)"},
      {{"BatchScan t PushedFilters: [IsNotNull(k)], ReadSchema: struct<>"},
       {"BatchScan t PushedFilters: [], ReadSchema: struct<>"},
       ", by another plan (reads with the pushed filters none instead of [IsNotNull(k)])"},
      {{"Exchange hashpartitioning(k#1, 200)"},
       {"Exchange hashpartitioning(k#1, 8)"},
       ", by another plan (shuffles into 8 instead of 200 partitions)"},
      {{"Filter (day = 3)"}, {"Filter (day = 4)"}, ""},
      {{"Filter (day = 3)"}, {"Filter (day = 3)", "Window w"}, ", by another plan (with Window)"},
  };
  std::int64_t id = 0;
  for (const auto& one : cases) {
    // Each is the one with the largest difference.
    query(0, id, "load", 1000, one.a);
    query(1, id, "load", 1000 * (id + 20), one.b);
    insights_[1].wall[WallPart::compute] = 10'000.0 + 1000.0 * static_cast<double>(id + 20);
    const std::string summary = run().summary;
    const std::string words = "instead of 1 s" + one.words + ";";
    EXPECT_NE(summary.find(words), std::string::npos) << words << "\n" << summary;
    ++id;
  }
}

TEST_F(CompareTest, TellsWhichOperatorsDiffer) {
  query(0, 0, "load", 1000, {"Project [a]", "SortMergeJoin [k#1], [k#2], Inner", "Sort [k#1]"});
  query(1, 0, "load", 2000, {"Project [a]", "BroadcastHashJoin [k#1], [k#2], Inner, BuildRight"});
  const std::string text = report_text(run(), ReportStyle::text);
  const std::string plan =
      "\nPlan of load\n"
      "Of its operators 1 are the same, 1 changed, 1 are only in a, 0 only in b.\n"
      "  SortMergeJoin became BroadcastHashJoin: build side none -> right\n"
      "  only in a: Sort\n";
  EXPECT_NE(text.find(plan), std::string::npos) << text;
}

TEST_F(CompareTest, TellsThatTheSidesOfAJoinAreSwapped) {
  for (const std::int64_t side : {0, 1}) {
    SqlPlanGraph plan = chain_of(
        {"SortMergeJoin x", side == 0 ? "Range a" : "Scan b", side == 0 ? "Scan b" : "Range a"});
    plan.edges = {{1, 0}, {2, 0}};
    query_with(plan, static_cast<std::size_t>(side), 0, "load", 1000 + side * 20'000);
  }
  insights_[1].wall[WallPart::compute] = 30'000;
  const Comparison comparison = run();
  EXPECT_NE(comparison.summary.find("by another plan (SortMergeJoin with its sides swapped)"),
            std::string::npos)
      << comparison.summary;
  const std::string text = report_text(comparison, ReportStyle::text);
  EXPECT_NE(text.find("SortMergeJoin: sides swapped\n"), std::string::npos) << text;
  const auto plan = to_json(comparison).list_of("queries").at(0).member("planDiff");
  EXPECT_EQ(plan->list_of("nodes").at(0).flag_of("sidesSwapped"), true);
}

TEST_F(CompareTest, MatchesStagesInTheirOrder) {
  stage(0, 0, "count at a", 100);
  stage(0, 1, "count at a", 300);
  stage(1, 3, "count at a", 100);
  stage(1, 4, "save at b", 50);
  stage(1, 5, "count at a", 900);
  const Comparison comparison = run();
  ASSERT_EQ(comparison.stages.size(), 3U);
  EXPECT_EQ(comparison.stages[0].side[0]->stage.stage_id, 1);
  EXPECT_EQ(comparison.stages[0].side[1]->stage.stage_id, 5);
  EXPECT_EQ(comparison.stages[0].delta, 600);
  EXPECT_EQ(comparison.stages[1].name, "save at b");
  EXPECT_FALSE(comparison.stages[1].side[0]);
}

TEST_F(CompareTest, MatchesStagesWhoseLineMoved) {
  stage(0, 0, "count at a:12", 100);
  stage(0, 1, "save at a:20", 300);
  stage(1, 0, "count at a:14", 150);
  stage(1, 1, "save at a:20", 300);
  stage(1, 2, "save at a:22", 300);
  const Comparison comparison = run();
  ASSERT_EQ(comparison.stages.size(), 3U);
  EXPECT_EQ(comparison.stages[0].name, "save at a:22");
  EXPECT_FALSE(comparison.stages[0].side[0]);
  EXPECT_EQ(comparison.stages[1].name, "count at a:14");
  EXPECT_EQ(comparison.stages[1].delta, 50);
}

TEST_F(CompareTest, SaysThatAQueryWasMatchedByItsPlan) {
  query(0, 3, "count at app.py:12", 1000, {"Scan t"});
  query(1, 4, "count at app.py:14", 2000, {"Scan t"});
  const Comparison comparison = run();
  ASSERT_EQ(comparison.queries.size(), 1U);
  const std::string text = report_text(comparison, ReportStyle::text);
  EXPECT_NE(text.find("count at app.py:14 (matched by plan)"), std::string::npos) << text;
  const Json json = to_json(comparison).list_of("queries").at(0);
  EXPECT_EQ(json.text_of("matchedBy"), "plan");
  EXPECT_EQ(json.member("a")->text_of("description"), "count at app.py:12");
}

TEST_F(CompareTest, TellsQuantilesOfTaskDurations) {
  stage(0, 0, "count", 100);
  stage(1, 0, "count", 300);
  tasks(0, 0, 3);
  tasks(1, 0, 1000);
  const Comparison comparison = run();
  ASSERT_EQ(comparison.stages.size(), 1U);
  const auto quantiles = [&](std::size_t side, double share) {
    const auto place = std::ranges::find(kComparedShares, share) - kComparedShares.begin();
    return comparison.stages[0].side[side]->quantiles.at(static_cast<std::size_t>(place));
  };
  const struct {
    double share;
    std::int64_t a;
    std::int64_t b;
  } cases[] = {{0, 1, 1},     {0.25, 1, 251}, {0.5, 2, 501},
               {0.9, 3, 901}, {0.99, 3, 991}, {1, 3, 1000}};
  for (const auto& one : cases) {
    EXPECT_EQ(quantiles(0, one.share), one.a) << one.share;
    EXPECT_EQ(quantiles(1, one.share), one.b) << one.share;
  }
}

TEST_F(CompareTest, ListsSettingsThatDifferButNotThoseOfEveryRun) {
  settings(0, {{"spark.app.id", "a"}, {"spark.sql.x", "1"}, {"spark.same", "s"}});
  settings(1, {{"spark.app.id", "b"}, {"spark.same", "s"}, {"spark.new", "n"}});
  const Comparison comparison = run();
  ASSERT_EQ(comparison.settings.size(), 2U);
  EXPECT_EQ(comparison.settings[0].key, "spark.new");
  EXPECT_FALSE(comparison.settings[0].value[0]);
  EXPECT_EQ(comparison.settings[1].value[0], "1");
}

TEST_F(CompareTest, TellsFindingsOfOnlyOne) {
  insights_[0].findings.resize(2);
  insights_[0].findings[0].rule = "spill";
  insights_[0].findings[1].rule = "gc-pressure";
  insights_[1].findings.resize(1);
  insights_[1].findings[0].rule = "gc-pressure";
  const Comparison comparison = run();
  ASSERT_EQ(comparison.findings[0].size(), 1U);
  EXPECT_EQ(comparison.findings[0][0].rule, "spill");
  EXPECT_TRUE(comparison.findings[1].empty());
}

TEST_F(CompareTest, IsWrittenWithoutMarkupFromTheLog) {
  query(0, 0, "<b>|load|</b>\nsecond line", 1000, {});
  const std::string text = report_text(run(), ReportStyle::markdown);
  EXPECT_NE(text.find("\\<b\\>\\|load\\|"), std::string::npos) << text;
  EXPECT_EQ(text.find("second line"), std::string::npos);
}

}  // namespace
}  // namespace afterglow::history
