// Memory too tight: the heap of an executor or of the driver was full, or what an executor uses
// outside of its heap fills what its container grants.
//
// Measured: the peak of JVMHeapMemory over the heap; on YARN and Kubernetes also the peaks of
// JVMOffHeapMemory, DirectPoolMemory and of the Python and other processes (only known with
// spark.executor.processTreeMetrics.enabled) over the memory overhead.
// Source: dataflint (95% of the heap). Wrong: peaks of different moments are added up, and garbage
// that was about to be collected counts as used. So a full heap is told only where the collection
// of it took time as well, or where tasks or executors failed. It saves no time: the next run with
// a little more data may fail.

#include <algorithm>

#include "historyserver/insights/executors.h"
#include "historyserver/insights/rules/table.h"
#include "historyserver/insights/words.h"

namespace afterglow::history {
namespace {
namespace executor_memory_tight {

constexpr RuleThreshold kHeap{"executorMemoryTight.heap", 0.95, NumberUnit::share,
                              "The peak of the heap in use, as a part of the heap.",
                              "dataflint: 95%"};
constexpr RuleThreshold kOverhead{"executorMemoryTight.overhead", 0.95, NumberUnit::share,
                                  "What was in use outside of the heap, as a part of the overhead.",
                                  "as for the heap"};
constexpr RuleThreshold kGc{"executorMemoryTight.gcShare", 0.05, NumberUnit::share,
                            "GC time of that executor's tasks, as a part of their time.",
                            "dr-elephant is content below 5 to 8%"};
constexpr std::array kThresholds = {kHeap, kOverhead, kGc};

struct Fullest {
  const ExecutorRow* executor = nullptr;
  double share = 0;
  double used = 0;
  double limit = 0;
  std::size_t count = 0;  // of executors over the threshold

  void take(const ExecutorRow& one, double one_used, double one_limit, double threshold) {
    if (one_limit <= 0 || one_used / one_limit < threshold) return;
    ++count;
    if (one_used / one_limit <= share) return;
    executor = &one;
    share = one_used / one_limit;
    used = one_used;
    limit = one_limit;
  }
};

double peak(const ExecutorRow& executor, std::size_t metric) {
  return static_cast<double>(std::max<std::int64_t>(0, executor.peak_metrics[metric]));
}

// A full heap alone says little: garbage fills it too.
bool has_trouble(const ExecutorRow& executor, double gc_share) {
  const double time = static_cast<double>(executor.total_duration);
  return executor.failed_tasks > 0 ||
         (time > 0 && static_cast<double>(executor.total_gc_time) / time >= gc_share);
}

std::string which(const Fullest& fullest) {
  return fullest.count == 1 ? "executor " + fullest.executor->id
                            : and_more("executor " + fullest.executor->id, fullest.count - 1);
}

Finding heap_finding(const RuleContext& context, const Fullest& fullest, bool is_driver) {
  const std::string key = is_driver ? "spark.driver.memory" : "spark.executor.memory";
  Finding finding;
  finding.severity = Severity::warning;
  finding.text = "The heap of " + (is_driver ? std::string("the driver") : which(fullest)) +
                 " was full up to " + share_words(fullest.share) + " of " +
                 size_words(fullest.limit) + ": with a little more data it runs out of memory.";
  finding.numbers = {context.number("heap peak of the heap", fullest.share, kHeap)};
  finding.links = {link_to_executor(fullest.executor->id, size_words(fullest.used) + " at most"),
                   link_to_setting(key)};
  finding.advice = {{"Give it more heap.", key, memory_setting(fullest.limit * 1.5),
                     context.facts.properties.text(key)}};
  if (!is_driver) {
    finding.advice.push_back(
        {"Or give each task more of it: more and smaller partitions, or fewer "
         "cores in each executor.",
         "spark.executor.cores", "", context.facts.properties.text("spark.executor.cores")});
  }
  return finding;
}

Finding overhead_finding(const RuleContext& context, const Fullest& fullest) {
  const bool is_python = peak(*fullest.executor, kPythonRss) > fullest.used / 2;
  Finding finding;
  finding.severity = Severity::warning;
  finding.text = "Outside of its heap " + which(fullest) + " used " + size_words(fullest.used) +
                 (is_python ? ", most of it in Python," : "") + " where its container grants " +
                 size_words(fullest.limit) + ": the container may be killed for it.";
  finding.numbers = {context.number("in use of the overhead", fullest.share, kOverhead)};
  finding.links = {link_to_executor(fullest.executor->id, size_words(fullest.used) + " at most"),
                   link_to_setting("spark.executor.memoryOverhead")};
  finding.advice = {{"Grant more memory outside of the heap.", "spark.executor.memoryOverhead",
                     memory_setting(fullest.used * 1.25),
                     context.facts.properties.text("spark.executor.memoryOverhead")}};
  return finding;
}

std::vector<Finding> find(const RuleContext& context) {
  const Facts& facts = context.facts;
  const double gc_share = context.limit(kGc);
  const bool has_limit = has_containers(facts);
  Fullest heap;
  Fullest overhead;
  Fullest driver;
  if (!facts.is_local) {
    for (const ExecutorRow& executor : facts.executors) {
      if (!executor.peak_metrics.is_set()) continue;
      if (has_trouble(executor, gc_share)) {
        heap.take(executor, peak(executor, kJvmHeap), heap_of(facts, executor),
                  context.limit(kHeap));
      }
      if (!has_limit) continue;
      const double python = static_cast<double>(
          facts.properties.bytes("spark.executor.pyspark.memory", 1024 * 1024).value_or(0));
      overhead.take(executor,
                    peak(executor, kJvmOffHeap) + peak(executor, kDirectPool) +
                        peak(executor, kPythonRss) + peak(executor, kOtherRss),
                    overhead_of(facts, executor) + python, context.limit(kOverhead));
    }
  }
  // Only what is set: a driver inside another program has the memory of that.
  const auto driver_memory = facts.properties.bytes("spark.driver.memory", 1024 * 1024);
  if (facts.driver && facts.driver->peak_metrics.is_set() && driver_memory) {
    driver.take(*facts.driver, peak(*facts.driver, kJvmHeap), static_cast<double>(*driver_memory),
                context.limit(kHeap));
  }
  std::vector<Finding> findings;
  if (heap.executor) findings.push_back(heap_finding(context, heap, false));
  if (overhead.executor) findings.push_back(overhead_finding(context, overhead));
  // More than it was given: it has not got the memory that the setting says.
  if (driver.executor && driver.share <= 1) findings.push_back(heap_finding(context, driver, true));
  return findings;
}

}  // namespace executor_memory_tight
}  // namespace

const Rule kExecutorMemoryTight{"executor-memory-tight", "Memory too tight",
                                executor_memory_tight::kThresholds, executor_memory_tight::find};

}  // namespace afterglow::history
