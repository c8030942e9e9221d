#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "historyserver/insights/executors.h"
#include "historyserver/insights/facts.h"
#include "historyserver/model/finding.h"

namespace afterglow::history {

// A number that a rule compares with. Its configuration key is afterglow.findings.NAME.
struct RuleThreshold {
  std::string_view name;  // "partitionSkew.ratio"
  double fallback = 0;
  NumberUnit unit = NumberUnit::count;
  std::string_view doc;     // one sentence: what is compared with it
  std::string_view source;  // where the default comes from
};

// Thresholds that the configuration sets, by RuleThreshold::name.
using ThresholdValues = std::map<std::string, double, std::less<>>;

class RuleContext {
 public:
  RuleContext(const Facts& of, const ThresholdValues& values) : facts(of), values_(values) {}
  double limit(const RuleThreshold& threshold) const {
    const auto set = values_.find(threshold.name);
    return set == values_.end() ? threshold.fallback : set->second;
  }
  // `value` as a number of a finding, with the threshold that it crossed.
  FindingNumber number(std::string name, double value, const RuleThreshold& threshold) const;

  // gaps_of(facts), once for all rules.
  const std::vector<Gap>& gaps() const {
    if (!gaps_) gaps_ = gaps_of(facts);
    return *gaps_;
  }

  const Facts& facts;

 private:
  const ThresholdValues& values_;
  mutable std::optional<std::vector<Gap>> gaps_;
};

// One way in which an application can be slow or wasteful. Each has a file of its own in rules/,
// whose head says what it measures, where it comes from and when it is wrong.
struct Rule {
  std::string_view id;     // "partition-skew"; also its place in docs/findings.md
  std::string_view title;  // "Partition skew"
  std::span<const RuleThreshold> thresholds;
  // What it finds, at most one finding for each thing that is to be mended by itself. It fills in
  // text, recoverable times, numbers, links and advice; severity only where it is to be higher than
  // what follows from the times (insights.h).
  std::vector<Finding> (*find)(const RuleContext& context);
};

}  // namespace afterglow::history
