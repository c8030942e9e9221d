#include "historyserver/insights/recent_insights.h"

#include "tests/unit/historyserver/insights/run_fixture.h"

namespace afterglow::history {
namespace {

class RecentInsightsTest : public RunTest {
 protected:
  void SetUp() override {
    RunTest::SetUp();
    begin();
    executor("1", 0);
    job(0, 100, 2);
    task(0, 100, 400, "1");
    flush();
  }
  // As a reader of the log does after what it has read.
  void flush() {
    LogCondition condition;
    condition.lines = ++lines_;
    projector_->completeness().set_condition(condition);
    expect_done(projector_->flush());
  }
  std::shared_ptr<const Insights> get(const std::string& name = "a.db") {
    return value_of(recent_.of(*database_, name));
  }

  RecentInsights recent_{{}, 2};

 private:
  std::uint64_t lines_ = 0;
};

TEST_F(RecentInsightsTest, AreMadeOnceUntilMoreIsRead) {
  const auto first = get();
  EXPECT_DOUBLE_EQ(first->wall.sum(), 400);
  EXPECT_EQ(get(), first);
  task(0, 100, 700, "1");
  flush();
  const auto second = get();
  EXPECT_DOUBLE_EQ(second->wall.sum(), 700);
  EXPECT_EQ(get(), second);
}

TEST_F(RecentInsightsTest, AreMadeAnewWhenALineToldNothingOfTasks) {
  const auto first = get();
  flush();
  EXPECT_NE(get(), first);
}

TEST_F(RecentInsightsTest, AreKeptOfTheLastApplications) {
  const auto first = get("a.db");
  EXPECT_NE(get("b.db"), first);
  EXPECT_EQ(get("a.db"), first);
  get("c.db");
  EXPECT_EQ(get("a.db"), first);
  const auto other = get("b.db");
  EXPECT_EQ(get("b.db"), other);
  EXPECT_NE(get("c.db"), nullptr);
  EXPECT_NE(get("a.db"), first) << "the one that was asked for longest ago";
}

TEST_F(RecentInsightsTest, AreThoseOfTheDatabaseOnceItHasThem) {
  get();
  end_job(0, 900);
  on(ApplicationEnd{kStart + 1000, {}});
  flush();
  expect_done(database_->commit());
  Insights insights = *get();
  EXPECT_DOUBLE_EQ(insights.wall.sum(), 1000);
  insights.verdict = "as stored";
  expect_done(store_insights(*database_, insights, {}));
  EXPECT_EQ(get()->verdict, "as stored");
}

}  // namespace
}  // namespace afterglow::history
