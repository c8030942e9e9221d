#include "historyserver/fleet/roll_up.h"

#include "historyserver/fleet/held_memory.h"
#include "historyserver/fleet/run_sums.h"
#include "historyserver/insights/insights.h"
#include "tests/unit/historyserver/support.h"

namespace afterglow::history {
namespace {

constexpr double kMiB = 1 << 20;
constexpr double kGiB = 1 << 30;

TEST(HeldMemory, FollowsSparksRules) {
  struct Case {
    StringMap properties;
    double bytes;
  };
  for (const Case& one : std::initializer_list<Case>{
           {{}, kGiB},
           {{{"spark.executor.memory", "4g"}}, 4 * kGiB},
           {{{"spark.executor.memory", "2048"}}, 2 * kGiB},
           {{{"spark.executor.memory", "nonsense"}}, kGiB},
           {{{"spark.master", "yarn"}}, kGiB + 384 * kMiB},
           {{{"spark.master", "yarn"}, {"spark.executor.memory", "10g"}}, 11 * kGiB},
           {{{"spark.master", "yarn-client"}, {"spark.yarn.executor.memoryOverhead", "512"}},
            kGiB + 512 * kMiB},
           {{{"spark.master", "k8s://x"},
             {"spark.kubernetes.resource.type", "python"},
             {"spark.executor.memory", "10g"}},
            14 * kGiB},
           {{{"spark.master", "k8s://x"},
             {"spark.executor.memoryOverheadFactor", "0.5"},
             {"spark.executor.memory", "10g"}},
            15 * kGiB},
           {{{"spark.memory.offHeap.enabled", "true"}, {"spark.memory.offHeap.size", "1g"}},
            2 * kGiB},
           {{{"spark.executor.pyspark.memory", "1g"}}, 2 * kGiB},
       }) {
    EXPECT_DOUBLE_EQ(executor_memory(Properties(one.properties), nullptr, false), one.bytes);
  }
  const Properties local(StringMap{{"spark.driver.memory", "3g"}, {"spark.executor.memory", "9g"}});
  EXPECT_DOUBLE_EQ(executor_memory(local, nullptr, true), 3 * kGiB);
}

TEST(HeldMemory, IsThatOfEachProfile) {
  ResourceProfileRow large;
  large.id = 1;
  large.executor_resources["memory"] = {"memory", 8192, "", ""};
  const std::vector<HeldTime> held = {{0, false, 1000}, {1, false, 10}, {7, false, 1}};
  EXPECT_DOUBLE_EQ(memory_time(held, Properties(), {large}), kGiB * (1000 + 8 * 10 + 1));
}

TEST(HeldMemory, TellsTheQueue) {
  for (const auto& [properties, queue] : std::initializer_list<std::pair<StringMap, std::string>>{
           {{}, ""},
           {{{"spark.master", "yarn"}}, "default"},
           {{{"spark.master", "yarn"}, {"spark.yarn.queue", "prod"}}, "prod"},
           {{{"spark.master", "k8s://x"}, {"spark.kubernetes.namespace", "team"}}, "team"},
           {{{"spark.master", "k8s://x"}, {"spark.yarn.queue", "of another"}}, "default"},
           {{{"spark.yarn.queue", "prod"}}, "prod"},
       }) {
    EXPECT_EQ(queue_of(Properties(properties)), queue);
  }
}

class RollUpTest : public testing::Test {
 protected:
  void SetUp() override {
    database_ = value_of(ApplicationDatabase::create(folder_.path("app.db")));
    ApplicationRow application;
    application.id = "app";
    application.name = "etl 2024-01-31";
    application.start_time = 1000;
    application.end_time = 11'000;
    expect_done(database_->applications.put(application));
    EnvironmentRow environment;
    environment.spark_properties = {{"spark.master", "yarn"}, {"spark.yarn.queue", "prod"}};
    expect_done(database_->environment.replace(environment));
    ExecutorRow executor;
    executor.id = "1";
    executor.total_cores = 4;
    executor.add_time = 1000;
    expect_done(database_->executors.put(executor));
    row_.set_application(application);
  }

  TemporaryFolder folder_;
  std::unique_ptr<ApplicationDatabase> database_;
  LogRow row_;
};

TEST_F(RollUpTest, TellsQueueAndJobFirstAndTheRestAtTheEnd) {
  const RollUp roll_up;
  expect_done(roll_up.name(*database_, row_));
  EXPECT_EQ(row_.queue, "prod");
  EXPECT_EQ(row_.job, "etl *");
  EXPECT_EQ(row_.insights_tag, "");
  EXPECT_FALSE(row_.memory_time);
  expect_done(roll_up.conclude(*database_, row_));
  EXPECT_EQ(row_.insights_tag, roll_up.tag());
  EXPECT_DOUBLE_EQ(row_.memory_time.value_or(0), 10'000 * (kGiB + 384 * kMiB));
  EXPECT_EQ(row_.waste_core_time, 40'000) << "no task ever ran";
  EXPECT_TRUE(value_of(database_->insights.get(insights_tag({})))) << "stored";
}

// Also of a log that was written, or copied, long after.
TEST_F(RollUpTest, TellsHowLongAnApplicationWithoutAnEndLasted) {
  ApplicationRow application = value_of(database_->applications.get()).value();
  application.end_time.reset();
  expect_done(database_->applications.put(application));
  JobRow job;
  job.submission_time = 2000;
  job.completion_time = 6000;
  expect_done(database_->jobs.put(job));
  row_.end_time.reset();
  row_.last_updated = 99'000'000;
  const RollUp roll_up;
  expect_done(roll_up.name(*database_, row_));
  EXPECT_FALSE(row_.last_event) << "not all of it is known";
  row_.read_once = true;
  expect_done(roll_up.name(*database_, row_));
  EXPECT_EQ(row_.last_event, 6000);
  EXPECT_EQ(row_.core_time, 4 * 5000);
  row_.last_event = 1;
  expect_done(roll_up.conclude(*database_, row_));
  EXPECT_EQ(row_.last_event, 6000);
  EXPECT_EQ(row_.core_time, 4 * 5000);
  EXPECT_EQ(value_of(insights_of(*database_, {})).wall.sum(), 5000) << "insights agree";
  row_.end_time = 7000;
  expect_done(roll_up.name(*database_, row_));
  EXPECT_FALSE(row_.last_event);
}

TEST_F(RollUpTest, TellsAgainByOtherRules) {
  const RollUp other({}, value_of(JobKey::parse("queue,name", "")));
  EXPECT_NE(other.tag(), RollUp().tag());
  EXPECT_NE(RollUp({{"leastShare", 0.5}}).tag(), RollUp().tag());
  expect_done(other.tell_again(*database_, row_));
  EXPECT_EQ(row_.job, "prod / etl *");
  EXPECT_EQ(row_.insights_tag, other.tag());
}

TEST_F(RollUpTest, SaysNothingOfALogWithoutAnApplication) {
  row_.app_id.reset();
  expect_done(RollUp().name(*database_, row_));
  expect_done(RollUp().conclude(*database_, row_));
  EXPECT_EQ(row_.job, "");
  EXPECT_EQ(row_.insights_tag, "");
}

TEST(RunSums, AddUpHoursAndMoney) {
  ListedAttempt run;
  run.state = ApplicationState::failed;
  run.is_judged = true;
  run.core_time = 3'600'000 * 10;
  run.memory_time = 3'600'000.0 * kGiB * 100;
  run.waste_core_time = 3'600'000 * 5;
  const std::vector<ListedFinding> findings = {{0, Severity::critical, 0, 3'600'000},
                                               {1, Severity::note, 0, 7'200'000}};
  RunSums sums;
  sums.add(run, findings);
  const RunSums one = sums;
  sums.add(one);
  EXPECT_EQ(sums.runs, 2);
  EXPECT_EQ(sums.failed, 2);
  EXPECT_EQ(sums.findings, (std::array<std::int64_t, 3>{2, 0, 2}));
  EXPECT_DOUBLE_EQ(sums.core_hours(), 20);
  EXPECT_DOUBLE_EQ(sums.memory_gib_hours(), 200);
  EXPECT_DOUBLE_EQ(sums.recoverable_core_hours(), 4) << "the larger finding of each run";
  const Prices prices{0.1, 0.01, "EUR"};
  EXPECT_DOUBLE_EQ(sums.cost(prices), 4);
  EXPECT_DOUBLE_EQ(sums.cost_of_cores(sums.waste_core_ms, prices), 2) << "memory goes with cores";
  EXPECT_DOUBLE_EQ(RunSums().cost_of_cores(1, prices), 0);
}

}  // namespace
}  // namespace afterglow::history
