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
      R"("Spark Properties":{"spark.task.cpus":"2","spark.x":"\n"},)"
      R"("Hadoop Properties":{"fs.s3a.secret.key":"*****"},)"
      R"("System Properties":{"a":"","b":7},"Metrics Properties":{"*.sink":"x"},)"
      R"("Classpath Entries":{"/a.jar":"System Classpath"}})");
  EXPECT_EQ(event.jvm_information, (StringMap{{"Java Home", "/j"}}));
  EXPECT_EQ(event.spark_properties, (StringMap{{"spark.task.cpus", "2"}, {"spark.x", "\n"}}));
  EXPECT_EQ(event.hadoop_properties, (StringMap{{"fs.s3a.secret.key", "*****"}}));
  EXPECT_EQ(event.system_properties, (StringMap{{"a", ""}}));
  EXPECT_EQ(event.metrics_properties, (StringMap{{"*.sink", "x"}}));
  EXPECT_EQ(event.classpath_entries, (StringMap{{"/a.jar", "System Classpath"}}));
}

TEST(DecodeApplication, EnvironmentBySpark2) {
  const auto event = decode_one<EnvironmentUpdate>(
      R"({"Event":"SparkListenerEnvironmentUpdate","JVM Information":{},"Spark Properties":{},)"
      R"("System Properties":{},"Classpath Entries":{}})");
  EXPECT_TRUE(event.hadoop_properties.empty() && event.metrics_properties.empty());
}

TEST(DecodeApplication, ResourceProfile) {
  const auto event = decode_one<ResourceProfileAdded>(
      R"({"Event":"SparkListenerResourceProfileAdded","Resource Profile Id":3,)"
      R"("Executor Resource Requests":{"cores":{"Resource Name":"cores","Amount":4,)"
      R"("Discovery Script":"","Vendor":""},"gpu":{"Resource Name":"gpu","Amount":2,)"
      R"("Discovery Script":"/find","Vendor":"v.com"}},)"
      R"("Task Resource Requests":{"cpus":{"Resource Name":"cpus","Amount":2.0},)"
      R"("gpu":{"Resource Name":"gpu","Amount":0.25}}})");
  EXPECT_EQ(event.id, 3);
  EXPECT_EQ(event.task_cpus, 2);
  EXPECT_EQ(event.executor_resources,
            (ExecutorResourceRequests{{"cores", {"cores", 4, "", ""}},
                                      {"gpu", {"gpu", 2, "/find", "v.com"}}}));
  EXPECT_EQ(event.task_resources,
            (TaskResourceRequests{{"cpus", {"cpus", 2}}, {"gpu", {"gpu", 0.25}}}));
  const auto plain = decode_one<ResourceProfileAdded>(
      R"({"Event":"SparkListenerResourceProfileAdded","Resource Profile Id":0,)"
      R"("Task Resource Requests":{}})");
  EXPECT_EQ(plain.task_cpus, std::nullopt);
}

TEST(DecodeApplication, MiscellaneousProcess) {
  const std::string before =
      R"({"Event":"org.apache.spark.scheduler.SparkListenerMiscellaneousProcessAdded","time":5,)"
      R"("processId":"yarn-am")";
  const auto event = decode_one<MiscellaneousProcessAdded>(
      before + R"(,"info":{"hostPort":"h:1","cores":2,"logUrlInfo":{"stdout":"http://x"}}})");
  EXPECT_EQ(event.time, 5);
  EXPECT_EQ(event.id, "yarn-am");
  EXPECT_EQ(event.host_port, "h:1");
  EXPECT_EQ(event.cores, 2);
  EXPECT_EQ(event.logs, (StringMap{{"stdout", "http://x"}}));
  EXPECT_NE(refusal(before + "}"), "");
  EXPECT_NE(refusal(before + R"(,"info":[]})"), "");
}

TEST(DecodeApplication, RefusesWrongTypes) {
  const std::string environment = R"({"Event":"SparkListenerEnvironmentUpdate",)";
  const std::string profile =
      R"({"Event":"SparkListenerResourceProfileAdded","Resource Profile Id":0,)";
  for (const std::string& line :
       {environment + R"("Spark Properties":[]})", environment + R"("Classpath Entries":"x"})",
        profile + R"("Executor Resource Requests":{"gpu":1}})",
        profile + R"("Executor Resource Requests":{"gpu":{"Resource Name":"gpu"}}})",
        profile + R"("Task Resource Requests":{"gpu":{"Resource Name":"gpu","Amount":"1"}}})",
        profile + R"("Task Resource Requests":{"gpu":{"Resource Name":"gpu","Amount":{}}}})"}) {
    EXPECT_NE(refusal(line), "") << line;
  }
}

}  // namespace
}  // namespace afterglow::history
