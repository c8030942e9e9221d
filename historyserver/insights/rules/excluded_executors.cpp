// Excluded executors: Spark gave them no more tasks because too many had failed there.
//
// Measured: executors that are excluded for the application when the log ends, or for a stage.
// Source: spark-rapids-tools (any executor that failed). Wrong: when the task itself fails wherever
// it runs, executors are excluded for no fault of theirs. It saves no time that could be told.

#include <algorithm>

#include "historyserver/insights/rules/table.h"
#include "historyserver/insights/words.h"

namespace afterglow::history {
namespace {
namespace excluded_executors {

constexpr RuleThreshold kCount{"excludedExecutors.count", 1, NumberUnit::count,
                               "How many executors were excluded.", "spark-rapids-tools: any"};
constexpr std::array kThresholds = {kCount};

std::vector<Finding> find(const RuleContext& context) {
  const Facts& facts = context.facts;
  std::vector<const ExecutorRow*> excluded;
  std::vector<std::string> hosts;
  double failed = 0;
  for (const ExecutorRow& executor : facts.executors) {
    if (!executor.is_excluded && executor.excluded_in_stages.empty()) continue;
    excluded.push_back(&executor);
    failed += static_cast<double>(executor.failed_tasks);
    if (std::ranges::find(hosts, executor.host) == hosts.end()) hosts.push_back(executor.host);
  }
  const auto count = static_cast<double>(excluded.size());
  if (excluded.empty() || count < context.limit(kCount)) return {};
  Finding finding;
  // When most of them are, it is hardly the fault of a machine.
  const bool is_everywhere = count * 2 > static_cast<double>(facts.executors.size());
  finding.severity = is_everywhere ? Severity::warning : Severity::note;
  finding.text = plural_words(count, "executor") + " of " +
                 count_words(static_cast<double>(facts.executors.size())) +
                 " got no more tasks because " + plural_words(failed, "task") +
                 " had failed there" +
                 (hosts.size() == 1 && count > 1 ? ", all of them on " + hosts.front() : "") + ".";
  finding.numbers = {context.number("executors excluded", count, kCount)};
  for (const ExecutorRow* executor : excluded) {
    if (finding.links.size() == 5) break;
    finding.links.push_back(link_to_executor(
        executor->id, plural_words(static_cast<double>(executor->failed_tasks), "failed task")));
  }
  finding.advice = {
      {is_everywhere ? "Look at the error of the failed tasks: they fail wherever they run."
                     : "Look at the error of the failed tasks, and at the machines: a full disk or "
                       "broken memory fails tasks again and again."}};
  return {finding};
}

}  // namespace excluded_executors
}  // namespace

const Rule kExcludedExecutors{"excluded-executors", "Excluded executors",
                              excluded_executors::kThresholds, excluded_executors::find};

}  // namespace afterglow::history
