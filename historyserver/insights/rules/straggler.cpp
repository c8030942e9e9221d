// Stragglers: a few tasks of a stage took far longer than the others, though they had no more to
// read or write.
//
// Measured: the time that cores were idle while the stage waited for its last tasks
// (WallPart::stragglers, WallPart::idle), where the longest task took `ratio` times the median;
// what it would not have taken at the median's pace is saved. First tasks of an application or
// executor are left out up to 10 s: they load code. What is told of why: garbage collection,
// spill, shuffle wait, handing over, its own CPU time, else the machine; and the executor or host
// that the slow tasks share. Stages that partition-skew or cache-waste finds are left to them.
// Source: SparkHistory advisor (5 times the median), Spark's speculation (3 times the median in
// 4.0, 1.5 before). Wrong: where some rows cost far more work than others, which only the code
// tells.

#include <algorithm>
#include <set>

#include "historyserver/insights/partition_advice.h"
#include "historyserver/insights/rules/table.h"
#include "historyserver/insights/stage_cases.h"
#include "historyserver/insights/stage_shape.h"

namespace afterglow::history {
namespace {
namespace straggler {

constexpr RuleThreshold kRatio{"straggler.ratio", 3, NumberUnit::times,
                               "The longest task of a stage, in times of the median.",
                               "Spark's speculation: 3 since 4.0; spark-history-cli: 5"};
constexpr RuleThreshold kLongest{"straggler.longestTask", 2000, NumberUnit::ms,
                                 "How long that task must take.", "dataflint has 5 s"};
constexpr std::array kThresholds = {kRatio, kLongest};
constexpr double kMuch = 0.3;                // of a task's duration
constexpr std::int64_t kColdStart = 10'000;  // ms: no first task takes longer for that alone
constexpr std::int64_t kYoung = 2'000;       // ms

enum class Cause { collection, spill, fetch, handing_over, work, machine };

Cause cause_of(const StageFacts& stage) {
  const TaskFacts& task = stage.tasks.longest;
  const auto duration = static_cast<double>(std::max<std::int64_t>(1, task.duration));
  const auto tasks = static_cast<double>(std::max<std::int64_t>(1, stage.row.completed_tasks));
  const auto is_much = [&](std::int64_t ms) { return static_cast<double>(ms) > kMuch * duration; };
  if (is_much(task.gc_time)) return Cause::collection;
  if (is_much(task.fetch_wait)) return Cause::fetch;
  if (task.run_time > 0 && is_much(task.duration - task.run_time)) return Cause::handing_over;
  if (static_cast<double>(task.disk_spilled) >
      2 * stage.metric(TaskMetric::disk_bytes_spilled) / tasks) {
    return Cause::spill;
  }
  const double usual_cpu = stage.metric(TaskMetric::executor_cpu_time) / 1e6 / tasks;
  if (task.cpu_time > duration / 2 && task.cpu_time > 2 * usual_cpu) return Cause::work;
  return Cause::machine;
}

// The first tasks of an application and of an executor load classes and start processes: that is
// no illness of theirs.
bool is_cold(const Facts& facts, const StageFacts& stage) {
  const TaskFacts& task = stage.tasks.longest;
  if (task.duration > kColdStart) return false;
  const bool is_first = std::ranges::none_of(facts.stages, [&](const StageFacts& other) {
    return other.ran() && other.key() != stage.key() && other.end <= task.launch;
  });
  return is_first || std::ranges::any_of(facts.executors, [&](const ExecutorRow& executor) {
           return executor.id == task.executor_id && task.launch - executor.add_time < kYoung;
         });
}

std::string words(Cause cause) {
  switch (cause) {
    case Cause::collection:
      return "much of it in garbage collection";
    case Cause::spill:
      return "and it spilled to disk";
    case Cause::fetch:
      return "much of it waiting for shuffle blocks";
    case Cause::handing_over:
      return "much of it before and after it ran";
    case Cause::work:
      return "computing for most of it";
    case Cause::machine:
      return "waiting for its disk, the network or another process";
  }
  return {};
}

// Where the slow tasks ran, when that was the same place and others were to be had.
struct Place {
  bool is_executor = false;
  bool is_host = false;
};

Place place_of(const Facts& facts, const StageFacts& stage, double ratio) {
  std::set<std::int64_t> executors;
  std::set<std::int64_t> hosts;
  std::size_t slow = 0;
  for (const SlowTask& task : stage.tasks.slowest) {
    if (static_cast<double>(task.duration) <
        ratio * static_cast<double>(stage.tasks.duration.median)) {
      break;
    }
    ++slow;
    executors.insert(task.executor);
    hosts.insert(task.host);
  }
  std::set<std::string> all;
  for (const ExecutorRow& executor : facts.executors) all.insert(executor.host);
  if (slow < 2) return {};
  return {.is_executor = facts.executors.size() > 1 && executors.size() == 1,
          .is_host = all.size() > 1 && hosts.size() == 1};
}

void advise(Finding& finding, const Facts& facts, const StageFacts& stage, Cause cause,
            const Place& place) {
  const TaskFacts& task = stage.tasks.longest;
  if (place.is_executor || place.is_host) {
    finding.advice.push_back({"Look at what else ran on host " + task.host +
                              ", at its disk and network; leave it out if it stays slow."});
  }
  if (cause == Cause::collection || cause == Cause::spill) {
    finding.advice.push_back(memory_advice(facts, "Give executors more memory.", 1.5));
  } else if (cause == Cause::work) {
    finding.advice.push_back(
        {"Find out which rows cost so much: put less of them into one partition, or make what is "
         "computed of them cheaper."});
    return;
  }
  const Properties& properties = facts.properties;
  if (!facts.is_local && !properties.flag("spark.speculation", false)) {
    finding.advice.push_back(
        {"Let Spark start slow tasks a second time on another executor (only "
         "where running a task twice does no harm).",
         "spark.speculation", "true", properties.text("spark.speculation")});
  }
  if (finding.advice.empty()) {
    finding.advice.push_back(
        {"It waited for something outside of Spark: look at what its machine "
         "did meanwhile, and into its thread dump when it happens again."});
  }
}

std::vector<Finding> find(const RuleContext& context) {
  const double ratio = context.limit(kRatio);
  StageCases cases(context.facts);
  for (const StageFacts& stage : context.facts.stages) {
    const Spread& duration = stage.tasks.duration;
    if (stage.tasks.count < 2) continue;
    if (duration.times_median() < ratio || is_skewed(context, stage)) continue;
    if (static_cast<double>(duration.max) < context.limit(kLongest)) continue;
    if (is_cold(context.facts, stage) || computes_what_a_cache_lacks(context.facts, stage))
      continue;
    const double waited = stage.wall[WallPart::stragglers] + stage.wall[WallPart::idle];
    cases.add(stage, waited * (1 - 1 / duration.times_median()),
              times_words(duration.times_median()) + " times the median");
  }
  if (cases.empty() || cases.worst().ms <= 0) return {};
  const StageFacts& stage = *cases.worst().stage;
  const TaskFacts& task = stage.tasks.longest;
  const Cause cause = cause_of(stage);
  const Place place = place_of(context.facts, stage, ratio);
  Finding finding = cases.finding();
  finding.text = "In " + cases.words() + ", task " + std::to_string(task.id) + " took " +
                 duration_words(static_cast<double>(task.duration)) + " (median " +
                 duration_words(static_cast<double>(stage.tasks.duration.median)) + "), " +
                 words(cause) +
                 ", though it had no more data than the others; cores waited for it.";
  if (place.is_executor) {
    finding.text +=
        " The slowest tasks all ran on executor " + task.executor_id + " (" + task.host + ").";
  } else if (place.is_host) {
    finding.text += " The slowest tasks all ran on host " + task.host + ".";
  }
  finding.numbers = {
      context.number("longest task, times the median", stage.tasks.duration.times_median(), kRatio),
      context.number("longest task", static_cast<double>(task.duration), kLongest),
      {"garbage collection of it", static_cast<double>(task.gc_time), NumberUnit::ms},
      {"CPU time of it", task.cpu_time, NumberUnit::ms},
  };
  finding.links.push_back(link_to(stage, task, "the longest"));
  if (!context.facts.is_local) finding.links.push_back(link_to_executor(task.executor_id));
  advise(finding, context.facts, stage, cause, place);
  return {finding};
}

}  // namespace straggler
}  // namespace

const Rule kStraggler{"straggler", "Slow tasks", straggler::kThresholds, straggler::find};

}  // namespace afterglow::history
