// Slow host: the tasks of one host take longer than those of the others in the same stages.
//
// Measured: for each stage the mean task time of a host (of an executor, where all are on one host)
// against that of all others. It is slow where its tasks took `ratio` times as long over all stages
// in which it and the others ran enough of them, also in most of these stages, and did not read
// more bytes each. What it took longer, spread over the cores, is the time to be saved.
// Source: dr-elephant's imbalance (1.33 to 3.16 times the median). Wrong: where one host ran other
// kinds of tasks of the same stage, e.g. those that found their data far away.

#include <algorithm>
#include <map>

#include "historyserver/insights/executors.h"
#include "historyserver/insights/rules/table.h"
#include "historyserver/insights/words.h"

namespace afterglow::history {
namespace {
namespace slow_host {

constexpr RuleThreshold kRatio{"slowHost.ratio", 1.5, NumberUnit::times,
                               "How many times as long as elsewhere tasks take on a host.",
                               "between dr-elephant's 1.33 and 1.78"};
constexpr RuleThreshold kTasks{"slowHost.tasks", 6, NumberUnit::count,
                               "How many tasks that host must have run.", "ours"};
constexpr RuleThreshold kTime{"slowHost.time", 10'000, NumberUnit::ms,
                              "How long those tasks must have taken together.", "ours"};
constexpr std::array kThresholds = {kRatio, kTasks, kTime};

constexpr double kTasksInStage = 3;      // fewer say nothing
constexpr double kTasksInOneStage = 20;  // enough where it is the only stage
constexpr double kMostStages = 0.7;      // of the tasks, in stages where the host was slow

struct Work {
  double tasks = 0;
  double time = 0;
  double bytes = 0;
};

struct Host {
  double tasks = 0;
  double stages = 0;
  double time = 0;
  double expected = 0;  // had its tasks been like those of the others
  double slow_tasks = 0;
  double bytes = 0;
  double expected_bytes = 0;
};

struct Places {
  std::map<std::string_view, std::string_view> of;  // executor -> host or executor
  bool are_hosts = false;
};

Places places_of(const Facts& facts) {
  Places places;
  for (const ExecutorRow& executor : facts.executors) {
    places.are_hosts = places.are_hosts || executor.host != facts.executors.front().host;
  }
  for (const ExecutorRow& executor : facts.executors) {
    places.of[executor.id] = places.are_hosts ? executor.host : executor.id;
  }
  return places;
}

void compare(const std::map<std::string_view, Work>& stage, double ratio,
             std::map<std::string_view, Host>& hosts) {
  Work all;
  for (const auto& [name, work] : stage) {
    all.tasks += work.tasks;
    all.time += work.time;
    all.bytes += work.bytes;
  }
  for (const auto& [name, work] : stage) {
    const double others = all.tasks - work.tasks;
    if (work.tasks < kTasksInStage || others < kTasksInStage) continue;
    const double usual = (all.time - work.time) / others;
    Host& host = hosts[name];
    host.tasks += work.tasks;
    host.stages += 1;
    host.time += work.time;
    host.expected += usual * work.tasks;
    host.bytes += work.bytes;
    host.expected_bytes += (all.bytes - work.bytes) / others * work.tasks;
    if (work.time > usual * work.tasks * (1 + (ratio - 1) / 2)) host.slow_tasks += work.tasks;
  }
}

std::vector<Finding> find(const RuleContext& context) {
  const Facts& facts = context.facts;
  if (facts.is_local || facts.executors.size() < 2) return {};
  const double ratio = context.limit(kRatio);
  const Places places = places_of(facts);
  std::map<StageKey, std::map<std::string_view, Work>> stages;
  for (const ExecutorWork& row : facts.executor_work) {
    const auto place = places.of.find(row.executor_id);
    if (place == places.of.end()) continue;
    // The time of failed tasks is among it, which says nothing about those that did their work.
    if (row.failed_tasks + row.killed_tasks > 0 || row.completed_tasks <= 0) continue;
    Work& work = stages[row.stage][place->second];
    work.tasks += static_cast<double>(row.completed_tasks);
    work.time += static_cast<double>(row.task_time);
    work.bytes += static_cast<double>(row.bytes_read);
  }
  std::map<std::string_view, Host> hosts;
  for (const auto& [key, stage] : stages) compare(stage, ratio, hosts);

  std::vector<Finding> findings;
  for (const auto& [name, host] : hosts) {
    if (host.tasks < context.limit(kTasks) || host.time < context.limit(kTime)) continue;
    if (host.expected <= 0 || host.time / host.expected < ratio) continue;
    if (host.slow_tasks < host.tasks * kMostStages) continue;
    if (host.stages < 2 && host.tasks < kTasksInOneStage) continue;
    if (host.bytes > host.expected_bytes * (1 + (ratio - 1) / 2)) continue;
    const std::string id(name);
    Finding finding;
    finding.text = "Tasks on " + (places.are_hosts ? "host " : std::string("executor ")) + id +
                   " took " + times_words(host.time / host.expected) +
                   " times as long as those of the same stages elsewhere.";
    finding.recoverable_core_ms = host.time - host.expected;
    if (facts.average_cores > 0) {
      finding.recoverable_ms = finding.recoverable_core_ms / facts.average_cores;
    }
    finding.numbers = {
        context.number("times as long as elsewhere", host.time / host.expected, kRatio),
        context.number("its tasks", host.tasks, kTasks),
        context.number("their time", host.time, kTime)};
    for (const auto& [executor, place] : places.of) {
      if (place != name || finding.links.size() == 5) continue;
      finding.links.push_back(link_to_executor(std::string(executor), "slower than others"));
    }
    if (places.are_hosts) {
      finding.links.push_back({.kind = LinkKind::host, .name = id});
    }
    finding.advice = {
        {"See what else runs on that machine, and whether its disks and its network "
         "are well; Spark can run slow tasks a second time elsewhere meanwhile.",
         "spark.speculation", "true", facts.properties.text("spark.speculation")}};
    findings.push_back(std::move(finding));
  }
  return findings;
}

}  // namespace slow_host
}  // namespace

const Rule kSlowHost{"slow-host", "Slow host", slow_host::kThresholds, slow_host::find};

}  // namespace afterglow::history
