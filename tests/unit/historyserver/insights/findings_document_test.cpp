#include <fstream>
#include <sstream>

#include "tests/unit/historyserver/insights/facts_builder.h"

// docs/findings.md against the rules: a change of one needs a change of the other.
namespace afterglow::history {
namespace {

std::string default_text(double value) {
  std::ostringstream text;
  text << std::setprecision(15) << value;
  return text.str();
}

std::string row_of(const RuleThreshold& threshold) {
  return "| `afterglow.findings." + std::string(threshold.name) + "` | " +
         default_text(threshold.fallback) + " | " +
         std::string(kNumberUnitNames[static_cast<std::size_t>(threshold.unit)]) + " | " +
         std::string(threshold.doc) + " | " + std::string(threshold.source) + " |";
}

TEST(FindingsDocument, HasEveryRuleAndThreshold) {
  std::ifstream file(std::string(AFTERGLOW_TESTS) + "/../docs/findings.md");
  ASSERT_TRUE(file);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  for (const RuleThreshold* threshold : {&kLeastShare, &kWarningShare, &kCriticalShare}) {
    EXPECT_NE(text.find(row_of(*threshold)), std::string::npos) << row_of(*threshold);
  }
  for (const Rule* rule : rules()) {
    const std::string heading =
        "### " + std::string(rule->title) + " (`" + std::string(rule->id) + "`)";
    EXPECT_NE(text.find(heading), std::string::npos) << heading;
    for (const RuleThreshold& threshold : rule->thresholds) {
      EXPECT_NE(text.find(row_of(threshold)), std::string::npos) << row_of(threshold);
      EXPECT_EQ(find_threshold(threshold.name), &threshold);
    }
  }
}

TEST(FindingsRules, AreSorted) {
  EXPECT_TRUE(std::ranges::is_sorted(rules(), {}, &Rule::id));
}

}  // namespace
}  // namespace afterglow::history
