#include "tests/unit/historyserver/events/recording_sink.h"

namespace afterglow::history {
namespace {

using enum TaskMetric;

std::string task_start(const std::string& more_info = "") {
  return R"({"Event":"SparkListenerTaskStart","Stage ID":3,"Task Info":{"Task ID":5,"Index":2,)"
         R"("Launch Time":10,"Executor ID":"1","Host":"h","Locality":"ANY",)"
         R"("Getting Result Time":0,"Finish Time":0)" +
         more_info + "}}";
}

TaskMetricValues metrics_of(const std::string& more) {
  return decode_one<TaskEnd>(
             R"({"Event":"SparkListenerTaskEnd","Stage ID":3,"Stage Attempt ID":1,)"
             R"("Task End Reason":{"Reason":"Success"},"Task Info":{"Task ID":5,"Index":2,)"
             R"("Launch Time":10,"Executor ID":"1","Host":"h","Locality":"ANY",)"
             R"("Getting Result Time":0,"Finish Time":30},"Task Metrics":{)"
             R"("Executor Deserialize Time":1,"Executor Run Time":2,"Result Size":3,)"
             R"("JVM GC Time":4,"Result Serialization Time":5,"Memory Bytes Spilled":6,)"
             R"("Disk Bytes Spilled":7)" +
             more + "}}")
      .metrics;
}

TEST(DecodeTask, InfoWithDefaultsOfOlderVersions) {
  const auto start = decode_one<TaskStart>(task_start());
  EXPECT_EQ(start.stage, (StageKey{3, 0}));
  EXPECT_EQ(start.info.id, 5);
  EXPECT_EQ(start.info.index, 2);
  EXPECT_EQ(start.info.attempt, 1);
  EXPECT_EQ(start.info.partition_id, -1);
  EXPECT_EQ(start.info.launch_time, 10);
  EXPECT_EQ(start.info.executor_id, "1");
  EXPECT_EQ(start.info.host, "h");
  EXPECT_EQ(start.info.locality, "ANY");
  EXPECT_FALSE(start.info.speculative || start.info.failed || start.info.killed);
  EXPECT_FALSE(start.info.finished());
}

TEST(DecodeTask, InfoOfToday) {
  const auto info =
      decode_one<TaskStart>(
          task_start(
              R"(,"Attempt":0,"Partition ID":7,"Speculative":true,"Failed":true,"Killed":true)"))
          .info;
  EXPECT_EQ(info.attempt, 0);
  EXPECT_EQ(info.partition_id, 7);
  EXPECT_TRUE(info.speculative && info.failed && info.killed);
}

TEST(DecodeTask, GettingResult) {
  const auto event = decode_one<TaskGettingResult>(
      R"({"Event":"SparkListenerTaskGettingResult","Task Info":{"Task ID":5,"Index":2,)"
      R"("Launch Time":10,"Executor ID":"1","Host":"h","Locality":"ANY",)"
      R"("Getting Result Time":17,"Finish Time":0}})");
  EXPECT_EQ(event.info.id, 5);
  EXPECT_EQ(event.info.getting_result_time, 17);
  EXPECT_NE(refusal(R"({"Event":"SparkListenerTaskGettingResult"})"), "");
}

TEST(DecodeTask, EndWithoutMetrics) {
  const std::string head = R"({"Event":"SparkListenerTaskEnd","Stage ID":3,"Stage Attempt ID":1,)"
                           R"("Task End Reason":{"Reason":"Success"},"Task Info":{"Task ID":5,)"
                           R"("Index":2,"Launch Time":10,"Executor ID":"1","Host":"h",)"
                           R"("Locality":"ANY","Getting Result Time":0,"Finish Time":30})";
  for (const char* rest : {"}", R"(,"Task Metrics":null})"}) {
    const auto end = decode_one<TaskEnd>(head + rest);
    EXPECT_EQ(end.stage, (StageKey{3, 1}));
    EXPECT_EQ(end.info.duration(), 20);
    EXPECT_EQ(end.metrics, TaskMetricValues());
    EXPECT_EQ(end.executor_metrics, ExecutorMetricValues{});
  }
}

TEST(DecodeTask, MetricsOfSpark1) {
  const TaskMetricValues metrics = metrics_of("");
  EXPECT_EQ(metrics[executor_deserialize_time], 1);
  EXPECT_EQ(metrics[executor_run_time], 2);
  EXPECT_EQ(metrics[result_size], 3);
  EXPECT_EQ(metrics[jvm_gc_time], 4);
  EXPECT_EQ(metrics[result_serialization_time], 5);
  EXPECT_EQ(metrics[memory_bytes_spilled], 6);
  EXPECT_EQ(metrics[disk_bytes_spilled], 7);
  EXPECT_EQ(metrics[executor_cpu_time], 0);
  EXPECT_EQ(metrics[shuffle_records_written], 0);
}

// Each metric of a JSON object under its own key, with a value of its own.
void expect_metrics(const std::string& before, const std::string& after,
                    const std::vector<std::pair<const char*, TaskMetric>>& keys) {
  std::string json;
  std::int64_t value = 100;
  for (const auto& [key, metric] : keys) {
    json += (json.empty() ? "\"" : ",\"") + std::string(key) + "\":" + std::to_string(++value);
  }
  const TaskMetricValues metrics = metrics_of(before + json + after);
  value = 100;
  for (const auto& [key, metric] : keys) EXPECT_EQ(metrics[metric], ++value) << key;
}

TEST(DecodeTask, EveryMetric) {
  expect_metrics(",", "",
                 {{"Executor Deserialize CPU Time", executor_deserialize_cpu_time},
                  {"Executor CPU Time", executor_cpu_time},
                  {"Peak Execution Memory", peak_execution_memory},
                  {"Peak On Heap Execution Memory", peak_on_heap_execution_memory},
                  {"Peak Off Heap Execution Memory", peak_off_heap_execution_memory}});
  expect_metrics(R"(,"Input Metrics":{)", "}",
                 {{"Bytes Read", input_bytes}, {"Records Read", input_records}});
  expect_metrics(R"(,"Output Metrics":{)", "}",
                 {{"Bytes Written", output_bytes}, {"Records Written", output_records}});
  expect_metrics(R"(,"Shuffle Write Metrics":{)", "}",
                 {{"Shuffle Bytes Written", shuffle_bytes_written},
                  {"Shuffle Write Time", shuffle_write_time},
                  {"Shuffle Records Written", shuffle_records_written}});
  expect_metrics(R"(,"Shuffle Read Metrics":{)", "}",
                 {{"Remote Blocks Fetched", shuffle_remote_blocks_fetched},
                  {"Local Blocks Fetched", shuffle_local_blocks_fetched},
                  {"Fetch Wait Time", shuffle_fetch_wait_time},
                  {"Remote Bytes Read", shuffle_remote_bytes_read},
                  {"Remote Bytes Read To Disk", shuffle_remote_bytes_read_to_disk},
                  {"Local Bytes Read", shuffle_local_bytes_read},
                  {"Total Records Read", shuffle_records_read},
                  {"Remote Requests Duration", shuffle_remote_reqs_duration}});
}

TEST(DecodeTask, MetricsOfPushedShuffle) {
  expect_metrics(R"(,"Shuffle Read Metrics":{"Remote Blocks Fetched":1,"Local Blocks Fetched":1,)"
                 R"("Fetch Wait Time":1,"Remote Bytes Read":1,"Push Based Shuffle":{)",
                 "}}",
                 {{"Corrupt Merged Block Chunks", shuffle_corrupt_merged_block_chunks},
                  {"Merged Fetch Fallback Count", shuffle_merged_fetch_fallback_count},
                  {"Merged Remote Blocks Fetched", shuffle_merged_remote_blocks_fetched},
                  {"Merged Local Blocks Fetched", shuffle_merged_local_blocks_fetched},
                  {"Merged Remote Chunks Fetched", shuffle_merged_remote_chunks_fetched},
                  {"Merged Local Chunks Fetched", shuffle_merged_local_chunks_fetched},
                  {"Merged Remote Bytes Read", shuffle_merged_remote_bytes_read},
                  {"Merged Local Bytes Read", shuffle_merged_local_bytes_read},
                  {"Merged Remote Requests Duration", shuffle_merged_remote_reqs_duration}});
}

}  // namespace
}  // namespace afterglow::history
