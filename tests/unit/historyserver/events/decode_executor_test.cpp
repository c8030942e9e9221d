#include "tests/unit/historyserver/events/recording_sink.h"

namespace afterglow::history {
namespace {

TEST(DecodeExecutor, BlockManagerAdded) {
  const std::string head = R"({"Event":"SparkListenerBlockManagerAdded","Block Manager ID":)"
                           R"({"Executor ID":"driver","Host":"h","Port":7},"Maximum Memory":99)";
  const auto today = decode_one<BlockManagerAdded>(
      head + R"(,"Timestamp":5,"Maximum Onheap Memory":90,"Maximum Offheap Memory":9})");
  EXPECT_EQ(today.id.executor_id, "driver");
  EXPECT_EQ(today.id.host_port(), "h:7");
  EXPECT_EQ(today.time, 5);
  EXPECT_EQ(today.max_memory, 99);
  EXPECT_EQ(today.max_on_heap, 90);
  EXPECT_EQ(today.max_off_heap, 9);
  const auto old = decode_one<BlockManagerAdded>(head + "}");
  EXPECT_EQ(old.time, -1);
  EXPECT_EQ(old.max_on_heap, std::nullopt);
  EXPECT_EQ(old.max_off_heap, std::nullopt);
}

TEST(DecodeExecutor, Added) {
  const auto added = decode_one<ExecutorAdded>(
      R"({"Event":"SparkListenerExecutorAdded","Timestamp":5,"Executor ID":"1","Executor Info":{)"
      R"("Host":"h","Total Cores":4,"Log Urls":{"stdout":"u"},"Attributes":{"A":"b"},)"
      R"("Resources":{"gpu":{"name":"gpu","addresses":["0","1"]}},"Resource Profile Id":2}})");
  EXPECT_EQ(added.time, 5);
  EXPECT_EQ(added.id, "1");
  EXPECT_EQ(added.host, "h");
  EXPECT_EQ(added.total_cores, 4);
  EXPECT_EQ(added.log_urls, (StringMap{{"stdout", "u"}}));
  EXPECT_EQ(added.attributes, (StringMap{{"A", "b"}}));
  ASSERT_TRUE(added.resources.contains("gpu"));
  EXPECT_EQ(added.resources.at("gpu").name, "gpu");
  EXPECT_EQ(added.resources.at("gpu").addresses, (std::vector<std::string>{"0", "1"}));
  EXPECT_EQ(added.resource_profile_id, 2);
}

TEST(DecodeExecutor, AddedBySpark1) {
  const auto added = decode_one<ExecutorAdded>(
      R"({"Event":"SparkListenerExecutorAdded","Timestamp":5,"Executor ID":"1","Executor Info":{)"
      R"("Host":"h","Total Cores":4}})");
  EXPECT_TRUE(added.log_urls.empty() && added.attributes.empty() && added.resources.empty());
  EXPECT_EQ(added.resource_profile_id, 0);
}

TEST(DecodeExecutor, Removed) {
  const auto removed = decode_one<ExecutorRemoved>(
      R"({"Event":"SparkListenerExecutorRemoved","Timestamp":5,"Executor ID":"1",)"
      R"("Removed Reason":"lost"})");
  EXPECT_EQ(removed.time, 5);
  EXPECT_EQ(removed.id, "1");
  EXPECT_EQ(removed.reason, "lost");
}

TEST(DecodeExecutor, MetricsAreZeroWhereAbsent) {
  const auto report = decode_one<StageExecutorMetrics>(
      R"({"Event":"SparkListenerStageExecutorMetrics","Executor ID":"1","Stage ID":2,)"
      R"("Stage Attempt ID":1,"Executor Metrics":{"JVMHeapMemory":-1,"TotalGCTime":9}})");
  EXPECT_EQ(report.executor_id, "1");
  EXPECT_EQ(report.stage, (StageKey{2, 1}));
  EXPECT_EQ(report.metrics[0], -1);
  EXPECT_EQ(report.metrics[1], 0);
  EXPECT_EQ(report.metrics[kTotalGcTimeIndex], 9);
}

TEST(DecodeExecutor, MetricsOfTheDriverForEachStage) {
  const auto update = decode_one<ExecutorMetricsUpdate>(
      R"({"Event":"SparkListenerExecutorMetricsUpdate","Executor ID":"driver",)"
      R"("Metrics Updated":[],"Executor Metrics Updated":[{"Stage ID":2,"Stage Attempt ID":0,)"
      R"("Executor Metrics":{"JVMHeapMemory":1}},{"Stage ID":3,"Stage Attempt ID":1,)"
      R"("Executor Metrics":{"JVMHeapMemory":2}}]})");
  EXPECT_EQ(update.executor_id, "driver");
  ASSERT_EQ(update.reports.size(), 2u);
  EXPECT_EQ(update.reports[1].stage, (StageKey{3, 1}));
  EXPECT_EQ(update.reports[1].metrics[0], 2);
}

}  // namespace
}  // namespace afterglow::history
