#include "historyserver/insights/rules.h"

#include <algorithm>
#include <array>

#include "historyserver/insights/insights.h"
#include "historyserver/insights/rules/table.h"

namespace afterglow::history {
namespace {

constexpr std::array kRules = std::to_array<const Rule*>({
    &kAqeOffPlan,
    &kCacheWaste,
    &kCrossJoin,
    &kDeprecatedSettings,
    &kDriverGap,
    &kDriverGc,
    &kExcludedExecutors,
    &kExecutorMemoryTight,
    &kExecutorMemoryUnused,
    &kExplodingJoin,
    &kFailedTasks,
    &kFetchWait,
    &kFullScan,
    &kGcPressure,
    &kHugePartitions,
    &kIdleCores,
    &kIncompleteLog,
    &kLargeBroadcast,
    &kLargeResults,
    &kLongFilter,
    &kLostExecutors,
    &kMissedBroadcast,
    &kPartitionSkew,
    &kPythonUdf,
    &kRecomputedStages,
    &kRepeatedScan,
    &kSchedulingDelay,
    &kShuffleAmplification,
    &kSingleTaskStage,
    &kSlowHost,
    &kSmallFilesRead,
    &kSmallFilesWritten,
    &kSmallTasks,
    &kSpeculationWaste,
    &kSpill,
    &kStraggler,
    &kTooFewPartitions,
    &kUnhelpfulSettings,
    &kUnknownSettings,
    &kWaitingForExecutors,
});

// They hold for all rules.
constexpr std::array kCommon = {&kLeastShare, &kLeastTime, &kWarningShare, &kCriticalShare};

}  // namespace

std::span<const Rule* const> rules() {
  return kRules;
}

const Rule* find_rule(std::string_view id) {
  const auto found = std::ranges::lower_bound(kRules, id, {}, &Rule::id);
  return found == kRules.end() || (*found)->id != id ? nullptr : *found;
}

std::span<const RuleThreshold* const> common_thresholds() {
  return kCommon;
}

const RuleThreshold* find_threshold(std::string_view name) {
  const auto common = std::ranges::find(kCommon, name, &RuleThreshold::name);
  if (common != kCommon.end()) return *common;
  for (const Rule* rule : kRules) {
    const auto found = std::ranges::find(rule->thresholds, name, &RuleThreshold::name);
    if (found != rule->thresholds.end()) return &*found;
  }
  return nullptr;
}

FindingNumber RuleContext::number(std::string name, double value,
                                  const RuleThreshold& threshold) const {
  return {std::move(name), value, threshold.unit, limit(threshold),
          "afterglow.findings." + std::string(threshold.name)};
}

}  // namespace afterglow::history
