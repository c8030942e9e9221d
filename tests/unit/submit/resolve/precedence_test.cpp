#include "submit/resolve/precedence.h"

#include <gtest/gtest.h>

#include "tests/unit/submit/support/fake_spark.h"

namespace afterglow::submit {
namespace {

using Words = std::vector<std::string>;

class Precedence : public testing::Test {
 protected:
  Configuration resolve(Words words) {
    words.push_back("app.py");
    return resolve_configuration(parse_command_line(words), environment_, folder_.path(), problems_,
                                 warnings_);
  }

  TemporaryFolder folder_;
  Environment environment_;
  Problems problems_;
  Words warnings_;
};

TEST_F(Precedence, EachSourceBeatsTheNext) {
  folder_.write("spark-defaults.conf", "spark.master local[1]\nspark.a defaults\n");
  const std::string named = folder_.write("named.conf", "spark.master local[2]\nspark.b named\n");
  const std::string extra = folder_.write("extra.conf", "\nspark.master local[3]\n");
  environment_.set("MASTER", "local[0]");
  const auto master = [this](const Words& words) {
    const Configuration configuration = resolve(words);
    const SparkConf::Entry* const entry = configuration.effective.find("spark.master");
    return entry->value + " " + entry->origin;
  };
  EXPECT_EQ(master({}), "local[1] " + folder_.path("spark-defaults.conf") + ":1");
  EXPECT_EQ(master({"--properties-file", named}), "local[2] " + named + ":1");
  EXPECT_EQ(master({"--properties-file", named, "--load-spark-defaults"}),
            "local[2] " + named + ":1");
  EXPECT_EQ(master({"--extra-properties-file", extra}), "local[3] " + extra + ":2");
  EXPECT_EQ(master({"--extra-properties-file", extra, "--conf", "spark.master=local[4]"}),
            "local[4] --conf");
  EXPECT_EQ(master({"--master", "local[5]", "--conf", "spark.master=local[4]"}),
            "local[5] --master");
  std::filesystem::remove(folder_.path("spark-defaults.conf"));
  EXPECT_EQ(master({}), "local[0] environment variable MASTER");
  EXPECT_TRUE(problems_.empty());
}

TEST_F(Precedence, NamedFileHidesDefaultsUnlessAsked) {
  folder_.write("spark-defaults.conf", "spark.a defaults\n");
  const std::string named = folder_.write("named.conf", "spark.b named\n");
  EXPECT_FALSE(resolve({"--properties-file", named}).effective.contains("spark.a"));
  EXPECT_TRUE(
      resolve({"--properties-file", named, "--load-spark-defaults"}).effective.contains("spark.a"));
}

TEST_F(Precedence, LaterExtraFileWins) {
  const std::string one = folder_.write("1.conf", "spark.a 1\n");
  const std::string two = folder_.write("2.conf", "spark.a 2\n");
  const auto configuration =
      resolve({"--extra-properties-file", one, "--extra-properties-file", two});
  EXPECT_EQ(*configuration.effective.get("spark.a"), "2");
}

TEST_F(Precedence, DriverOptionsAndConfAreEquallyStrong) {
  const char* const key = "spark.driver.memory";
  EXPECT_EQ(
      *resolve({"--driver-memory", "1g", "--conf", "spark.driver.memory=2g"}).effective.get(key),
      "2g");
  EXPECT_EQ(
      *resolve({"--conf", "spark.driver.memory=2g", "--driver-memory", "1g"}).effective.get(key),
      "1g");
  environment_.set("SPARK_MEM", "4g");
  EXPECT_EQ(*resolve({}).effective.get(key), "4g");
  environment_.set("SPARK_DRIVER_MEMORY", "3g");
  EXPECT_EQ(*resolve({}).effective.get(key), "3g");
}

TEST_F(Precedence, RemembersWhatWasHidden) {
  folder_.write("spark-defaults.conf", "spark.executor.memory 1g\nspark.executor.memory 2g\n");
  environment_.set("SPARK_EXECUTOR_MEMORY", "6g");
  const auto configuration = resolve(
      {"--conf", "spark.executor.memory=3g", "--executor-memory", "4g", "--executor-memory", "5g"});
  std::string hidden;
  for (const auto& [key, value, origin] : configuration.shadowed) {
    hidden += value + " " + origin.substr(origin.find_last_of('/') + 1) + ", ";
  }
  EXPECT_EQ(hidden,
            "4g --executor-memory, 3g --conf, 2g spark-defaults.conf:2, 1g spark-defaults.conf:1, "
            "6g environment variable SPARK_EXECUTOR_MEMORY, ");
  EXPECT_EQ(*configuration.effective.get("spark.executor.memory"), "5g");
}

TEST_F(Precedence, DropsForeignKeysWithAWarning) {
  EXPECT_FALSE(resolve({"--conf", "foo=bar"}).effective.contains("foo"));
  EXPECT_EQ(warnings_, (Words{"Ignoring non-Spark config property: foo"}));
}

TEST_F(Precedence, ReportsWhatItCannotRead) {
  resolve({"--conf", "spark.x", "--properties-file", "/no/such.conf"});
  ASSERT_EQ(problems_.size(), 2U);
  EXPECT_EQ(problems_[0], "--conf \"spark.x\" has no \"=\"; write --conf KEY=VALUE");
  EXPECT_NE(problems_[1].find("/no/such.conf: No such file"), std::string::npos);
  resolve({"--properties-file", "/dev/null"});
  EXPECT_NE(problems_[2].find("is not a regular file"), std::string::npos);
}

}  // namespace
}  // namespace afterglow::submit
