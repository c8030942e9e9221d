#include "tests/unit/historyserver/events/recording_sink.h"

namespace afterglow::history {
namespace {

std::string exclusion_event(const std::string& name, const std::string& rest) {
  return R"({"Event":"org.apache.spark.scheduler.SparkListener)" + name + R"(","time":1,)" + rest +
         "}";
}

TEST(DecodeExclusion, OldAndNewNamesSayTheSame) {
  for (const char* name :
       {"ExecutorExcluded", "ExecutorBlacklisted", "ExecutorUnexcluded", "ExecutorUnblacklisted"}) {
    const auto exclusion =
        decode_one<ExecutorExclusion>(exclusion_event(name, R"("executorId":"3")"));
    EXPECT_EQ(exclusion.executor_id, "3");
    EXPECT_EQ(exclusion.excluded, std::string(name).find("Un") == std::string::npos) << name;
  }
  for (const char* name :
       {"NodeExcluded", "NodeBlacklisted", "NodeUnexcluded", "NodeUnblacklisted"}) {
    const auto exclusion = decode_one<NodeExclusion>(exclusion_event(name, R"("hostId":"h")"));
    EXPECT_EQ(exclusion.host, "h");
    EXPECT_EQ(exclusion.excluded, std::string(name).find("Un") == std::string::npos) << name;
  }
}

TEST(DecodeExclusion, ForOneStage) {
  const std::string stage = R"("stageId":4,"stageAttemptId":1)";
  for (const char* name : {"ExecutorExcludedForStage", "ExecutorBlacklistedForStage"}) {
    const auto one = decode_one<ExecutorExclusionForStage>(
        exclusion_event(name, R"("executorId":"3",)" + stage));
    EXPECT_EQ(one.executor_id, "3");
    EXPECT_EQ(one.stage, (StageKey{4, 1}));
  }
  for (const char* name : {"NodeExcludedForStage", "NodeBlacklistedForStage"}) {
    const auto one =
        decode_one<NodeExclusionForStage>(exclusion_event(name, R"("hostId":"h",)" + stage));
    EXPECT_EQ(one.host, "h");
    EXPECT_EQ(one.stage, (StageKey{4, 1}));
  }
}

}  // namespace
}  // namespace afterglow::history
