#include "historyserver/insights/insights.h"

#include <algorithm>

#include "historyserver/insights/critical_path.h"
#include "historyserver/insights/rules.h"
#include "historyserver/insights/verdict.h"
#include "historyserver/insights/what_if.h"

namespace afterglow::history {
namespace {

// Rises with every change of what rules find or of what follows from facts.
constexpr int kRulesVersion = 5;
constexpr double kLeastStageShare = 1;  // ms

// Of what a finding would save, the greater part: of the wall time, or of the core-hours.
double share_of(const Finding& finding, const Facts& facts) {
  const double of_wall = facts.duration() > 0 ? finding.recoverable_ms / facts.duration() : 0;
  const double of_cores = facts.core_time > 0 ? finding.recoverable_core_ms / facts.core_time : 0;
  // What saves time saves as much of the cores; what only saves cores is worth half as much.
  return std::max(of_wall, of_cores / 2);
}

void settle(Finding& finding, const RuleContext& context) {
  const Facts& facts = context.facts;
  finding.recoverable_ms = std::clamp(finding.recoverable_ms, 0.0, facts.duration());
  finding.recoverable_core_ms =
      std::clamp(finding.recoverable_core_ms, 0.0, std::max(0.0, facts.core_time));
  const double share = share_of(finding, facts);
  if (share >= context.limit(kCriticalShare)) {
    finding.severity = Severity::critical;
  } else if (share >= context.limit(kWarningShare)) {
    finding.severity = std::max(finding.severity, Severity::warning);
  }
}

}  // namespace

Insights make_insights(const Facts& facts, const ThresholdValues& thresholds) {
  Insights insights;
  const RuleContext context(facts, thresholds);
  for (const Rule* rule : rules()) {
    for (Finding& finding : rule->find(context)) {
      // What saves nothing that can be told is told for its own sake.
      const bool saves = finding.recoverable_ms > 0 || finding.recoverable_core_ms > 0;
      const bool is_little =
          share_of(finding, facts) < context.limit(kLeastShare) ||
          std::max(finding.recoverable_ms,
                   finding.recoverable_core_ms / std::max(1.0, facts.average_cores)) <
              context.limit(kLeastTime);
      if (saves && finding.severity == Severity::note && is_little) continue;
      finding.rule = rule->id;
      finding.title = rule->title;
      settle(finding, context);
      insights.findings.push_back(std::move(finding));
    }
  }
  std::ranges::stable_sort(insights.findings, std::ranges::greater(), [&](const Finding& finding) {
    return std::pair(share_of(finding, facts), finding.severity);
  });
  insights.verdict = verdict_of(facts, insights.findings);
  insights.wall = facts.wall;
  insights.cores = facts.cores;
  insights.average_cores = facts.average_cores;
  insights.busy_time = facts.busy_time;
  insights.stages.reserve(facts.stages.size());
  for (const StageFacts& stage : facts.stages) {
    if (stage.wall.sum() >= kLeastStageShare) insights.stages.push_back({stage.key(), stage.wall});
  }
  insights.critical_path = critical_path(facts);
  insights.scaling = scaling_of(facts);
  return insights;
}

std::string insights_tag(const ThresholdValues& thresholds) {
  std::string tag = std::to_string(kRulesVersion);
  for (const auto& [name, value] : thresholds) tag += " " + name + "=" + std::to_string(value);
  return tag;
}

Result<Insights> insights_of(ApplicationDatabase& database, const ThresholdValues& thresholds) {
  auto stored = database.insights.get(insights_tag(thresholds));
  if (!stored) return std::unexpected(stored.error());
  if (*stored) return **std::move(stored);
  const auto facts = gather_facts(database);
  if (!facts) return std::unexpected(facts.error());
  return make_insights(*facts, thresholds);
}

Result<void> store_insights(ApplicationDatabase& database, const Insights& insights,
                            const ThresholdValues& thresholds) {
  auto done = database.begin();
  if (done) done = database.insights.replace(insights_tag(thresholds), insights);
  return done ? database.commit() : done;
}

}  // namespace afterglow::history
