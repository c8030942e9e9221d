#include "historyserver/store/environment_store.h"

#include "tests/unit/historyserver/store/database_fixture.h"

namespace afterglow::history {
namespace {

using EnvironmentStoreTest = ApplicationDatabaseFixture;

TEST_F(EnvironmentStoreTest, KeepsTheLatestEnvironment) {
  EXPECT_EQ(value_of(database_->environment.get()).has_value(), false);
  expect_done(database_->environment.replace({}));
  expect_done(database_->environment.replace({.jvm_information = {{"Java Home", "/j"}},
                                              .spark_properties = {{"b", "2"}, {"a", "\"\n\xff"}},
                                              .hadoop_properties = {{"h", ""}},
                                              .system_properties = {{"s", "1"}},
                                              .metrics_properties = {{"m", "1"}},
                                              .classpath_entries = {{"/a.jar", "User"}}}));
  const EnvironmentRow row = value_of(database_->environment.get()).value_or(EnvironmentRow());
  EXPECT_EQ(row.jvm_information, (StringMap{{"Java Home", "/j"}}));
  EXPECT_EQ(row.spark_properties, (StringMap{{"a", "\"\n\xef\xbf\xbd"}, {"b", "2"}}));
  EXPECT_EQ(row.hadoop_properties, (StringMap{{"h", ""}}));
  EXPECT_EQ(row.system_properties, (StringMap{{"s", "1"}}));
  EXPECT_EQ(row.metrics_properties, (StringMap{{"m", "1"}}));
  EXPECT_EQ(row.classpath_entries, (StringMap{{"/a.jar", "User"}}));
}

TEST_F(EnvironmentStoreTest, KeepsResourceProfiles) {
  const ExecutorResourceRequests executor = {{"gpu", {"gpu", 2, "/find", "v"}},
                                             {"memory", {"memory", 1024, "", ""}}};
  const TaskResourceRequests task = {{"cpus", {"cpus", 1}}, {"gpu", {"gpu", 0.25}}};
  expect_done(database_->environment.put(ResourceProfileRow{1, executor, task}));
  expect_done(database_->environment.put(ResourceProfileRow{0, {}, {}}));
  const auto rows = value_of(database_->environment.resource_profiles());
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].id, 0);
  EXPECT_TRUE(rows[0].executor_resources.empty() && rows[0].task_resources.empty());
  EXPECT_EQ(rows[1].executor_resources, executor);
  EXPECT_EQ(rows[1].task_resources, task);
}

TEST_F(EnvironmentStoreTest, KeepsProcesses) {
  expect_done(database_->environment.put(
      MiscProcessRow{"yarn-am", "h:1", true, 2, 5, {{"stdout", "http://x"}}}));
  EXPECT_EQ(value_of(database_->environment.process("other")).has_value(), false);
  const auto rows = value_of(database_->environment.processes());
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].id, "yarn-am");
  EXPECT_EQ(rows[0].host_port, "h:1");
  EXPECT_TRUE(rows[0].is_active);
  EXPECT_EQ(rows[0].total_cores, 2);
  EXPECT_EQ(rows[0].add_time, 5);
  EXPECT_EQ(rows[0].logs, (StringMap{{"stdout", "http://x"}}));
}

}  // namespace
}  // namespace afterglow::history
