#include "submit/launch/shell_command.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "submit/resolve/planner.h"
#include "tests/unit/submit/support/fake_spark.h"

namespace afterglow::submit {
namespace {

using Words = std::vector<std::string>;

class ShellCommand : public testing::Test {
 protected:
  ShellCommand() : home_(make_spark(folder_, "spark")) {
    environment_.set("PATH", folder_.path("bin"));
    for (const char* const program : {"python3", "other", "R"}) {
      folder_.write_program(std::filesystem::path("bin") / program, "");
    }
  }

  Command command(const Words& words) {
    Problems problems;
    Words warnings;
    const auto plan =
        make_plan(parse_command_line(words), environment_, home_ / "conf", problems, warnings);
    EXPECT_TRUE(plan) << testing::PrintToString(problems);
    const auto spark = spark_at(home_, "SPARK_HOME");
    const auto made = shell_command(*plan, {*spark, "/jdk/bin/java", home_ / "conf", environment_});
    EXPECT_TRUE(made) << made.error().message;
    return *made;
  }

  TemporaryFolder folder_;
  std::filesystem::path home_;
  Environment environment_;
};

TEST_F(ShellCommand, Python) {
  environment_.set("PYSPARK_DRIVER_PYTHON_OPTS", "-i 'a b'");
  const Command made = command({"pyspark-shell-main", "--name", "a \"b\" \\", "--master", "local"});
  EXPECT_EQ(made.program, folder_.path("bin/python3"));
  EXPECT_EQ(made.arguments, (Words{"-i", "a b"}));
  EXPECT_EQ(made.environment.get("PYSPARK_SUBMIT_ARGS"),
            R"("--master" "local" "--name" "a \"b\" \\" "pyspark-shell")");
  EXPECT_EQ(made.environment.get("SPARK_API_MODE"), "classic");
  EXPECT_FALSE(made.environment.contains("SPARK_REMOTE"));
}

TEST_F(ShellCommand, ChoosesThePythonAsSparkDoes) {
  environment_.set("PYSPARK_PYTHON", "python3");
  EXPECT_EQ(command({"pyspark-shell-main"}).program, folder_.path("bin/python3"));
  environment_.set("PYSPARK_DRIVER_PYTHON", "other");
  EXPECT_EQ(command({"pyspark-shell-main"}).program, folder_.path("bin/other"));
  const Command made = command({"pyspark-shell-main", "-c", "spark.pyspark.python=python3"});
  EXPECT_EQ(made.program, folder_.path("bin/python3"));
  EXPECT_EQ(made.environment.get("PYSPARK_PYTHON"), "python3");
}

TEST_F(ShellCommand, RemoteServersAreForThePythonOnly) {
  const Command made = command({"pyspark-shell-main", "--remote", "sc://h", "--name", "n"});
  EXPECT_EQ(made.environment.get("SPARK_REMOTE"), "sc://h");
  EXPECT_EQ(made.environment.get("SPARK_CONNECT_MODE_ENABLED"), "1");
  EXPECT_EQ(made.environment.get("PYSPARK_SUBMIT_ARGS"), R"("--name" "n" "pyspark-shell")");
}

TEST_F(ShellCommand, SecretsAreNotInTheArgumentsOfSparkSubmit) {
  const Command made = command({"pyspark-shell-main", "--conf", "spark.x.password=hunter2"});
  const std::string& arguments = made.environment.get("PYSPARK_SUBMIT_ARGS");
  const std::string start = "\"--properties-file\" \"/proc/" + std::to_string(getpid()) + "/fd/";
  EXPECT_TRUE(arguments.starts_with(start)) << arguments;
}

TEST_F(ShellCommand, R) {
  const Command made = command({"sparkr-shell-main", "--vanilla", "--name", "n"});
  EXPECT_EQ(made.program, folder_.path("bin/R"));
  EXPECT_EQ(made.environment.get("SPARKR_SUBMIT_ARGS"),
            R"("--name" "n" "sparkr-shell" "--vanilla")");
  EXPECT_EQ(made.environment.get("R_PROFILE_USER"),
            (home_ / "R/lib/SparkR/profile/shell.R").string());
}

}  // namespace
}  // namespace afterglow::submit
