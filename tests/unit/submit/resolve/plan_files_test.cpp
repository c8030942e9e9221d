#include "submit/resolve/plan_files.h"

#include <gtest/gtest.h>

#include "submit/resolve/planner.h"
#include "tests/unit/submit/support/fake_spark.h"
#include "tests/unit/submit/support/zip.h"

namespace afterglow::submit {
namespace {

using Words = std::vector<std::string>;

class PlanFiles : public testing::Test {
 protected:
  SubmissionPlan plan(Words words) {
    words.insert(words.begin(), "--check");
    words.push_back(folder_.write("app.py", ""));
    Problems problems;
    Words warnings;
    const auto made = make_plan(parse_command_line(words), {}, folder_.path(), problems, warnings);
    EXPECT_TRUE(problems.empty()) << testing::PrintToString(problems);
    return *made;
  }

  Problems problems(const Words& words) {
    Problems found;
    check_plan_files(plan(words), found);
    return found;
  }

  TemporaryFolder folder_;
};

TEST_F(PlanFiles, OfOptionsAndOfTheConfiguration) {
  folder_.write("spark-defaults.conf", "spark.files a.txt , b.txt#c\n");
  std::string text;
  for (const auto& [role, uri, origin] : plan_files(plan({"--jars", "/a.jar,,hdfs://h/b.jar"}))) {
    text += role + " " + uri.substr(uri.rfind('/') + 1) + " " +
            origin.substr(origin.rfind('/') + 1) + "; ";
  }
  EXPECT_EQ(text,
            "application app.py command line; jars a.jar --jars; jars b.jar --jars; "
            "files a.txt spark-defaults.conf:1; files b.txt#c spark-defaults.conf:1; ");
}

TEST_F(PlanFiles, EverythingThatIsWrong) {
  const std::string text = folder_.write("text.jar", "<html>");
  const std::string jar = folder_.write("real.jar", zip({{"a"}}));
  const auto found = problems({"--jars", "/no/a.jar,/no/*.jar," + text + "," + jar + ",local:/x",
                               "--archives", "hdfs://h/x"});
  ASSERT_EQ(found.size(), 3U) << testing::PrintToString(found);
  EXPECT_EQ(found[0], "jars (--jars): there is no file /no/a.jar; correct the path");
  EXPECT_EQ(found[1], "jars (--jars): no file matches /no/*.jar");
  EXPECT_TRUE(found[2].starts_with("jars (--jars): " + text + " is no jar"));
}

TEST_F(PlanFiles, PatternsMayMatch) {
  folder_.write("one.jar", zip({{"a"}}));
  EXPECT_TRUE(problems({"--jars", folder_.path("o?e*.jar")}).empty());
}

}  // namespace
}  // namespace afterglow::submit
