#include "historyserver/store/insight_json.h"
#include "tests/unit/historyserver/store/database_fixture.h"

namespace afterglow::history {
namespace {

using InsightStoreTest = ApplicationDatabaseFixture;

Insights sample() {
  Insights insights;
  insights.verdict = "Took 2 s.";
  insights.average_cores = 4;
  insights.busy_time = 1234.5;
  insights.wall[WallPart::compute] = 1500;
  insights.cores[WallPart::compute] = 6000;
  Finding& finding = insights.findings.emplace_back();
  finding.rule = "partition-skew";
  finding.severity = Severity::critical;
  finding.title = "Partition skew";
  finding.text = "A \"long\" task.";
  finding.recoverable_ms = 700.25;
  finding.recoverable_core_ms = 2801;
  finding.numbers = {{"longest", 12.5, NumberUnit::times, 3, "afterglow.findings.x"}};
  finding.links = {{.kind = LinkKind::task, .id = 7, .attempt = 1, .other = 3, .note = "slow"},
                   {.kind = LinkKind::setting, .name = "spark.a"},
                   {.kind = LinkKind::host, .name = "a\"b\\c\né"}};
  finding.advice = {{"Set it.", "spark.a", "true", "false"}, {"Change the code."}};
  for (int i = 0; i < 6; ++i) {
    insights.stages.push_back({{3 + i, 1}, {}});
    insights.stages.back().wall[WallPart::gc] = 12.5 + i;
  }
  insights.critical_path = {{.start = 5, .end = 9},
                            {.kind = PathStep::Kind::stage,
                             .start = 9,
                             .end = 20,
                             .stage = {3, 1},
                             .job_id = 2,
                             .query_id = 4}};
  insights.scaling = {true, 1990, -0.01, 500, 900, 1200, {{2, 8, 1000, 8000}, {0, 20, 900, 18000}}};
  return insights;
}

TEST_F(InsightStoreTest, GivesBackWhatWasStored) {
  const Insights put = sample();
  expect_done(database_->insights.replace("tag", put));
  const auto got = value_of(database_->insights.get("tag"));
  ASSERT_TRUE(got);
  EXPECT_EQ(got->verdict, put.verdict);
  EXPECT_EQ(got->busy_time, put.busy_time);
  EXPECT_EQ(got->wall[WallPart::compute], 1500);
  EXPECT_EQ(got->core_time(), 6000);
  ASSERT_EQ(got->findings.size(), 1U);
  EXPECT_EQ(got->findings[0].severity, Severity::critical);
  EXPECT_EQ(got->findings[0].text, put.findings[0].text);
  EXPECT_EQ(to_json_text(got->findings[0].numbers), to_json_text(put.findings[0].numbers));
  EXPECT_EQ(to_json_text(got->findings[0].links),
            R"([{"kind":"task","taskId":7,"attemptId":1,"stageId":3,"note":"slow"},)"
            R"({"kind":"setting","key":"spark.a"},)"
            R"({"kind":"host","host":"a\"b\\c\né"}])");
  EXPECT_EQ(got->findings[0].links[2].name, put.findings[0].links[2].name);
  EXPECT_EQ(to_json_text(got->findings[0].advice), to_json_text(put.findings[0].advice));
  ASSERT_EQ(got->stages.size(), 6U);
  for (int i = 0; i < 6; ++i) {
    const StageWall& stage = got->stages[static_cast<std::size_t>(i)];
    EXPECT_EQ(stage.stage, (StageKey{3 + i, 1}));
    EXPECT_EQ(stage.wall[WallPart::gc], 12.5 + i);
  }
  EXPECT_EQ(to_json_text(got->critical_path), to_json_text(put.critical_path));
  EXPECT_EQ(to_json_text(got->scaling), to_json_text(put.scaling));
}

TEST_F(InsightStoreTest, NumbersComeBackFromJson) {
  for (const double value : {0.0, 1.0, 12.5, 0.000001, 999'999'999.999999, 6977.433333333333, 1e300,
                             -0.25, 1e-9, 4e15, 100.1}) {
    std::vector<FindingNumber> numbers;
    from_json_text(to_json_text(std::vector<FindingNumber>{{"n", value, NumberUnit::ms}}), numbers);
    ASSERT_EQ(numbers.size(), 1U);
    EXPECT_EQ(numbers[0].value, value);
  }
}

TEST_F(InsightStoreTest, PartsAreTableRowsToo) {
  expect_done(database_->insights.replace("tag", sample()));
  expect_done(database_->commit());
  auto file = value_of(Database::open(folder_.path("app.db"), Database::Mode::read_only));
  auto rows = value_of(file.prepare("SELECT part, ms, core_ms FROM wall_time WHERE ms > 0"));
  ASSERT_TRUE(value_of(rows.step()));
  EXPECT_EQ(rows.text(0), "compute");
  EXPECT_EQ(rows.real(1), 1500);
  EXPECT_EQ(rows.real(2), 6000);
  EXPECT_FALSE(value_of(rows.step()));
}

TEST_F(InsightStoreTest, GivesNothingOfAnotherTag) {
  EXPECT_FALSE(value_of(database_->insights.get("tag")));
  expect_done(database_->insights.replace("tag", sample()));
  EXPECT_FALSE(value_of(database_->insights.get("other")));
  expect_done(database_->insights.replace("other", {}));
  EXPECT_TRUE(value_of(database_->insights.get("other"))->findings.empty());
}

}  // namespace
}  // namespace afterglow::history
