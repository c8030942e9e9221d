// Lost executors: executors disappear while there is work for them, and what they did is done
// again.
//
// Measured: executors that were removed before the last job ended, by the cause that the log gives
// for it. Executors that were not needed any more (dynamic allocation, decommissioning, the end)
// are not lost. The time is that of the tasks that failed with them (of their stages' failed task
// time the share of their own failed tasks) and of the stages that had to run again afterwards.
// Source: spark-rapids-tools (any). Wrong: the log may give no better cause than that the
// connection broke, and exit code 137 is any SIGKILL, not only the kernel's or the container's.

#include <algorithm>
#include <map>

#include "historyserver/insights/executors.h"
#include "historyserver/insights/rules/table.h"
#include "historyserver/insights/words.h"

namespace afterglow::history {
namespace {
namespace lost_executors {

constexpr RuleThreshold kCount{"lostExecutors.count", 1, NumberUnit::count,
                               "How many executors were lost to one cause.",
                               "spark-rapids-tools: any"};
constexpr std::array kThresholds = {kCount};

enum class Cause : std::uint8_t {
  not_lost,
  memory,
  killed,
  preempted,
  node,
  heartbeat,
  stopped,
  other
};

// In lower case; the first one that a reason contains counts.
struct Sign {
  std::string_view text;
  Cause cause;
};
constexpr std::array kSigns = std::to_array<Sign>({
    {"killed by driver", Cause::not_lost},
    {"termination request", Cause::not_lost},
    {"decommission", Cause::not_lost},
    {"idle", Cause::not_lost},
    {"driver commanded a shutdown", Cause::not_lost},
    {"exceeding", Cause::memory},
    {"beyond the 'physical'", Cause::memory},
    {"oom", Cause::memory},
    {"outofmemory", Cause::memory},
    {"out of memory", Cause::memory},
    {"code 137", Cause::killed},
    {"status: 137", Cause::killed},
    {"code 52", Cause::memory},
    {"status: 52", Cause::memory},
    {"preempt", Cause::preempted},
    {"evict", Cause::preempted},
    {"deleted by a user or the framework", Cause::preempted},
    {"status: -102", Cause::preempted},
    {"lost* node", Cause::node},
    {"lost node", Cause::node},
    {"node lost", Cause::node},
    {"worker lost", Cause::node},
    {"slave lost", Cause::node},
    {"host lost", Cause::node},
    {"status: -100", Cause::node},
    {"worker shutting down", Cause::node},
    {"heartbeat", Cause::heartbeat},
    {"code 56", Cause::heartbeat},
    {"143", Cause::stopped},
});

Cause cause_of(const ExecutorRow& executor) {
  std::string reason = executor.remove_reason.value_or("");
  for (char& c : reason) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  // "Containers exceeding thresholds, or network issues": it does not know.
  if (reason.contains("rpc client disassociated")) return Cause::other;
  for (const Sign& sign : kSigns) {
    if (reason.contains(sign.text)) return sign.cause;
  }
  return Cause::other;
}

std::string_view words_of(Cause cause) {
  switch (cause) {
    case Cause::memory:
      return "lost for using more memory than there was";
    case Cause::killed:
      return "killed from outside (exit code 137), most often because memory ran out";
    case Cause::preempted:
      return "taken away for the sake of others (preempted or evicted)";
    case Cause::node:
      return "lost together with a node or worker";
    case Cause::heartbeat:
      return "given up because no heartbeat came any more";
    case Cause::stopped:
      return "told to stop from outside (exit code 143)";
    default:
      return "lost";
  }
}

std::vector<FindingAdvice> advice_for(Cause cause, const Facts& facts,
                                      const ExecutorRow& executor) {
  const Properties& set = facts.properties;
  switch (cause) {
    case Cause::memory:
    case Cause::killed:
      if (has_containers(facts)) {
        return {{"Grant more memory outside of the heap.", "spark.executor.memoryOverhead",
                 memory_setting(overhead_of(facts, executor) * 2),
                 set.text("spark.executor.memoryOverhead")},
                {"Or have each task need less: more partitions, fewer cores in each executor.",
                 "spark.executor.cores", "", set.text("spark.executor.cores")}};
      }
      return {
          {"Give executors less heap than their machine has, or each task more of it: more "
           "partitions, fewer cores in each executor.",
           "spark.executor.cores", "", set.text("spark.executor.cores")}};
    case Cause::preempted:
    case Cause::node:
      return {{"Let executors hand over their shuffle files and cached blocks before they go.",
               "spark.decommission.enabled", "true", set.text("spark.decommission.enabled")}};
    case Cause::heartbeat:
      return {
          {"Look at the garbage collection of these executors: an executor that stands still "
           "sends no heartbeat. Give them more memory, or wait for longer.",
           "spark.network.timeout", "300s", set.text("spark.network.timeout")}};
    default:
      return {{"Look at the log (stderr) of these executors for what they said last."}};
  }
}

struct Lost {
  std::vector<const ExecutorRow*> executors;
  double failed_tasks = 0;
  double failed_time = 0;  // ms
  double again = 0;        // ms of wall time of stages that ran a second time
};

Finding finding_of(const RuleContext& context, Cause cause, const Lost& lost) {
  const Facts& facts = context.facts;
  const auto count = static_cast<double>(lost.executors.size());
  const ExecutorRow& first = *lost.executors.front();
  Finding finding;
  const bool is_risk =
      cause == Cause::memory || cause == Cause::killed || cause == Cause::heartbeat;
  finding.severity = is_risk ? Severity::warning : Severity::note;
  finding.text = plural_words(count, "executor") + " of " +
                 count_words(static_cast<double>(facts.executors.size())) +
                 (count == 1 ? " was " : " were ") + std::string(words_of(cause));
  if (lost.failed_tasks > 0) {
    finding.text += ", and " + plural_words(lost.failed_tasks, "task") + " failed with " +
                    (count == 1 ? "it" : "them");
  }
  finding.text += ".";
  finding.recoverable_core_ms = lost.failed_time + lost.again * facts.average_cores;
  finding.recoverable_ms = lost.again;
  if (facts.average_cores > 0) finding.recoverable_ms += lost.failed_time / facts.average_cores;
  finding.numbers = {context.number("executors lost", count, kCount),
                     {"time of the tasks that failed with them", lost.failed_time, NumberUnit::ms},
                     {"time of stages that ran again", lost.again, NumberUnit::ms}};
  for (const ExecutorRow* executor : lost.executors) {
    if (finding.links.size() == 5) break;
    finding.links.push_back(
        link_to_executor(executor->id, executor->remove_reason.value_or("no reason given")));
  }
  finding.advice = advice_for(cause, facts, first);
  return finding;
}

std::vector<Finding> find(const RuleContext& context) {
  const Facts& facts = context.facts;
  if (facts.is_local) return {};
  const std::int64_t until = last_job_end(facts);
  std::map<Cause, Lost> losses;
  std::map<std::string_view, Lost*> loss_of;
  for (const ExecutorRow& executor : facts.executors) {
    if (!executor.remove_time || *executor.remove_time >= until) continue;
    const Cause cause = cause_of(executor);
    if (cause == Cause::not_lost) continue;
    Lost& lost = losses[cause];
    lost.executors.push_back(&executor);
    loss_of[executor.id] = &lost;
  }
  for (const ExecutorWork& work : facts.executor_work) {
    const auto lost = loss_of.find(work.executor_id);
    const StageFacts* stage = facts.stage(work.stage);
    if (lost == loss_of.end() || !stage || stage->row.failed_tasks <= 0) continue;
    const auto failed = static_cast<double>(work.failed_tasks);
    lost->second->failed_tasks += failed;
    lost->second->failed_time +=
        stage->tasks.failed_time *
        std::min(1.0, failed / static_cast<double>(stage->row.failed_tasks));
  }
  // A stage that runs again does so for the latest loss before it.
  for (const StageFacts& stage : facts.stages) {
    if (stage.row.attempt == 0 || !stage.ran()) continue;
    std::int64_t latest = 0;
    Lost* to = nullptr;
    for (auto& [cause, lost] : losses) {
      for (const ExecutorRow* executor : lost.executors) {
        if (*executor->remove_time > stage.end || *executor->remove_time < latest) continue;
        latest = *executor->remove_time;
        to = &lost;
      }
    }
    if (to) to->again += stage.wall.sum();
  }
  std::vector<Finding> findings;
  for (const auto& [cause, lost] : losses) {
    if (static_cast<double>(lost.executors.size()) < context.limit(kCount)) continue;
    findings.push_back(finding_of(context, cause, lost));
  }
  return findings;
}

}  // namespace lost_executors
}  // namespace

const Rule kLostExecutors{"lost-executors", "Lost executors", lost_executors::kThresholds,
                          lost_executors::find};

}  // namespace afterglow::history
