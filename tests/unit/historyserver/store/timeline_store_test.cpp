#include "tests/unit/historyserver/store/database_fixture.h"

namespace afterglow::history {
namespace {

using Ids = std::vector<std::int64_t>;

// Two jobs: 0 succeeded although its stage 0 was tried again, 1 failed with stage 2.
class TimelineStoreTest : public ApplicationDatabaseFixture {
 protected:
  void SetUp() override {
    ApplicationDatabaseFixture::SetUp();
    put_job(0, "SUCCEEDED", 100, 300, {0, 1});
    put_job(1, "FAILED", 400, 500, {2, 3});
    put_job(2, "RUNNING", 600, {}, {});
    put_stage({0, 0}, "FAILED", 110, 150, {0}, "lost");
    put_stage({0, 1}, "COMPLETE", 160, 200, {0});
    put_stage({1, 0}, "COMPLETE", 210, 290, {0});
    put_stage({2, 0}, "FAILED", 410, 490, {1}, "broken");
    put_stage({3, 0}, "SKIPPED", {}, {}, {1});
  }

  void put_job(std::int64_t id, const char* status, std::int64_t start,
               std::optional<std::int64_t> end, IntegerList stages) {
    JobRow job;
    job.id = id;
    job.status = status;
    job.name = "count at " + std::to_string(id);
    if (id == 1) job.description = "Load 100%_of [it]";
    job.submission_time = start;
    job.completion_time = end;
    job.stage_ids = std::move(stages);
    job.task_count = 10 - id;
    expect_done(database_->jobs.put(job));
  }

  void put_stage(StageKey key, const char* status, std::optional<std::int64_t> start,
                 std::optional<std::int64_t> end, IntegerList jobs, const char* reason = nullptr) {
    StageRow stage;
    stage.stage_id = key.stage_id;
    stage.attempt = key.attempt;
    stage.status = status;
    stage.name = std::string(300, 'x');
    stage.submission_time = start;
    stage.completion_time = end;
    stage.job_ids = std::move(jobs);
    if (reason) stage.failure_reason = reason;
    if (key.stage_id > 0) stage.parent_ids = {key.stage_id - 1};
    expect_done(database_->stages.put(stage));
  }

  static Ids ids(const std::vector<SpanRow>& spans) {
    Ids ids;
    for (const SpanRow& span : spans) ids.push_back(span.id);
    return ids;
  }

  TimelineStore& timeline() { return database_->timeline; }
};

TEST_F(TimelineStoreTest, KnowsWhatRanInAPartOfTheTime) {
  const auto jobs = value_of(timeline().spans(SpanKind::job, {.until = 700}));
  EXPECT_EQ(ids(jobs), (Ids{0, 1, 2}));
  EXPECT_EQ(jobs[2].end, 700) << "it still runs";
  EXPECT_EQ(ids(value_of(timeline().spans(SpanKind::job, {.from = 301, .to = 400, .until = 700}))),
            Ids{1});
  EXPECT_EQ(ids(value_of(timeline().spans(SpanKind::stage, {.until = 700}))), (Ids{0, 0, 1, 2}));
  EXPECT_EQ(ids(value_of(timeline().longest(SpanKind::stage, {.until = 700}, 2))), (Ids{1, 2}));
  EXPECT_TRUE(value_of(timeline().spans(SpanKind::query, {})).empty());
}

TEST_F(TimelineStoreTest, NamesThemShortly) {
  const auto spans = value_of(timeline().longest(SpanKind::stage, {.until = 700}, 1));
  const auto names = value_of(timeline().names(SpanKind::stage, spans));
  ASSERT_EQ(names.size(), 1u);
  EXPECT_EQ(names[0].id, 1);
  EXPECT_EQ(names[0].name.size(), 200u);
}

TEST_F(TimelineStoreTest, TellsFailuresThatMatteredFromThoseThatWereTriedAgain) {
  EXPECT_EQ(value_of(timeline().failed_job_count({.until = 700})), 1);
  const auto jobs = value_of(timeline().failed_jobs({.until = 700}, 5));
  ASSERT_EQ(jobs.size(), 1u);
  EXPECT_EQ(jobs[0].name, "Load 100%_of [it]");
  const auto stages = value_of(timeline().failed_stages_of(1, 5));
  ASSERT_EQ(stages.size(), 1u);
  EXPECT_EQ(stages[0].reason, "broken");
  EXPECT_EQ(value_of(timeline().recovered_count({.until = 700})), 1);
  EXPECT_EQ(value_of(timeline().recovered({.until = 700}, 5)).at(0).reason, "lost");
  EXPECT_EQ(value_of(timeline().failed_job_count({.from = 0, .to = 399})), 0);
  EXPECT_EQ(value_of(timeline().recovered_count({.from = 300, .to = 399})), 0);
}

TEST_F(TimelineStoreTest, KnowsTheStagesOfAJobAndWhatTheyReadFrom) {
  const auto stages = value_of(timeline().stages_of(1));
  ASSERT_EQ(stages.size(), 2u);
  EXPECT_EQ(stages[0].parent_ids, IntegerList{1});
  EXPECT_EQ(stages[1].status, "SKIPPED");
  EXPECT_EQ(stages[1].start, std::nullopt);
  EXPECT_TRUE(value_of(timeline().stages_of(99)).empty());
}

TEST_F(TimelineStoreTest, PagesOfJobsAreSearchedNarrowedAndSorted) {
  struct Case {
    JobQuery query;
    Ids ids;
    std::int64_t matching;
  };
  const auto with = [](auto change) {
    JobQuery query;
    query.until = 700;
    change(query);
    return query;
  };
  using Order = JobQuery::Order;
  for (const Case& one : std::initializer_list<Case>{
           {with([](JobQuery&) {}), {2, 1, 0}, 3},
           {with([](JobQuery& q) { q.limit = 1, q.offset = 1; }), {1}, 3},
           {with([](JobQuery& q) {
              q.words = {"100%_of", "load"};
            }),
            {1},
            1},
           {with([](JobQuery& q) {
              q.words = {"count", "nothing"};
            }),
            {},
            0},
           {with([](JobQuery& q) {
              q.statuses = {"FAILED", "RUNNING"};
            }),
            {2, 1},
            2},
           {with([](JobQuery& q) { q.from = 301, q.to = 450; }), {1}, 1},
           {with([](JobQuery& q) { q.order = Order::duration; }), {0, 2, 1}, 3},
           {with([](JobQuery& q) { q.order = Order::tasks, q.descending = false; }), {2, 1, 0}, 3},
       }) {
    const auto page = value_of(database_->jobs.page(one.query));
    Ids ids;
    for (const JobRow& job : page.rows) ids.push_back(job.id);
    EXPECT_EQ(ids, one.ids);
    EXPECT_EQ(page.matching, one.matching);
  }
  const auto all =
      value_of(database_->jobs.page(with([](JobQuery& query) { query.statuses = {"FAILED"}; })));
  EXPECT_EQ(all.by_status, (CountMap{{"FAILED", 1}, {"RUNNING", 1}, {"SUCCEEDED", 1}}));
}

}  // namespace
}  // namespace afterglow::history
