#include "historyserver/insights/rules/table.h"
#include "tests/unit/historyserver/insights/facts_builder.h"

namespace afterglow::history {
namespace {

FactsBuilder with_removed(const std::string& reason, std::int64_t after = 50'000) {
  FactsBuilder builder;
  ExecutorRow& executor = builder.facts.executors[1];
  executor.remove_time = builder.facts.start + after;
  executor.remove_reason = reason;
  return builder;
}

struct Case {
  const char* reason;
  const char* says;  // nullptr: is not lost
};

class LostExecutorsFor : public testing::TestWithParam<Case> {};

TEST_P(LostExecutorsFor, HaveACause) {
  const auto findings = with_removed(GetParam().reason).run(kLostExecutors);
  ASSERT_EQ(findings.size(), GetParam().says ? 1U : 0U);
  if (!GetParam().says) return;
  EXPECT_NE(findings[0].text.find(GetParam().says), std::string::npos) << findings[0].text;
  EXPECT_EQ(findings[0].links[0].name, "2");
}

INSTANTIATE_TEST_SUITE_P(
    Reasons, LostExecutorsFor,
    testing::Values(
        Case{"Container killed by YARN for exceeding memory limits. 2.1 GB of 2 GB used", "memory"},
        Case{"Container marked as failed: container_1 on host: a. Exit status: 137.", "137"},
        Case{"Command exited with code 137", "137"},
        Case{"The executor with id 2 exited with exit code 52(OOM).", "memory"},
        Case{"\nThe container was terminated: OOMKilled", "memory"},
        Case{"Container container_1 on host: a was preempted.", "preempted"},
        Case{"The executor with id 2 was deleted by a user or the framework.", "preempted"},
        Case{"Exit status: -100. Diagnostics: Container released on a *lost* node", "node"},
        Case{"worker lost: Not receiving heartbeat for 60 seconds", "node"},
        Case{"Executor heartbeat timed out after 141076 ms", "no heartbeat"},
        Case{"Command exited with code 143", "from outside"},
        Case{"Remote RPC client disassociated. Likely due to containers exceeding thresholds, or "
             "network issues.",
             "was lost"},
        Case{"Command exited with code 1", "was lost"}, Case{"", "was lost"},
        Case{"Executor killed by driver.", nullptr},
        Case{"Container container_1 exited from explicit termination request.", nullptr},
        Case{"Executor decommission: spot instance goes away", nullptr}));

TEST(LostExecutors, AreThoseBeforeTheLastJobEnded) {
  EXPECT_TRUE(with_removed("Command exited with code 137", 100'000).run(kLostExecutors).empty());
}

TEST(LostExecutors, TakeTheirTasksWithThem) {
  FactsBuilder builder = with_removed("Command exited with code 137");
  StageFacts& stage = builder.stage(100, 1000, 10'000);
  stage.row.failed_tasks = 4;
  stage.tasks.failed_time = 20'000;
  ExecutorWork work;
  work.executor_id = "2";
  work.failed_tasks = 3;
  builder.facts.executor_work.push_back(work);
  const auto findings = builder.run(kLostExecutors);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].recoverable_core_ms, 15'000);
  EXPECT_EQ(findings[0].recoverable_ms, 1500);
  EXPECT_NE(findings[0].text.find("3 tasks failed with it"), std::string::npos);
  StageFacts& again = builder.stage(10, 1000, 5000);
  again.row.attempt = 1;
  again.end = builder.facts.end;
  EXPECT_EQ(builder.run(kLostExecutors).at(0).recoverable_ms, 6500);
}

}  // namespace
}  // namespace afterglow::history
