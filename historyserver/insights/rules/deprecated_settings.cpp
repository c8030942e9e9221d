// Deprecated settings: keys that the application's version of Spark ignores, refuses, or takes for
// the sake of old programs only.
//
// Measured: keys that are set and that Spark has given up before or in this version.
// Source: the lists by which Spark itself warns (SparkConf, SQLConf). Wrong: where one
// configuration serves several versions of Spark, and the new key is set beside the old one (then
// nothing is said). It saves no time that could be told.

#include <algorithm>

#include "historyserver/insights/executors.h"
#include "historyserver/insights/rules/known_settings.h"
#include "historyserver/insights/rules/table.h"
#include "historyserver/insights/words.h"

namespace afterglow::history {
namespace {
namespace deprecated_settings {

std::string version_words(int version) {
  return std::to_string(version / 100) + "." + std::to_string(version % 100);
}

std::vector<Finding> find(const RuleContext& context) {
  const Properties& set = context.facts.properties;
  const int version = version_of(context.facts);
  Finding finding;
  std::size_t without_effect = 0;
  std::string first;
  for (const auto& [key, value] : set.all()) {
    const OldSetting* const old = old_setting(key);
    if (!old || version < old->since) continue;
    const bool has_new = !old->instead.empty() && set.find(old->instead);
    if (has_new) continue;
    if (first.empty()) first = key;
    if (!old->note.empty()) ++without_effect;
    finding.links.push_back(link_to_setting(key, "since Spark " + version_words(old->since)));
    std::string text = old->instead.empty() ? "Leave " + key + " out."
                                            : "Use the key that took the place of " + key + ".";
    if (!old->note.empty()) text += " " + std::string(old->note);
    finding.advice.push_back(
        {std::move(text), std::string(old->instead), old->instead.empty() ? "" : value, ""});
  }
  const std::size_t count = finding.links.size();
  if (count == 0) return {};
  finding.text = (count == 1 ? "The setting " + first + " is"
                             : plural_words(static_cast<double>(count), "setting") + ", " + first +
                                   " among them, are") +
                 " deprecated in Spark " + context.facts.spark_version +
                 (without_effect == 0 ? "."
                  : without_effect == count
                      ? " and had no effect."
                      : ", and " + std::to_string(without_effect) + " of them had no effect.");
  finding.severity = without_effect > 0 ? Severity::warning : Severity::note;
  return {finding};
}

}  // namespace deprecated_settings
}  // namespace

const Rule kDeprecatedSettings{
    "deprecated-settings", "Deprecated settings", {}, deprecated_settings::find};

}  // namespace afterglow::history
