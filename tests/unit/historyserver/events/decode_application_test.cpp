#include "tests/unit/historyserver/events/recording_sink.h"

namespace afterglow::history {
namespace {

TEST(DecodeApplication, LogStart) {
  const auto event =
      decode_one<LogStart>(R"({"Event":"SparkListenerLogStart","Spark Version":"4.3.0"})");
  EXPECT_EQ(event.spark_version, "4.3.0");
}

TEST(DecodeApplication, Start) {
  const auto event = decode_one<ApplicationStart>(
      R"({"Event":"SparkListenerApplicationStart","App Name":"a \"b\" \u4e16","App ID":"app-1",)"
      R"("Timestamp":17,"User":"u","App Attempt ID":"2","Driver Logs":{"stdout":"http://x"},)"
      R"("Driver Attributes":{"k":"v","n":7}})");
  EXPECT_EQ(event.name, "a \"b\" \xe4\xb8\x96");
  EXPECT_EQ(event.id, "app-1");
  EXPECT_EQ(event.time, 17);
  EXPECT_EQ(event.user, "u");
  EXPECT_EQ(event.attempt_id, "2");
  EXPECT_EQ(event.driver_logs, (StringMap{{"stdout", "http://x"}}));
  EXPECT_EQ(event.driver_attributes, (StringMap{{"k", "v"}}));
}

TEST(DecodeApplication, StartBySpark1) {
  const auto event = decode_one<ApplicationStart>(
      R"({"Event":"SparkListenerApplicationStart","App Name":"a","Timestamp":1,"User":"u"})");
  EXPECT_EQ(event.id, std::nullopt);
  EXPECT_EQ(event.attempt_id, std::nullopt);
  EXPECT_EQ(event.driver_logs, std::nullopt);
  EXPECT_TRUE(event.driver_attributes.empty());
}

TEST(DecodeApplication, End) {
  const auto old =
      decode_one<ApplicationEnd>(R"({"Event":"SparkListenerApplicationEnd","Timestamp":99})");
  EXPECT_EQ(old.time, 99);
  EXPECT_EQ(old.exit_code, std::nullopt);
  const auto failed = decode_one<ApplicationEnd>(
      R"({"Event":"SparkListenerApplicationEnd","Timestamp":99,"ExitCode":3})");
  EXPECT_EQ(failed.exit_code, 3);
  const auto unknown = decode_one<ApplicationEnd>(
      R"({"Event":"SparkListenerApplicationEnd","Timestamp":99,"ExitCode":null})");
  EXPECT_EQ(unknown.exit_code, std::nullopt);
}

TEST(DecodeApplication, Environment) {
  const auto event = decode_one<EnvironmentUpdate>(
      R"({"Event":"SparkListenerEnvironmentUpdate","JVM Information":{"Java Home":"/j"},)"
      R"("Spark Properties":{"spark.task.cpus":"2","spark.x":"\n"},"System Properties":{}})");
  EXPECT_EQ(event.spark_properties, (StringMap{{"spark.task.cpus", "2"}, {"spark.x", "\n"}}));
}

TEST(DecodeApplication, ResourceProfile) {
  const auto event = decode_one<ResourceProfileAdded>(
      R"({"Event":"SparkListenerResourceProfileAdded","Resource Profile Id":3,)"
      R"("Executor Resource Requests":{"cores":{"Resource Name":"cores","Amount":4}},)"
      R"("Task Resource Requests":{"cpus":{"Resource Name":"cpus","Amount":2.0}}})");
  EXPECT_EQ(event.id, 3);
  EXPECT_EQ(event.task_cpus, 2);
  const auto plain = decode_one<ResourceProfileAdded>(
      R"({"Event":"SparkListenerResourceProfileAdded","Resource Profile Id":0,)"
      R"("Task Resource Requests":{}})");
  EXPECT_EQ(plain.task_cpus, std::nullopt);
}

}  // namespace
}  // namespace afterglow::history
