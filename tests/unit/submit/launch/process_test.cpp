#include "submit/launch/process.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "submit/app.h"
#include "submit/launch/spark_env.h"
#include "tests/unit/submit/support/fake_spark.h"

namespace afterglow::submit {
namespace {

using Words = std::vector<std::string>;

// Runs `body` in a child, which it is expected to replace; the value is the exit code.
template <typename Body>
int in_child(const Body& body) {
  const pid_t child = fork();
  if (child == 0) _exit(body());
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

TEST(Process, OutputOf) {
  EXPECT_EQ(output_of({"sh", "-c", "echo a; echo b >&2"}), "a\n");
  EXPECT_EQ(output_of({"sh", "-c", "exit 1"}), std::nullopt);
  EXPECT_EQ(output_of({"/no/such/program"}), std::nullopt);
}

TEST(Process, FailedReplacementSaysWhy) {
  const Error error = replace_process("/no/such/program", {}, {});
  EXPECT_EQ(error.message, "cannot run /no/such/program: No such file or directory");
}

TEST(Process, ReplacementGetsArgumentsAndEnvironment) {
  const TemporaryFolder folder;
  const std::string out = folder.path("out");
  Environment environment;
  environment.set("OUT", out);
  const int code = in_child([&] {
    replace_process("/bin/sh",
                    {"-c", "printf '%s|' \"$@\" >$OUT; exit 7", "sh", "a b", "", "\u00fc"},
                    environment);
    return 99;
  });
  EXPECT_EQ(code, 7);
  EXPECT_EQ(text_of(out), "a b||\u00fc|");
}

class SparkEnv : public testing::Test {
 protected:
  SparkEnv() : home_(make_spark(folder_, "spark")), spark_(*spark_at(home_, "SPARK_HOME")) {
    environment_.set("PATH", "/usr/bin:/bin");
  }

  TemporaryFolder folder_;
  std::filesystem::path home_;
  SparkInstallation spark_;
  Environment environment_;
};

TEST_F(SparkEnv, NothingToRunWithoutScriptOrTwice) {
  EXPECT_FALSE(spark_env_command(spark_, environment_, "/x", "x", {}));
  EXPECT_EQ(environment_.get("SPARK_ENV_LOADED"), "1");
  EXPECT_EQ(environment_.get("SPARK_CONF_DIR"), (home_ / "conf").string());
  folder_.write("spark/conf/spark-env.sh", "");
  EXPECT_FALSE(spark_env_command(spark_, environment_, "/x", "x", {}));
}

TEST_F(SparkEnv, ScriptChangesTheProcess) {
  folder_.write("spark/conf/spark-env.sh",
                "NEW='a b'\nSEEN=\"$0 $1 $2\"\nulimit -n 99\ncd /\nset -- changed\nfalse\n");
  const std::string out = folder_.path("out");
  const std::string program = folder_.write_program(
      "program",
      "#!/bin/sh\nprintf '%s|' \"$NEW\" \"$SEEN\" \"$(ulimit -n)\" \"$PWD\" \"$AFTERGLOW_PROGRAM\" "
      "\"$@\" >" +
          out + "\nexit 5\n");
  const Words arguments = {"a b", "", "--x=\"y\""};
  const auto command = spark_env_command(spark_, environment_, program, "name", arguments);
  ASSERT_TRUE(command);
  EXPECT_EQ(in_child([&] {
              replace_process(command->program, command->arguments, command->environment);
              return 99;
            }),
            5);
  EXPECT_EQ(text_of(out), "a b|" + (home_ / "bin/spark-class").string() +
                              " org.apache.spark.deploy.SparkSubmit a b|99|/||a b||--x=\"y\"|");
}

TEST_F(SparkEnv, WholeProgramBecomesTheDriver) {
  const std::string out = folder_.path("out");
  folder_.write_program("jdk/bin/java", "#!/bin/sh\nfor a; do printf '%s\\n' \"$a\"; done >" + out +
                                            "\nenv >>" + out + "\ncat >>" + out + "\nexit 42\n");
  environment_.set("JAVA_HOME", folder_.path("jdk"));
  environment_.set("SPARK_HOME", home_.string());
  const std::string app = folder_.write("app.py", "");
  EXPECT_EQ(in_child([&] {
              int ends[2];
              if (pipe(ends) != 0 || write(ends[1], "typed", 5) != 5) return 98;
              close(ends[1]);
              dup2(ends[0], STDIN_FILENO);
              return run({"--master", "local[1]", app, "x  y"}, environment_);
            }),
            42);
  const std::string text = text_of(out);
  for (const std::string& part :
       {"--master\nlocal[1]\n" + app + "\nx  y\n", std::string("\nPYTHONHASHSEED=0\n"),
        "\nSPARK_HOME=" + home_.string() + "\n", std::string("\nSPARK_SCALA_VERSION=2.13\n"),
        std::string("\nSPARK_ENV_LOADED=1\n"), std::string("\ntyped")}) {
    EXPECT_NE(text.find(part), std::string::npos) << part << " in " << text;
  }
}

TEST(App, ExitCodesWithoutADriver) {
  Environment nothing;
  nothing.set("PATH", "");
  testing::internal::CaptureStderr();
  testing::internal::CaptureStdout();
  EXPECT_EQ(run({}, nothing), 255);
  EXPECT_EQ(run({"--help"}, nothing), 0);
  EXPECT_EQ(run({"--version"}, nothing), 0);
  EXPECT_EQ(run({"--nonsense"}, nothing), 1);
  EXPECT_EQ(run({"/no/such.py"}, nothing), 1);
  EXPECT_TRUE(testing::internal::GetCapturedStdout().starts_with("Usage: afterglow-submit"));
  const std::string text = testing::internal::GetCapturedStderr();
  EXPECT_NE(text.find("no Java found"), std::string::npos);
  EXPECT_NE(text.find("there is no application file /no/such.py"), std::string::npos);
}

}  // namespace
}  // namespace afterglow::submit
