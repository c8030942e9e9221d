#include "submit/launch/jvm_command.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>

#include "common/conf/properties_file.h"
#include "submit/launch/module_options.h"
#include "submit/resolve/planner.h"
#include "tests/unit/submit/support/fake_spark.h"

namespace afterglow::submit {
namespace {

using Words = std::vector<std::string>;

class JvmCommand : public testing::Test {
 protected:
  JvmCommand() : home_(make_spark(folder_, "spark")), app_(folder_.write("app.py", "")) {}

  Command command(Words words, const Words& application_arguments = {}) {
    words.push_back(app_);
    words.insert(words.end(), application_arguments.begin(), application_arguments.end());
    Problems problems;
    Words warnings;
    const auto plan =
        make_plan(parse_command_line(words), environment_, home_ / "conf", problems, warnings);
    EXPECT_TRUE(plan) << testing::PrintToString(problems);
    redactor_ = plan->redactor;
    const auto spark = spark_at(home_, "SPARK_HOME");
    const auto made =
        driver_command(*plan, {*spark, "/jdk/bin/java", home_ / "conf", environment_});
    EXPECT_TRUE(made);
    return *made;
  }

  // Behind the name of the class.
  static Words submit_arguments(const Command& command) {
    const auto begin = std::ranges::find(command.arguments, "org.apache.spark.deploy.SparkSubmit");
    return Words(begin + 1, command.arguments.end());
  }

  TemporaryFolder folder_;
  std::filesystem::path home_;
  std::string app_;
  Environment environment_;
  Redactor redactor_;
};

TEST_F(JvmCommand, IsWhatSparkWouldRun) {
  const std::string jars = (home_ / "jars").string();
  environment_.set("SPARK_SUBMIT_OPTS", "-Dsubmit");
  environment_.set("HADOOP_CONF_DIR", folder_.path());
  environment_.set("SPARK_DIST_CLASSPATH", "/a::/b:/a");
  folder_.write("spark/conf/java-opts", "-Djava.opts");
  const Command made = command({"--driver-memory", "2g", "--driver-class-path", "/first",
                                "--driver-java-options", "-Ddriver"});
  Words expected = {"-XX:Tier4InvocationThreshold=60000",
                    "-XX:Tier4MinInvocationThreshold=7200",
                    "-XX:Tier4CompileThreshold=180000",
                    "-XX:Tier4BackEdgeThreshold=480000",
                    "-XX:MetaspaceSize=192m",
                    "-Djava.opts",
                    "-cp",
                    "/first:" + (home_ / "conf").string() + "/:" + jars +
                        "/slf4j-api-2.0.17.jar:" + jars + "/*:" + folder_.path() + "/:/a:/b",
                    "-Dsubmit",
                    "-Xmx2g",
                    "-Ddriver"};
  for (const std::string& option : module_options({4, 3, 0})) expected.push_back(option);
  for (const char* const word :
       {"org.apache.spark.deploy.SparkSubmit", "--conf", "spark.driver.memory=2g", "--conf",
        "spark.driver.extraClassPath=/first", "--conf", "spark.driver.extraJavaOptions=-Ddriver"}) {
    expected.emplace_back(word);
  }
  expected.push_back(app_);
  EXPECT_EQ(made.arguments, expected);
  EXPECT_EQ(made.program, "/jdk/bin/java");
}

TEST_F(JvmCommand, StartsAsUsualWhereThatIsWanted) {
  EXPECT_EQ(command({"--conf", "afterglow.submit.quickStart.enabled=false"}).arguments[0], "-cp");
  EXPECT_EQ(command({"--conf", "afterglow.submit.quickStart.enabled=true"}).arguments[5], "-cp");
  environment_.set("AFTERGLOW_QUICK_START", "false");
  EXPECT_EQ(command({}).arguments[0], "-cp");
}

TEST_F(JvmCommand, OrdersOptionsAndLeavesArgumentsAlone) {
  const Words arguments = {"", "a b", "--master", "yarn", "\"'\\*\n", "-c", "password=x"};
  const Command made =
      command({"--name", "n", "-c", "spark.b=1", "--master=local[2]", "--class", "X", "-v",
               "--deploy-mode", "client", "--conf", "spark.a=", "--master", "local"},
              arguments);
  Words expected = {"--master",  "local",  "--deploy-mode", "client",  "--conf",
                    "spark.b=1", "--conf", "spark.a=",      "--class", "X",
                    "--name",    "n",      "--verbose",     app_};
  expected.insert(expected.end(), arguments.begin(), arguments.end());
  EXPECT_EQ(submit_arguments(made), expected);
}

TEST_F(JvmCommand, HandsPropertiesFilesOn) {
  const std::string file = folder_.write("my.conf", "spark.a 1\nspark.password from-file\n");
  const Words options = {"--properties-file", file, "--extra-properties-file", file,
                         "--load-spark-defaults"};
  Words expected = options;
  expected.push_back(app_);
  EXPECT_EQ(submit_arguments(command(options)), expected);
}

TEST_F(JvmCommand, SecretsGoToAPrivateFile) {
  folder_.write("spark/conf/spark-defaults.conf", "spark.a file\nspark.my.password weak\n");
  const std::string extra = folder_.write("x.conf", "spark.b extra\n");
  const Command made =
      command({"--conf", "spark.my.password=hunter2 =:\\\u00e9", "--conf", "spark.c=3",
               "--extra-properties-file", extra, "--conf", "spark.opt=--token=hunter2"});
  const Words arguments = submit_arguments(made);
  ASSERT_EQ(arguments.size(), 5U) << testing::PrintToString(arguments);
  EXPECT_EQ(arguments[1], "spark.c=3");
  EXPECT_EQ(arguments[2], "--properties-file");
  EXPECT_EQ(testing::PrintToString(made.arguments).find("hunter2"), std::string::npos);

  struct stat status = {};
  ASSERT_EQ(stat(arguments[3].c_str(), &status), 0);
  EXPECT_TRUE(S_ISREG(status.st_mode));
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
  SparkConf read;
  const auto properties = read_properties_file(arguments[3]);
  ASSERT_TRUE(properties);
  for (const Property& property : *properties) read.set(property.key, property.value, "");
  EXPECT_EQ(read.entries().size(), 4U);
  EXPECT_EQ(*read.get("spark.a"), "file");
  EXPECT_EQ(*read.get("spark.b"), "extra");
  EXPECT_EQ(*read.get("spark.my.password"), "hunter2 =:\\\u00e9");
  EXPECT_EQ(*read.get("spark.opt"), "--token=hunter2");
}

TEST_F(JvmCommand, SecretOptionsGoToThatFileToo) {
  const Command made =
      command({"--remote", "sc://h/;token=hunter2", "--repositories", "https://u:hunter2@h/r",
               "--conf", "spark.remote=sc://weaker", "--name", "n"});
  const Words arguments = submit_arguments(made);
  ASSERT_EQ(arguments.size(), 5U) << testing::PrintToString(arguments);
  EXPECT_EQ(arguments[0], "--properties-file");
  EXPECT_EQ(text_of(arguments[1]),
            "spark.remote=sc://h/;token=hunter2\nspark.jars.repositories=https://u:hunter2@h/r\n");
  EXPECT_EQ(testing::PrintToString(made.arguments).find("hunter2"), std::string::npos);
}

TEST_F(JvmCommand, ConnectLeavesTheEngineOut) {
  for (const char* const name : {"spark-sql_2.13-4.3.0.jar", "spark-connect_2.13-4.3.0.jar",
                                 "spark-sql-api_2.13-4.3.0.jar", "connect-repl/x.jar"}) {
    folder_.write(std::filesystem::path("spark/jars") / name, "");
  }
  const std::string jars = (home_ / "jars").string();
  environment_.set("AFTERGLOW_QUICK_START", "false");
  const Command made = command({"--remote", "sc://h"});
  EXPECT_EQ(made.arguments[1], (home_ / "conf").string() + ":" + jars + "/slf4j-api-2.0.17.jar:" +
                                   jars + "/connect-repl/*:" + jars + "/spark-core_2.13-4.3.0.jar");
}

TEST_F(JvmCommand, SecretJvmOptionsGoToArgumentFiles) {
  const Command made = command(
      {"--driver-java-options", "-Da=1 '-Dmy.token=x \"y\\'", "--conf", "spark.pad.password= p "});
  Words files;
  for (const std::string& argument : made.arguments) {
    EXPECT_EQ(argument.find("my.token"), std::string::npos);
    EXPECT_EQ(argument.find("pad.password"), std::string::npos);
    if (argument.starts_with("@")) files.push_back(text_of(argument.substr(1)));
  }
  EXPECT_EQ(files, (Words{"\"-Dmy.token=x \\\"y\\\\\"\n", "\"-Dspark.pad.password= p \"\n"}));
}

TEST_F(JvmCommand, LibraryPathIsAppended) {
  EXPECT_EQ(command({"--driver-library-path", "/n"}).environment.get("LD_LIBRARY_PATH"), "/n");
  environment_.set("LD_LIBRARY_PATH", "/m");
  EXPECT_EQ(command({"--driver-library-path", "/n"}).environment.get("LD_LIBRARY_PATH"), "/m:/n");
}

}  // namespace
}  // namespace afterglow::submit
