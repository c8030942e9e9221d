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
    return sound_plan(words);
  }

  // None when anything is wrong with it.
  std::optional<SubmissionPlan> sound_plan(const Words& words) {
    auto made =
        make_plan(parse_command_line(words), environment_, folder_.path(), problems_, warnings_);
    return problems_.empty() ? made : std::nullopt;
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
      {{"--master", "k8s://h"}, "Kubernetes (--master k8s://h) is not supported yet"},
      {{"--conf", "spark.master=yarn"}, "YARN (--conf yarn) is not supported yet"},
      {{"--remote", "sc://h", "--master", "local"},
       "a Spark Connect server (--remote) and master local (--master) exclude each other"},
      {{"--conf", "spark.remote=sc://h", "--deploy-mode", "client"},
       "(--conf) and deploy mode client (--deploy-mode) exclude each other"},
      {{"--proxy-user", "u", "--principal", "p"},
       "--proxy-user u and principal p (--principal) exclude each other"},
      {{"--keytab", "/no/k"}, "--keytab: there is no file /no/k"},
      {{"--master", "local[x]"}, "master \"local[x]\" is malformed"},
      {{"--deploy-mode", "cluster"}, "not compatible with master local[*]"},
      {{"--deploy-mode", "Client"}, "deploy mode \"Client\" (--deploy-mode) is unknown"},
      {{"--timeout", "3h"}, "--timeout has no meaning in client mode"},
      {{"--master", "spark://h:1", "--no-wait"}, "--no-wait has no meaning in client mode"},
      {{"--driver-memory", "1.5g"}, "fractions are not allowed"},
      {{"--driver-memory", "512"}, "512 bytes, too little for a JVM"},
      {{"--driver-memory", "lots"}, "\"lots\" is not a size"},
      {{"--executor-memory", "0g"}, "must be positive"},
      {{"--executor-cores", "two"}, "executor cores (--executor-cores): \"two\""},
      {{"--num-executors", "0"}, "number of executors (--num-executors): \"0\""},
      {{"--conf", "afterglow.submit.quickStart.enabled=no"},
       "afterglow.submit.quickStart.enabled (--conf): \"no\" is neither true nor false"},
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
    EXPECT_FALSE(sound_plan(words));
    return problems_.empty() ? "" : problems_[0];
  };
  EXPECT_TRUE(problem_of({}).starts_with("no application"));
  EXPECT_TRUE(problem_of({""}).starts_with("no application"));
  EXPECT_EQ(problem_of({"/no/such.py"}), "there is no application file /no/such.py");
  EXPECT_NE(problem_of({folder_.path()}).find("is a folder"), std::string::npos);
  EXPECT_NE(problem_of({"\u2013\u2013master"}).find("long dash"), std::string::npos);
}

// Without a file behind the words.
class SpecialForms : public Planner {
 protected:
  std::optional<SubmissionPlan> plan_of(const Words& words) {
    problems_.clear();
    return sound_plan(words);
  }

  void make_examples() {
    environment_.set("SPARK_HOME", folder_.path());
    folder_.write("RELEASE", "");
    folder_.write("examples/jars/spark-examples_2.13-4.3.0.jar", "");
    folder_.write("examples/jars/scopt.jar", "");
  }
};

TEST_F(SpecialForms, Applications) {
  make_examples();
  const std::string jar = folder_.path("examples/jars/spark-examples_2.13-4.3.0.jar");
  const struct {
    Words words;
    std::string resource;
    std::string main_class;
    Words arguments;
  } cases[] = {
      {{"--class", "X", "spark-internal", "a"}, "spark-internal", "X", {"a"}},
      {{"pyspark-shell", "a"}, "pyspark-shell", "", {"a"}},
      {{"pyspark-shell-main", "--name", "n"}, "pyspark-shell", "", {}},
      {{"sparkr-shell-main", "--vanilla", "--name", "n"}, "sparkr-shell", "", {"--vanilla"}},
      {{"--class", "org.apache.spark.repl.Main", "-I", "x.scala", "--name", "n", "y"},
       "spark-shell",
       "org.apache.spark.repl.Main",
       {"-I", "x.scala", "y"}},
      {{"--class", "org.apache.spark.sql.hive.thriftserver.SparkSQLCLIDriver", "-e", "select 1",
        "--hiveconf=a=b", "--master", "local"},
       "spark-internal",
       "org.apache.spark.sql.hive.thriftserver.SparkSQLCLIDriver",
       {"-e", "select 1", "--hiveconf=a=b"}},
      {{"run-example", "--name", "n", "SparkPi", "--name", "10"},
       jar,
       "org.apache.spark.examples.SparkPi",
       {"--name", "10"}},
      {{"run-example", "org.apache.spark.examples.ml.X"},
       jar,
       "org.apache.spark.examples.ml.X",
       {}},
  };
  for (const auto& c : cases) {
    const auto made = plan_of(c.words);
    ASSERT_TRUE(made) << testing::PrintToString(problems_);
    EXPECT_EQ(made->application.resource, c.resource);
    EXPECT_EQ(made->application.main_class, c.main_class);
    EXPECT_EQ(made->application.arguments, c.arguments);
  }
}

TEST_F(SpecialForms, ExamplesBringTheirJarsUnlessTold) {
  make_examples();
  const auto jars = [this](const Words& words) {
    const auto made = plan_of(words);
    return made && made->options.size() == 1 ? made->options[0].value : "";
  };
  EXPECT_EQ(jars({"run-example", "X"}),
            folder_.path("examples/jars/scopt.jar") + "," +
                folder_.path("examples/jars/spark-examples_2.13-4.3.0.jar"));
  EXPECT_EQ(jars({"run-example", "--jars", "hdfs://h/a.jar", "X"}), "hdfs://h/a.jar");
}

TEST_F(SpecialForms, Refusals) {
  const std::string python = folder_.write("a.py", "");
  const struct {
    Words words;
    const char* part;
  } cases[] = {
      {{"run-example"}, "name the example"},
      {{"run-example", "SparkPi"}, "there is no spark-examples jar in"},
      {{"pyspark-shell-main", python}, "run it with: spark-submit"},
      {{"spark-shell"}, "needs the class of the shell"},
      {{"--deploy-mode", "cluster", "--master", "spark://h:1", "pyspark-shell"},
       "is not possible for an interactive shell"},
      {{"--deploy-mode", "cluster", "--master", "spark://h:1", "--class",
        "org.apache.spark.sql.hive.thriftserver.HiveThriftServer2"},
       "is not possible for the Thrift server"},
      {{"--deploy-mode", "cluster", "--master", "spark://h:1", "--class",
        "org.apache.spark.sql.connect.service.SparkConnectServer"},
       "for the Spark Connect server on YARN only"},
  };
  for (const auto& c : cases) {
    EXPECT_FALSE(plan_of(c.words)) << testing::PrintToString(c.words);
    EXPECT_NE(testing::PrintToString(problems_).find(c.part), std::string::npos)
        << testing::PrintToString(problems_);
  }
}

TEST_F(SpecialForms, ConnectAndDaemons) {
  const std::string server = "org.apache.spark.sql.connect.service.SparkConnectServer";
  EXPECT_EQ(plan_of({"pyspark-shell"})->api_mode, ApiMode::classic);
  EXPECT_EQ(plan_of({"--remote", "sc://h", "pyspark-shell"})->api_mode, ApiMode::connect);
  EXPECT_EQ(plan_of({"--conf", "spark.api.mode=Connect", "pyspark-shell"})->api_mode,
            ApiMode::connect);
  environment_.set("SPARK_CONNECT_MODE", "1");
  EXPECT_EQ(plan_of({"pyspark-shell"})->api_mode, ApiMode::connect);
  EXPECT_EQ(plan_of({"--conf", "spark.api.mode=classic", "pyspark-shell"})->api_mode,
            ApiMode::classic);
  environment_.set("SPARK_SCALA_SHELL", "1");
  const auto shell = plan_of({"--class", "org.apache.spark.repl.Main"});
  EXPECT_EQ(shell->application.resource, "connect-shell");
  EXPECT_EQ(shell->application.main_class, "org.apache.spark.sql.application.ConnectRepl");

  environment_.unset("SPARK_SCALA_SHELL");
  environment_.set("SPARK_DAEMON_MEMORY", "3g");
  environment_.set("SPARK_DAEMON_JAVA_OPTS", "-Ddaemon");
  EXPECT_EQ(plan_of({"--class", server})->driver_heap, "3g");
  EXPECT_EQ(plan_of({"--class", server})->submit_options, (Words{"-Ddaemon"}));
  EXPECT_EQ(plan_of({"pyspark-shell"})->driver_heap, "1g");
}

}  // namespace
}  // namespace afterglow::submit
