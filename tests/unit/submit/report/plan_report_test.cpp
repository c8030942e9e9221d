#include "submit/report/plan_report.h"

#include <gtest/gtest.h>

#include "common/json/json.h"
#include "submit/launch/launchers.h"
#include "submit/resolve/planner.h"
#include "tests/unit/submit/support/fake_spark.h"

namespace afterglow::submit {
namespace {

class PlanReport : public testing::Test {
 protected:
  PlanReport() : home_(make_spark(folder_, "spark")), app_(folder_.write("app.py", "")) {}

  std::string report(OutputFormat format) {
    const std::vector<std::string> words = {"--name",
                                            "n",
                                            "--conf",
                                            "spark.app.name=hid den",
                                            "--conf",
                                            "spark.password=hunter2",
                                            app_,
                                            "it's",
                                            "--token=hunter2"};
    Problems problems;
    std::vector<std::string> warnings;
    const auto plan = make_plan(parse_command_line(words), {}, home_ / "conf", problems, warnings);
    const Surroundings surroundings{
        *spark_at(home_, "SPARK_HOME"), "/jdk/bin/java", home_ / "conf", {}};
    const auto preview = find_launcher(*plan)->preview(*plan, surroundings);
    return plan_report(*plan, surroundings, *preview, {"a warning"}, format);
  }

  TemporaryFolder folder_;
  std::filesystem::path home_;
  std::string app_;
};

TEST_F(PlanReport, TextHasOriginsAndNoSecrets) {
  const std::string text = report(OutputFormat::text);
  for (const char* const part :
       {"  spark.app.name = n   (--name)\n    hides hid den   (--conf)\n",
        "  spark.master = local[*]   (default)\n",
        "  spark.password = *********(redacted)   (--conf)\n",
        "app.py 'it'\\''s' '--token=*********(redacted)'\n", "Command:\n  /jdk/bin/java "}) {
    EXPECT_TRUE(text.contains(part)) << part << " in " << text;
  }
  EXPECT_FALSE(text.contains("hunter2"));
}

TEST_F(PlanReport, Json) {
  const std::string text = report(OutputFormat::json);
  EXPECT_FALSE(text.contains("hunter2"));
  const auto json = Json::parse(text);
  ASSERT_TRUE(json);
  EXPECT_EQ(json->text_of("master"), "local[*]");
  EXPECT_EQ(json->member("spark")->text_of("version"), "4.3.0");
  const std::vector<Json> settings = json->list_of("configuration");
  ASSERT_EQ(settings.size(), 5U);
  EXPECT_EQ(settings[0].text_of("key"), "spark.app.name");
  EXPECT_EQ(settings[0].text_of("origin"), "--name");
  EXPECT_EQ(settings[0].list_of("hidden").at(0).text_of("value"), "hid den");
  EXPECT_EQ(json->list_of("files").at(0).text_of("role"), "application");
}

TEST_F(PlanReport, Checks) {
  EXPECT_EQ(check_report({}, {}, OutputFormat::text), "nothing wrong was found\n");
  EXPECT_EQ(check_report({"a", "b"}, {}, OutputFormat::text), "wrong: a\nwrong: b\n");
  const auto json = Json::parse(check_report({"a"}, {}, OutputFormat::json));
  EXPECT_EQ(json->flag_of("ok"), false);
}

}  // namespace
}  // namespace afterglow::submit
