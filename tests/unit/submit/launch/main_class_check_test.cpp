#include "submit/launch/main_class_check.h"

#include <gtest/gtest.h>

#include "submit/resolve/planner.h"
#include "tests/unit/submit/support/fake_spark.h"
#include "tests/unit/submit/support/zip.h"

namespace afterglow::submit {
namespace {

using Words = std::vector<std::string>;

class MainClass : public testing::Test {
 protected:
  MainClass() : home_(make_spark(folder_, "spark")) {
    folder_.write("spark/jars/spark-core_2.13-4.3.0.jar", zip({{"org/spark/In.class"}}));
    folder_.write("spark/jars/slf4j-api-2.0.17.jar", zip({}));
    app_ = folder_.write("app.jar", zip({{"a/Main.class"}}));
    lib_ = folder_.write("lib.jar", zip({{"l/Main.class"}}));
    named_ = folder_.write("named.jar", zip({{"META-INF/MANIFEST.MF", "Main-Class: a.Gone\n"}}));
  }

  Problems problems(const Words& words) {
    Problems found;
    Words warnings;
    const auto plan = make_plan(parse_command_line(words), {}, home_ / "conf", found, warnings);
    const Surroundings surroundings{
        *spark_at(home_, "SPARK_HOME"), "/jdk/bin/java", home_ / "conf", {}};
    check_main_class(*plan, surroundings, found);
    return found;
  }

  TemporaryFolder folder_;
  std::filesystem::path home_;
  std::string app_;
  std::string lib_;
  std::string named_;
};

TEST_F(MainClass, IsThereOrMayBe) {
  const std::vector<Words> cases = {
      {"--class", "a.Main", app_},
      {"--class", "l.Main", "--jars", lib_, app_},
      {"--class", "org.spark.In", app_},
      {"--class", "x.Y", "--jars", "hdfs://h/b.jar", app_},
      {"--class", "x.Y", "--packages", "g:a:1", app_},
      {"--class", "x.Y", "--driver-class-path", "/lib", app_},
      {"--class", "x.Y", "hdfs://h/app.jar"},
      {"--class", "x.Y", "spark-internal"},
  };
  for (const Words& words : cases) {
    EXPECT_EQ(problems(words), Problems()) << testing::PrintToString(words);
  }
}

TEST_F(MainClass, IsNot) {
  EXPECT_EQ(
      problems({"--class", "b.Main", "--jars", lib_, app_}),
      (Problems{"the main class b.Main (--class) is not in " + app_ + "; write --class a.Main"}));
  EXPECT_EQ(problems({named_}),
            (Problems{"the main class a.Gone (its manifest) is not in " + named_ +
                      "; write --class and the name of its main "
                      "class"}));
}

TEST_F(MainClass, NobodyNamesOne) {
  const auto found = problems({app_});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0], "no main class: there is no --class, and the manifest of " + app_ +
                          " names none; write --class and the name of its main class");
}

}  // namespace
}  // namespace afterglow::submit
