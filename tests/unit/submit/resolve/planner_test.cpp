#include "submit/resolve/planner.h"

#include <gtest/gtest.h>

#include "submit/resolve/validate.h"
#include "tests/unit/submit/support/fake_spark.h"

namespace afterglow::submit {
namespace {

using Words = std::vector<std::string>;

class Planner : public testing::Test {
 protected:
  // An application file is put behind the words.
  std::optional<SubmissionPlan> plan(Words words) {
    words.push_back(folder_.write("app.py", ""));
    return make_plan(parse_command_line(words), environment_, folder_.path(), problems_, warnings_);
  }

  std::string only_problem(const Words& words) {
    problems_.clear();
    EXPECT_FALSE(plan(words));
    EXPECT_EQ(problems_.size(), 1U) << testing::PrintToString(words);
    return problems_.empty() ? "" : problems_[0];
  }

  TemporaryFolder folder_;
  Environment environment_;
  Problems problems_;
  Words warnings_;
};

TEST_F(Planner, Defaults) {
  const auto made = plan({});
  ASSERT_TRUE(made) << testing::PrintToString(problems_);
  EXPECT_EQ(made->master.text, "local[*]");
  EXPECT_EQ(made->driver_heap, "1g");
  EXPECT_EQ(made->verbosity, Verbosity::quiet);
}

TEST_F(Planner, HeapInWordsOfTheJvm) {
  const struct {
    const char* memory;
    const char* heap;
  } cases[] = {{"2g", "2g"},           {"512M", "512M"},    {"2gb", "2097152k"},
               {"4194304", "4194304"}, {" 1g", "1048576k"}, {"4194304b", "4096k"}};
  for (const auto& c : cases) {
    const auto made = plan({"--driver-memory", c.memory});
    ASSERT_TRUE(made) << c.memory;
    EXPECT_EQ(made->driver_heap, c.heap);
  }
}

TEST_F(Planner, CollectsJvmOptions) {
  folder_.write("java-opts", "-Da=1 -Db\n-Dc='x y'\n");
  environment_.set("SPARK_SUBMIT_OPTS", "-Ds \"-Dt=u v\"");
  const auto made = plan(
      {"--driver-java-options", "-Dextra", "--conf", "spark.driver.defaultJavaOptions=-Ddefault"});
  ASSERT_TRUE(made);
  EXPECT_EQ(made->conf_dir_options, (Words{"-Da=1", "-Db", "-Dc=x y"}));
  EXPECT_EQ(made->submit_options, (Words{"-Ds", "-Dt=u v"}));
  EXPECT_EQ(made->driver_options, (Words{"-Ddefault", "-Dextra"}));
}

TEST_F(Planner, Refusals) {
  const struct {
    Words words;
    const char* part;
  } cases[] = {
      {{"--master", "yarn"}, "YARN (--master yarn) is not supported yet by this version"},
      {{"--master", "spark://h:1"}, "a standalone cluster (--master spark://h:1) is not supported"},
      {{"--master", "k8s://h"}, "Kubernetes (--master k8s://h) is not supported yet"},
      {{"--conf", "spark.master=yarn"}, "YARN (--conf yarn) is not supported yet"},
      {{"--conf", "spark.remote=sc://h"}, "Spark Connect (--conf) is not supported yet"},
      {{"--conf", "spark.api.mode=connect"}, "Spark Connect (spark.api.mode"},
      {{"--master", "local[x]"}, "master \"local[x]\" is malformed"},
      {{"--deploy-mode", "cluster"}, "not compatible with master local[*]"},
      {{"--deploy-mode", "Client"}, "deploy mode \"Client\" (--deploy-mode) is unknown"},
      {{"--driver-memory", "1.5g"}, "fractions are not allowed"},
      {{"--driver-memory", "512"}, "512 bytes, too little for a JVM"},
      {{"--driver-memory", "lots"}, "\"lots\" is not a size"},
      {{"--executor-memory", "0g"}, "must be positive"},
      {{"--executor-cores", "two"}, "executor cores (--executor-cores): \"two\""},
      {{"--num-executors", "0"}, "number of executors (--num-executors): \"0\""},
      {{"--driver-java-options", "-Xmx2g"}, "-Xmx2g is not allowed here"},
      {{"--driver-java-options", "'a"}, "has an unclosed quote"},
      {{"--jars", "/no/a.jar"}, "--jars: there is no file /no/a.jar"},
      {{"--files", "file:///no/a%20b"}, "--files: there is no file /no/a b"},
      {{"--py-files", "hdfs://h/x.py,/no/b.py#c"}, "--py-files: there is no file /no/b.py"},
  };
  for (const auto& c : cases) {
    const std::string problem = only_problem(c.words);
    EXPECT_NE(problem.find(c.part), std::string::npos) << problem;
  }
}

TEST_F(Planner, ReportsAllAtOnce) {
  EXPECT_FALSE(plan(
      {"--master", "local[", "--jars", "/no/a.jar", "--driver-memory", "x", "--conf", "spark.x"}));
  EXPECT_EQ(problems_.size(), 4U);
}

TEST_F(Planner, AcceptsWhatIsNotHere) {
  EXPECT_TRUE(plan({"--jars", "hdfs://h/a.jar,local:/x.jar,/no/*.jar, ,s3a://b/c.jar"}))
      << testing::PrintToString(problems_);
}

TEST_F(Planner, Application) {
  const auto problem_of = [this](const Words& words) {
    problems_.clear();
    const CommandLine line = parse_command_line(words);
    EXPECT_FALSE(make_plan(line, environment_, folder_.path(), problems_, warnings_));
    return problems_.empty() ? "" : problems_[0];
  };
  EXPECT_TRUE(problem_of({}).starts_with("no application"));
  EXPECT_TRUE(problem_of({""}).starts_with("no application"));
  EXPECT_EQ(problem_of({"/no/such.py"}), "there is no application file /no/such.py");
  EXPECT_NE(problem_of({folder_.path()}).find("is a folder"), std::string::npos);
  EXPECT_NE(problem_of({"\u2013\u2013master"}).find("long dash"), std::string::npos);
}

TEST(CheckSupported, CommandLine) {
  for (const Words& words :
       {Words{"--kill", "x"}, Words{"--status", "x"}, Words{"--proxy-user", "u", "a.py"},
        Words{"--supervise", "a.jar"}, Words{"--remote", "sc://h", "a.py"}, Words{"pyspark-shell"},
        Words{"run-example", "SparkPi"}, Words{"--class", "org.apache.spark.repl.Main"}}) {
    Problems problems;
    check_supported(parse_command_line(words), problems);
    ASSERT_EQ(problems.size(), 1U) << testing::PrintToString(words);
    EXPECT_TRUE(
        problems[0].ends_with("is not supported yet by this version of afterglow-submit; "
                              "use Spark's own spark-submit for it"));
  }
}

}  // namespace
}  // namespace afterglow::submit
