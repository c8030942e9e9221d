// Executor memory too large: executors have much more heap than they ever use.
//
// Measured: the highest peak of JVMHeapMemory of any executor over its heap (spark.executor.memory
// or its resource profile). Garbage that was not collected yet counts as used, so what is unused
// was certainly not needed. The value to set is that peak and a quarter.
// Source: dataflint (70%), dr-elephant (1.5 times the peak). Wrong: where another run of the same
// job has more data, and where executors get their memory with their cores anyway (whole nodes).
// Since nothing gets faster and cores stay as they are, it saves no time that could be told; it is
// told only where the memory that lay idle is much.

#include <algorithm>

#include "historyserver/insights/bytes.h"
#include "historyserver/insights/executors.h"
#include "historyserver/insights/rules/table.h"
#include "historyserver/insights/words.h"

namespace afterglow::history {
namespace {
namespace executor_memory_unused {

constexpr RuleThreshold kShare{"executorMemoryUnused.share", 0.5, NumberUnit::share,
                               "The highest heap peak of any executor, as a part of its heap.",
                               "between dataflint (70%) and dr-elephant's twice the peak"};
constexpr RuleThreshold kBytes{"executorMemoryUnused.bytes", 4 * kGiB, NumberUnit::bytes,
                               "Heap that no executor needed, of all executors that there were on "
                               "average.",
                               "ours: what one more executor would have"};
constexpr std::array kThresholds = {kShare, kBytes};

constexpr double kReserve = 1.25;    // times the peak
constexpr double kLeastHeap = kGiB;  // nobody gains by less

std::vector<Finding> find(const RuleContext& context) {
  const Facts& facts = context.facts;
  if (facts.is_local) return {};
  double peak = 0;
  double unified = 0;
  double heap = 0;
  double lifetime = 0;
  std::size_t measured = 0;
  const ExecutorRow* fullest = nullptr;
  for (const ExecutorRow& executor : facts.executors) {
    if (executor.resource_profile_id != 0) continue;
    const double used = static_cast<double>(executor.peak_metrics[kJvmHeap]);
    lifetime += lifetime_of(facts, executor);
    heap = std::max(heap, heap_of(facts, executor));
    if (!executor.peak_metrics.is_set() || used <= 0) continue;
    ++measured;
    unified = std::max(unified, static_cast<double>(executor.peak_metrics[kOnHeapUnified]));
    if (used > peak) {
      peak = used;
      fullest = &executor;
    }
  }
  // Executors that were never asked may have needed any amount.
  if (!fullest || measured * 2 < facts.executors.size() || heap <= 0) return {};
  const double share = peak / heap;
  const double executors = facts.duration() > 0 ? lifetime / facts.duration() : 0;
  const double unused = std::max(0.0, heap - std::max(kLeastHeap, peak * kReserve)) * executors;
  if (share > context.limit(kShare) || unused < context.limit(kBytes)) return {};

  Finding finding;
  finding.text = "Each executor has " + size_words(heap) +
                 " of heap, and none ever used more than " + size_words(peak) + " (" +
                 share_words(share) + ").";
  finding.numbers = {context.number("highest heap peak of the heap", share, kShare),
                     context.number("not needed, of all executors", unused, kBytes),
                     {"highest heap peak", peak, NumberUnit::bytes},
                     {"of that, for execution and storage", unified, NumberUnit::bytes}};
  finding.links = {link_to_executor(fullest->id, size_words(peak) + " at most"),
                   link_to_setting("spark.executor.memory")};
  finding.advice = {
      {"Ask for less memory, or run more tasks at once in each executor "
       "(spark.executor.cores) and have fewer of them.",
       "spark.executor.memory", memory_setting(peak * kReserve),
       facts.properties.text("spark.executor.memory")}};
  return {finding};
}

}  // namespace executor_memory_unused
}  // namespace

const Rule kExecutorMemoryUnused{"executor-memory-unused", "Executor memory too large",
                                 executor_memory_unused::kThresholds, executor_memory_unused::find};

}  // namespace afterglow::history
