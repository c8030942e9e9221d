#include "submit/launch/standalone/standalone_launcher.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "common/json/json.h"
#include "tests/unit/temporary_folder.h"

namespace afterglow::submit {
namespace {

class StandaloneLauncher : public testing::Test {
 protected:
  StandaloneLauncher() {
    plan_.master = {MasterKind::standalone, "spark://h1:7077,h2:7077"};
    plan_.application.resource = folder_.write("app.py", "");
    plan_.application.arguments = {"--date", "2026-01-31", "{}"};
    set("spark.app.name", "nightly");
    set("spark.master", plan_.master.text);
    set("spark.driver.memory", "2g");
    set("spark.driver.supervise", "true");
    set("spark.executor.memory", "3g");
    set("afterglow.submit.staging.port", "4040");
    surroundings_.spark.version_text = "4.3.0";
    surroundings_.environment.set("SPARK_HOME", "/gateway/spark");
    surroundings_.environment.set("SPARK_LOCAL_DIRS", "/data");
    surroundings_.environment.set("PYSPARK_PYTHON", "/usr/bin/python3");
    surroundings_.environment.set("HOME", "/home/ann");
  }
  void set(const std::string& key, const std::string& value) {
    plan_.effective_conf.set(key, value, "test");
  }
  Preview preview() const {
    const auto made = standalone_launcher.preview(plan_, surroundings_);
    EXPECT_TRUE(made) << made.error().message;
    return made.value_or(Preview{});
  }
  static std::vector<std::string> arguments_of(const std::string& body) {
    std::vector<std::string> words;
    const auto json = Json::parse(body);
    const auto list = json->list_of("appArgs");
    for (const Json& word : list) {
      words.push_back(Json::object().set("x", word).text_of("x").value_or("?"));
    }
    return words;
  }

  TemporaryFolder folder_;
  SubmissionPlan plan_{};
  Surroundings surroundings_{};
};

TEST_F(StandaloneLauncher, ShowsTheRequest) {
  const Preview shown = preview();
  ASSERT_EQ(shown.requests.size(), 1U);
  EXPECT_EQ(shown.requests[0].address, "http://h1:6066/v1/submissions/create");
  ASSERT_EQ(shown.copies.size(), 1U);
  EXPECT_EQ(shown.copies[0].from, plan_.application.resource);
  const auto body = Json::parse(shown.requests[0].body);
  ASSERT_TRUE(body);
  EXPECT_EQ(body->text_of("mainClass"), "org.apache.spark.deploy.SparkSubmit");
  EXPECT_EQ(body->text_of("appResource"), shown.copies[0].to);
  EXPECT_EQ(body->member("sparkProperties")->line(),
            R"({"spark.app.name":"nightly","spark.master":"spark://h1:7077,h2:7077",)"
            R"("spark.submit.deployMode":"client","spark.driver.memory":"2g",)"
            R"("spark.driver.supervise":"true"})");
  EXPECT_EQ(body->member("environmentVariables")->line(),
            R"({"PYSPARK_PYTHON":"/usr/bin/python3","SPARK_LOCAL_DIRS":"/data"})");
  EXPECT_EQ(arguments_of(shown.requests[0].body),
            (std::vector<std::string>{"--master", plan_.master.text, "--deploy-mode", "client",
                                      "--conf", "spark.executor.memory=3g", "--conf",
                                      "spark.afterglow.submission=RANDOM", "{{USER_JAR}}", "--date",
                                      "2026-01-31", "{}"}));
}

TEST_F(StandaloneLauncher, SecretsAreInNoArgument) {
  set("spark.example.password", "hunter2");
  const Preview shown = preview();
  EXPECT_FALSE(shown.requests[0].body.contains("hunter2")) << shown.requests[0].body;
  const auto words = arguments_of(shown.requests[0].body);
  const auto option = std::ranges::find(words, "--properties-file");
  ASSERT_NE(option, words.end());
  EXPECT_EQ(*(option + 1), "{{USER_JAR}}") << "the copy that the worker makes";
  ASSERT_EQ(shown.copies.size(), 2U);
  EXPECT_EQ(Json::parse(shown.requests[0].body)->text_of("appResource"), shown.copies[1].to);
  EXPECT_NE(std::ranges::find(words, shown.copies[0].to), words.end()) << "the application";

  set("spark.driver.extraJavaOptions", "-Dpassword=hunter2");
  EXPECT_FALSE(standalone_launcher.preview(plan_, surroundings_));
}

TEST_F(StandaloneLauncher, FilesOfThisMachineAreMadeReadable) {
  folder_.write("a.jar", "");
  folder_.write("b.jar", "");
  set("spark.jars", folder_.path("*.jar") + ",hdfs://nn/c.jar,local:/opt/d.jar");
  set("spark.archives", folder_.write("env.zip", "") + "#env");
  set("afterglow.submit.staging.dir", "/shared");
  const auto words = arguments_of(preview().requests[0].body);
  const auto jars = std::ranges::find(words, "--jars");
  ASSERT_NE(jars, words.end());
  EXPECT_EQ(*(jars + 1),
            "/shared/USER/NAME/1/a.jar,/shared/USER/NAME/2/b.jar,hdfs://nn/c.jar,local:/opt/d.jar");
  EXPECT_EQ(
      words[static_cast<std::size_t>(std::ranges::find(words, "--archives") - words.begin()) + 1],
      "/shared/USER/NAME/3/env.zip#env");

  for (const std::string& wrong :
       {folder_.path("absent.jar"), folder_.path("*.egg"), folder_.path()}) {
    set("spark.jars", wrong);
    const auto made = standalone_launcher.preview(plan_, surroundings_);
    ASSERT_FALSE(made) << wrong;
    EXPECT_TRUE(made.error().message.contains(wrong)) << made.error().message;
  }
}

}  // namespace
}  // namespace afterglow::submit
