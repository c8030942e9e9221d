#include "historyserver/insights/threshold_text.h"

#include <array>
#include <cstdio>

#include "historyserver/insights/insights.h"
#include "historyserver/insights/rules.h"
#include "historyserver/store/insight_json.h"

namespace afterglow::history {
namespace {

std::string plain(double value) {
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%.15g", value);
  return text.data();
}

std::string key_of(const RuleThreshold& threshold) {
  return "afterglow.findings." + std::string(threshold.name);
}

std::string lines_of(const RuleThreshold& threshold) {
  return "\n# " + std::string(threshold.doc) +
         " Unit: " + std::string(name_of(kNumberUnitNames, threshold.unit)) + ".\n# " +
         key_of(threshold) + " " + plain(threshold.fallback) + "\n";
}

}  // namespace

std::string findings_template() {
  std::string text =
      "# Thresholds of the findings of afterglow-history, beside what\n"
      "# afterglow-history.conf.template has. Lines that start with # show the defaults; sizes "
      "and\n"
      "# times may have Spark's units (64m, 5s). docs/findings.md says where they come from.\n";
  for (const RuleThreshold* threshold : common_thresholds()) text += lines_of(*threshold);
  for (const Rule* rule : rules()) {
    for (const RuleThreshold& threshold : rule->thresholds) text += lines_of(threshold);
  }
  return text;
}

std::string threshold_row(const RuleThreshold& threshold) {
  return "| `" + key_of(threshold) + "` | " + plain(threshold.fallback) + " | " +
         std::string(name_of(kNumberUnitNames, threshold.unit)) + " | " +
         std::string(threshold.doc) + " | " + std::string(threshold.source) + " |";
}

}  // namespace afterglow::history
