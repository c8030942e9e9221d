// Idle cores: executors hold cores on which no task runs.
//
// Measured: of the time that cores were held, the part in which they had no task because no job
// ran, because stages had fewer tasks than cores, or because stages waited for their last tasks.
// What can be given back is the greater of two estimates: executors that are idle for longer than
// dynamic allocation waits, and half of the executors where stages on half of the cores would
// hardly take longer. No wall time is saved.
// Source: dataflint (50%). Wrong: where somebody waits for answers and executors are held ready on
// purpose, or where a cluster has nothing else to do.

#include <algorithm>
#include <cmath>

#include "historyserver/insights/executors.h"
#include "historyserver/insights/rules/table.h"
#include "historyserver/insights/words.h"

namespace afterglow::history {
namespace {
namespace idle_cores {

constexpr RuleThreshold kShare{"idleCores.share", 0.5, NumberUnit::share,
                               "Core time without a task, as a part of all that executors held.",
                               "dataflint: 50%"};
constexpr RuleThreshold kSlower{
    "idleCores.slower", 0.1, NumberUnit::share,
    "How much longer half of the executors may take for half of them to be called enough.", "ours"};
constexpr RuleThreshold kLeast{"idleCores.least", 60'000, NumberUnit::ms,
                               "The core time that executors must have held at all.",
                               "ours: a core for a minute costs nobody anything"};
constexpr std::array kThresholds = {kShare, kSlower, kLeast};

constexpr std::string_view kEnabled = "spark.dynamicAllocation.enabled";
constexpr double kUsualTimeout = 60'000;  // Spark's default
constexpr double kWorthAWord = 0.03;      // of the core time

double later_than(double duration, double timeout) {
  return duration > timeout ? 1 - timeout / duration : 0;
}

// Core time of executors that were idle for longer than `timeout` ms.
double releasable(const RuleContext& context, double timeout) {
  const Facts& facts = context.facts;
  double without_jobs = 0;
  double late = 0;
  for (const Gap& gap : context.gaps()) {
    without_jobs += gap.duration();
    late += gap.duration() * later_than(gap.duration(), timeout);
  }
  double core_ms = without_jobs > 0 ? facts.cores[WallPart::driver_only] * late / without_jobs : 0;
  for (const StageFacts& stage : facts.stages) {
    core_ms +=
        stage.wall[WallPart::idle] * facts.average_cores * later_than(stage.duration(), timeout);
  }
  return core_ms;
}

// How long a stage takes on so many cores, in waves or with all of them in use.
double time_on(const StageFacts& stage, double cores) {
  if (stage.tasks.count == 0) return stage.metric(TaskMetric::executor_run_time) / cores;
  const Spread& duration = stage.tasks.duration;
  const double waves = std::ceil(static_cast<double>(stage.tasks.count) / cores);
  return std::max({duration.sum / cores, waves * static_cast<double>(duration.median),
                   static_cast<double>(duration.max)});
}

// Core time that half of the executors save; 0 where the application would take much longer.
double saved_by_half(const Facts& facts, double slower) {
  if (facts.most_cores < 2 || facts.duration() <= 0) return 0;
  const auto half = static_cast<double>(facts.most_cores / 2);
  double longer = 0;
  for (const StageFacts& stage : facts.stages) {
    longer += std::max(0.0, time_on(stage, half) - stage.wall.sum());
  }
  const double ratio = 1 + longer / facts.duration();
  const double left = half / static_cast<double>(facts.most_cores) * ratio;
  return ratio <= 1 + slower ? facts.core_time * std::max(0.0, 1 - left) : 0;
}

std::vector<FindingAdvice> release_advice(const Facts& facts) {
  const Properties& set = facts.properties;
  if (!set.flag(kEnabled, false)) {
    return {{"Let Spark give idle executors back and ask for them again when tasks wait.",
             std::string(kEnabled), "true", set.text(kEnabled)}};
  }
  std::vector<FindingAdvice> advice;
  for (const char* key :
       {"spark.dynamicAllocation.minExecutors", "spark.dynamicAllocation.initialExecutors"}) {
    if (set.integer(key).value_or(0) > 1) {
      advice.push_back(
          {"Keep fewer executors when nothing is to be done.", key, "1", set.text(key)});
    }
  }
  const char* const timeout = "spark.dynamicAllocation.executorIdleTimeout";
  const auto waits = set.time(timeout);
  if (waits && waits->count() > static_cast<std::int64_t>(kUsualTimeout)) {
    advice.push_back({"Give idle executors back earlier.", timeout, "60s", set.text(timeout)});
  }
  const char* const cached = "spark.dynamicAllocation.cachedExecutorIdleTimeout";
  if (!set.find(cached) && !facts.rdds.empty()) {
    advice.push_back(
        {"Executors that hold cached data are kept for ever: limit that, or unpersist "
         "what is not used any more.",
         cached, "10min", ""});
  }
  return advice;
}

FindingAdvice fewer_advice(const Facts& facts) {
  const bool is_dynamic = facts.properties.flag(kEnabled, false);
  const std::string key =
      is_dynamic ? "spark.dynamicAllocation.maxExecutors" : "spark.executor.instances";
  FindingAdvice advice{"Ask for fewer executors: with half of them it takes hardly longer.", key,
                       "", facts.properties.text(key)};
  const std::int64_t cores =
      std::ranges::max_element(facts.executors, {}, &ExecutorRow::total_cores)->total_cores;
  const double count =
      static_cast<double>(facts.most_cores) / static_cast<double>(std::max<std::int64_t>(1, cores));
  advice.value = std::to_string(std::max<std::int64_t>(1, std::llround(std::ceil(count / 2))));
  if (!is_dynamic && facts.properties.text("spark.master").starts_with("spark://")) {
    advice.setting = "spark.cores.max";
    advice.value = std::to_string(std::max<std::int64_t>(1, (facts.most_cores + 1) / 2));
    advice.current = facts.properties.text("spark.cores.max");
  }
  return advice;
}

// "60% while no job ran and 21% because stages had fewer tasks than cores"
std::string why(const Facts& facts) {
  struct Part {
    double share;
    const char* words;
  };
  std::vector<Part> parts;
  for (const auto& [part, words] :
       {std::pair{WallPart::driver_only, "while no job ran"},
        std::pair{WallPart::idle, "because stages had fewer tasks than cores"},
        std::pair{WallPart::stragglers, "while stages waited for their last tasks"}}) {
    const double share = facts.cores[part] / facts.core_time;
    if (share >= kWorthAWord) parts.push_back({share, words});
  }
  if (parts.size() == 1) return std::string("nearly always ") + parts.front().words;
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    text += i == 0 ? "" : i + 1 == parts.size() ? " and " : ", ";
    text += share_words(parts[i].share) + " " + parts[i].words;
  }
  return text;
}

std::vector<Finding> find(const RuleContext& context) {
  const Facts& facts = context.facts;
  if (facts.is_local || facts.executors.empty() || lacks_events(facts)) return {};
  if (facts.core_time < std::max(1.0, context.limit(kLeast))) return {};
  const double jobless = facts.cores[WallPart::driver_only];
  const double narrow = facts.cores[WallPart::idle];
  const double late = facts.cores[WallPart::stragglers];
  const double share = (jobless + narrow + late) / facts.core_time;
  if (share < context.limit(kShare)) return {};
  const std::vector<FindingAdvice> release = release_advice(facts);
  const double released = release.empty() ? 0 : releasable(context, kUsualTimeout);
  const double halved =
      facts.most_cores >
              std::ranges::max_element(facts.executors, {}, &ExecutorRow::total_cores)->total_cores
          ? saved_by_half(facts, context.limit(kSlower))
          : 0;
  if (released <= 0 && halved <= 0) return {};

  Finding finding;
  finding.text = "Of the time that executors held their cores, these had no task for " +
                 share_words(share) + ": " + why(facts) + ".";
  finding.recoverable_core_ms = std::max(released, halved);
  finding.numbers = {context.number("core time without a task", share, kShare),
                     {"cores at most", static_cast<double>(facts.most_cores)}};
  if (halved > 0) finding.advice.push_back(fewer_advice(facts));
  if (released > 0) {
    // Fewer executors would be as idle while no job runs.
    const bool is_last = halved > released && jobless < (narrow + late);
    const auto at = is_last ? finding.advice.end() : finding.advice.begin();
    finding.advice.insert(at, release.begin(), release.end());
  }
  for (const FindingAdvice& advice : finding.advice) {
    if (!advice.current.empty()) finding.links.push_back(link_to_setting(advice.setting));
  }
  return {finding};
}

}  // namespace idle_cores
}  // namespace

const Rule kIdleCores{"idle-cores", "Idle cores", idle_cores::kThresholds, idle_cores::find};

}  // namespace afterglow::history
