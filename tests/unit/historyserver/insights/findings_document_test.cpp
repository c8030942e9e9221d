#include <filesystem>
#include <fstream>

#include "historyserver/insights/threshold_text.h"
#include "tests/unit/historyserver/insights/facts_builder.h"

// docs/findings.md against the rules: a change of one needs a change of the other.
namespace afterglow::history {
namespace {

std::string read(const std::string& path) {
  std::ifstream file(std::string(AFTERGLOW_TESTS) + "/../" + path);
  EXPECT_TRUE(file) << path;
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(FindingsDocument, HasEveryRuleAndThreshold) {
  const std::string text = read("docs/findings.md");
  for (const RuleThreshold* threshold : common_thresholds()) {
    EXPECT_NE(text.find(threshold_row(*threshold)), std::string::npos) << threshold_row(*threshold);
  }
  for (const Rule* rule : rules()) {
    const std::string heading =
        "### " + std::string(rule->title) + " (`" + std::string(rule->id) + "`)";
    EXPECT_NE(text.find(heading), std::string::npos) << heading;
    for (const RuleThreshold& threshold : rule->thresholds) {
      EXPECT_NE(text.find(threshold_row(threshold)), std::string::npos) << threshold_row(threshold);
      EXPECT_EQ(find_threshold(threshold.name), &threshold);
    }
  }
}

// A rule that finds something in the logs of illnesses has a picture
// (docs/images/take_findings.mjs), and its section shows it.
TEST(FindingsDocument, ShowsThePicturesThatThereAre) {
  const std::string text = read("docs/findings.md");
  for (const Rule* rule : rules()) {
    const std::string path = "images/findings/" + std::string(rule->id) + ".webp";
    const std::size_t begin = text.find(" (`" + std::string(rule->id) + "`)\n");
    const std::string section = text.substr(begin, text.find("\n#", begin) - begin);
    const bool is_there =
        std::filesystem::exists(std::string(AFTERGLOW_TESTS) + "/../docs/" + path);
    EXPECT_EQ(section.find(path) != std::string::npos, is_there) << path;
  }
}

TEST(FindingsDocument, HasATemplate) {
  EXPECT_EQ(read("conf/afterglow-findings.conf.template"), findings_template());
}

TEST(FindingsRules, AreSorted) {
  EXPECT_TRUE(std::ranges::is_sorted(rules(), {}, &Rule::id));
}

}  // namespace
}  // namespace afterglow::history
