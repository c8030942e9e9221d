#include "historyserver/api/v1/task_search.h"

#include <gtest/gtest.h>

#include <string>

namespace afterglow::history {
namespace {

using enum TaskMetric;

TaskRow task() {
  TaskRow row;
  row.id = 1234;
  row.index = 777;
  row.attempt = 3;
  row.partition_id = 555;
  row.launch_time = 1'400'000'000'000;  // 2014-05-13 16:53:20
  row.duration = 999'000;
  row.executor_id = "x1";
  row.host = "Host.A";
  row.status = "FAILED";
  row.locality = "RACK_LOCAL";
  row.error = "Boom \xc3\x84";
  row.accumulables = {{1, "accu", {}, "mulated"}};
  row.has_metrics = true;
  row.metrics[executor_run_time] = 61'000;
  row.metrics[input_bytes] = 4096;
  row.metrics[input_records] = 876;
  row.metrics[shuffle_local_bytes_read] = 3 << 20;
  row.metrics[shuffle_remote_bytes_read] = 2 << 20;
  row.metrics[shuffle_write_time] = 45'000'000;
  row.metrics[executor_cpu_time] = 31'337;
  return row;
}

class TaskTextSearchTest : public testing::Test {
 protected:
  void SetUp() override {
    setenv("TZ", "XYZ-2", 1);
    tzset();
  }
  void TearDown() override {
    unsetenv("TZ");
    tzset();
  }
};

TEST_F(TaskTextSearchTest, SearchesWhatSparkSearches) {
  const struct {
    const char* text;
    bool is_found;
  } cases[] = {
      {"23", true},       {"777", true},
      {"x1", true},       {"hOST", true},
      {"failed", true},   {"rack_", true},
      {"false", true},    {"boom", true},
      {"\xc3\xa4", true}, {"2014/05/13 18:53", true},  // in the time of this machine
      {"1.0 min", true},  {"4.0 KiB", true},
      {"876", true},      {"2.0 MiB", true},
      {"5.0 mib", true},  {"45 ms", true},
      {"16 min", true},  // the scheduler delay
      {"555", false},     {"accu", false},
      {"31337", false},   {"999", false},
      {"3.0 MiB", false}, {"true", false},
      {"2014-05", false}, {"\xc3\x9f", false},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(TaskTextSearch(c.text).is_in(task(), 0), c.is_found) << c.text;
  }
}

// Of what a task lacks, Spark's server searches a "d".
TEST_F(TaskTextSearchTest, FindsDInAnyTaskWithoutAnError) {
  TaskRow row;
  row.status = "RUNNING";
  EXPECT_TRUE(TaskTextSearch("D").is_in(row, 0));
  EXPECT_FALSE(TaskTextSearch("dd").is_in(row, 0));
  row.error = "";
  EXPECT_TRUE(TaskTextSearch("d").is_in(row, 0));
  row.result_fetch_start = 1'400'000'000'000;
  EXPECT_FALSE(TaskTextSearch("d").is_in(row, 0));
  EXPECT_TRUE(TaskTextSearch("tue may 13 18:53:20 xyz 2014").is_in(row, 0));
}

TEST_F(TaskTextSearchTest, KnowsNoMetricsOfRunningTasks) {
  TaskRow row = task();
  row.has_metrics = false;
  row.duration.reset();
  EXPECT_FALSE(TaskTextSearch("0.0 B").is_in(row, 0));
  EXPECT_TRUE(TaskTextSearch("0 ms").is_in(row, 0));
  row.result_fetch_start = row.launch_time;
  EXPECT_TRUE(TaskTextSearch("2.0 h").is_in(row, row.launch_time + 7'200'000));
}

}  // namespace
}  // namespace afterglow::history
