#include "tests/unit/historyserver/store/database_fixture.h"

namespace afterglow::history {
namespace {

class SearchStoreTest : public ApplicationDatabaseFixture {
 protected:
  void SetUp() override {
    ApplicationDatabaseFixture::SetUp();
    for (const std::int64_t id : {1, 2, 11}) {
      JobRow job;
      job.id = id;
      job.name = "count at Shop.scala:7";
      if (id == 2) job.description = "Orders <b>joined</b>";
      job.status = "SUCCEEDED";
      expect_done(database_->jobs.put(job));
      for (const std::int64_t attempt : {0, 1}) {
        StageRow stage;
        stage.stage_id = id;
        stage.attempt = attempt;
        stage.name = "map at Shop.scala:9";
        stage.status = "COMPLETE";
        expect_done(database_->stages.put(stage));
      }
    }
    StageRow stage;
    stage.stage_id = 1;
    stage.name = "map at Shop.scala:9";
    stage.status = "COMPLETE";
    stage.scheduling_pool = "nightly";
    expect_done(database_->stages.put(stage));
    for (const auto& [kind, id, start] :
         {std::tuple("connect", "c-b", 7), std::tuple("connect", "c-a", 9),
          std::tuple("thrift", "t-a", 8)}) {
      SessionRow session;
      session.kind = kind;
      session.id = id;
      session.user = "ada";
      session.ip = "10.0.0.7";
      session.start_time = start;
      expect_done(database_->sessions.put(session));
    }
    EnvironmentRow environment;
    environment.spark_properties["spark.sql.shuffle.partitions"] = "77";
    expect_done(database_->environment.replace(environment));
    for (const char* id : {"driver", "2", "10"}) {
      ExecutorRow executor;
      executor.id = id;
      executor.host_port = "host-" + std::string(id) + ":1";
      expect_done(database_->executors.put(executor));
    }
  }

  std::string found(const std::vector<std::string>& words, std::int64_t limit = 9) {
    std::string text;
    for (const NamedThing& thing : value_of(database_->search.find(words, limit)))
      text += name(thing);
    return text;
  }
  static std::string name(const NamedThing& thing) {
    return thing.kind + " " + thing.id + (thing.attempt > 0 ? "/1" : "") + ";";
  }
};

TEST_F(SearchStoreTest, FindsWhatHoldsAllWords) {
  const struct {
    std::vector<std::string> words;
    const char* found;
  } cases[] = {
      {{"joined"}, "job 2;"},
      {{"orders", "<b>"}, "job 2;"},
      {{"job", "1"}, "job 1;job 11;"},
      {{"stage", "2"}, "stage 2/1;stage 2;"},
      {{"host-10"}, "executor 10;"},
      {{"driver"}, "executor driver;"},
      {{"2"}, "job 2;stage 2/1;stage 2;executor 2;"},
      {{"ada"}, "connect c-a;connect c-b;thrift t-a;"},
      {{"session", "t-a"}, "thrift t-a;"},
      {{"pool", "night"}, "pool nightly;"},
      {{"shuffle", "77"}, "property spark.sql.shuffle.partitions;"},
      {{"nothing"}, ""},
      {{"' OR 1 --"}, ""},
  };
  for (const auto& c : cases) EXPECT_EQ(found(c.words), c.found);
  EXPECT_EQ(found({"shop"}, 2), "job 11;job 2;stage 11/1;stage 11;");
  EXPECT_EQ(value_of(database_->search.find({"joined"}, 1)).at(0).label, "Orders <b>joined</b>");
}

TEST_F(SearchStoreTest, KnowsWhatStandsBesideAThing) {
  const struct {
    const char* kind;
    const char* id;
    std::int64_t attempt;
    const char* previous;
    const char* next;
  } cases[] = {
      {"job", "2", 0, "job 1;", "job 11;"},
      {"job", "11", 0, "job 2;", ""},
      {"job", "5", 0, "job 2;", "job 11;"},
      {"stage", "2", 0, "stage 1/1;", "stage 2/1;"},
      {"stage", "1", 0, "", "stage 1/1;"},
      {"executor", "10", 0, "executor 2;", "executor driver;"},
      {"query", "1", 0, "", ""},
      {"rdd", "1", 0, "", ""},
      {"stream", "x", 0, "", ""},
      {"connect", "c-b", 0, "", "connect c-a;"},
      {"connect", "c-a", 0, "connect c-b;", ""},
      {"thrift", "t-a", 0, "", ""},
      {"pool", "default", 0, "", "pool nightly;"},
      {"pool", "nightly", 0, "pool default;", ""},
  };
  for (const auto& c : cases) {
    const auto beside = value_of(database_->search.neighbours(c.kind, c.id, c.attempt));
    ASSERT_TRUE(beside) << c.kind;
    EXPECT_EQ(beside->previous ? name(*beside->previous) : "", c.previous) << c.kind << c.id;
    EXPECT_EQ(beside->next ? name(*beside->next) : "", c.next) << c.kind << c.id;
  }
  EXPECT_FALSE(value_of(database_->search.neighbours("task", "1", 0)));
}

}  // namespace
}  // namespace afterglow::history
