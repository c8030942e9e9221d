#include "submit/launch/spark_home.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "submit/launch/java.h"
#include "submit/launch/module_options.h"
#include "tests/unit/submit/support/fake_spark.h"

namespace afterglow::submit {
namespace {

namespace fs = std::filesystem;

class SparkHome : public testing::Test {
 protected:
  SparkHome() { environment_.set("PATH", folder_.path("bin")); }

  Result<SparkInstallation> find() {
    return find_spark(environment_, folder_.path("afterglow/bin/afterglow-submit"));
  }

  TemporaryFolder folder_;
  Environment environment_;
};

TEST_F(SparkHome, ReadsVersions) {
  const struct {
    const char* version;
    const char* scala;
    SparkVersion expected;
  } cases[] = {{"4.3.0", "2.13", {4, 3, 0}},
               {"3.3.2.3.3.7190-1", "2.12", {3, 3, 2}},
               {"3.5.1-amzn-0", "2.12", {3, 5, 1}}};
  for (const auto& c : cases) {
    const auto spark = spark_at(make_spark(folder_, c.version, c.version, c.scala), "here");
    ASSERT_TRUE(spark) << spark.error().message;
    EXPECT_EQ(spark->version, c.expected);
    EXPECT_EQ(spark->version_text, c.version);
    EXPECT_EQ(spark->scala_version, c.scala);
  }
  EXPECT_FALSE(spark_at(make_spark(folder_, "old", "3.2.4", "2.12"), "here"));
}

TEST_F(SparkHome, EnvironmentMustBeRight) {
  make_spark(folder_, "afterglow/spark");
  environment_.set("SPARK_HOME", "/no/spark");
  const auto spark = find();
  ASSERT_FALSE(spark);
  EXPECT_EQ(spark.error().message, "SPARK_HOME is /no/spark, which has no \"jars\" folder");
}

TEST_F(SparkHome, Order) {
  folder_.write_program("bin/python3", "#!/bin/sh\nexit 1\n");
  const auto spark = find();
  ASSERT_FALSE(spark);
  EXPECT_NE(spark.error().message.find("no Spark found"), std::string::npos);

  const std::string python_home = make_spark(folder_, "lib/python3.11/site-packages/pyspark");
  EXPECT_EQ(find()->home, python_home);
  environment_.set("VIRTUAL_ENV", folder_.path("venv"));
  const std::string venv = make_spark(folder_, "venv/lib/python3.12/site-packages/pyspark");
  EXPECT_EQ(find()->home, venv);
  const std::string beside = make_spark(folder_, "afterglow/spark-4.3.0-bin-hadoop3");
  EXPECT_EQ(find()->home, beside);
  environment_.set("SPARK_HOME", venv);
  EXPECT_EQ(find()->home, venv);
}

TEST_F(SparkHome, AsksPythonLast) {
  const std::string home = make_spark(folder_, "elsewhere/pyspark");
  folder_.write_program("bin/python3", "#!/bin/sh\necho " + home + "/__init__.py\n");
  const auto spark = find();
  ASSERT_TRUE(spark) << spark.error().message;
  EXPECT_EQ(spark->home, home);
}

TEST_F(SparkHome, Java) {
  EXPECT_NE(find_java(environment_).error().message.find("no Java found"), std::string::npos);
  folder_.write_program("bin/java", "");
  EXPECT_EQ(*find_java(environment_), fs::canonical(folder_.path("bin/java")));
  environment_.set("JAVA_HOME", "/no/jdk");
  EXPECT_TRUE(find_java(environment_).error().message.starts_with("JAVA_HOME is /no/jdk"));
}

TEST_F(SparkHome, JavaBehindASwitcherKeepsItsName) {
  const std::string switcher = folder_.write_program("switcher", "");
  fs::create_directories(folder_.path("bin"));
  fs::create_symlink(switcher, folder_.path("bin/java"));
  EXPECT_EQ(*find_java(environment_), folder_.path("bin/java"));
}

TEST(ModuleOptions, ByVersion) {
  const auto has = [](SparkVersion version, const std::string& option) {
    const auto options = module_options(version);
    return std::ranges::find(options, option) != options.end();
  };
  for (const SparkVersion version : {SparkVersion{3, 3, 0}, {3, 5, 1}, {4, 0, 0}, {4, 3, 0}}) {
    EXPECT_EQ(module_options(version).front(), "-XX:+IgnoreUnrecognizedVMOptions");
    EXPECT_TRUE(has(version, "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED"));
  }
  EXPECT_FALSE(has({3, 5, 7}, "--add-modules=jdk.incubator.vector"));
  EXPECT_TRUE(has({4, 0, 0}, "--add-modules=jdk.incubator.vector"));
  EXPECT_FALSE(has({3, 3, 4}, "-Djdk.reflect.useDirectMethodHandle=false"));
  EXPECT_TRUE(has({3, 5, 0}, "-Djdk.reflect.useDirectMethodHandle=false"));
  EXPECT_FALSE(has({4, 3, 0}, "-Djdk.reflect.useDirectMethodHandle=false"));
  EXPECT_EQ(module_options({4, 3, 0}).size(), 23U);
}

}  // namespace
}  // namespace afterglow::submit
