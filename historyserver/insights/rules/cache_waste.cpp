// A cache that does not pay: cached data that nothing reads again, or that is thrown out before.
//
// Measured: what RDDs that are still cached at the end hold in memory and on disk, and how many
// stages that ran have them in their lineage. The stage that fills a cache is one of them. Spark
// dropped partitions of a cache where some are lacking and the executors have no room for these.
// Both need the sizes of blocks, which only logs of spark.eventLog.logBlockUpdates.enabled (or of
// Spark before 2.3) have; of others nothing is said.
// Source: ours. Wrong: where a cache cuts a lineage on purpose. What filling a cache costs is not
// known, so no saving is told.

#include <algorithm>
#include <map>

#include "historyserver/insights/rules/table.h"
#include "historyserver/insights/words.h"

namespace afterglow::history {
namespace {

constexpr double kMiB = 1024.0 * 1024.0;
constexpr RuleThreshold kLeast{"cacheWaste.least", 100 * kMiB, NumberUnit::bytes,
                               "What a cached RDD holds.", "dr-elephant ignores less than 100 MB"};
constexpr RuleThreshold kDropped{"cacheWaste.dropped", 0.1, NumberUnit::share,
                                 "The part of a cached RDD's partitions that are lacking.", "ours"};
constexpr std::array kThresholds = {kLeast, kDropped};

double size_of(const RddRow& rdd) {
  return static_cast<double>(rdd.memory_used + rdd.disk_used);
}

FindingLink link_to_rdd(const RddRow& rdd, std::string note) {
  return {.kind = LinkKind::rdd, .id = rdd.id, .name = rdd.name, .note = std::move(note)};
}

// How many stages read each RDD or filled it.
std::map<std::int64_t, std::size_t> users_of(const Facts& facts) {
  std::map<std::int64_t, std::size_t> users;
  for (const RddRow& rdd : facts.rdds) users.emplace(rdd.id, 0);
  for (const StageFacts& stage : facts.stages) {
    if (!stage.ran() || stage.row.attempt > 0) continue;
    for (const std::int64_t id : stage.row.rdd_ids) {
      const auto user = users.find(id);
      if (user != users.end()) ++user->second;
    }
  }
  return users;
}

// Room for blocks that executors have left.
double free_memory(const Facts& facts) {
  double free = 0;
  for (const ExecutorRow& executor : facts.executors) {
    if (!executor.remove_time) {
      free += static_cast<double>(
          std::max<std::int64_t>(0, executor.max_memory - executor.memory_used));
    }
  }
  return free;
}

std::optional<Finding> unread(const RuleContext& context, const std::vector<const RddRow*>& rdds) {
  if (rdds.empty()) return {};
  double held = 0;
  for (const RddRow* rdd : rdds) held += size_of(*rdd);
  const auto count = static_cast<double>(rdds.size());
  Finding finding;
  finding.text = plural_words(count, "cached dataset") + (count == 1 ? " holds " : " hold ") +
                 size_words(held) + ", and no second stage ever read " +
                 (count == 1 ? "it." : "them.");
  finding.numbers = {context.number("largest of them", size_of(*rdds.front()), kLeast)};
  for (const RddRow* rdd : rdds) {
    if (finding.links.size() == 5) break;
    finding.links.push_back(link_to_rdd(*rdd, size_words(size_of(*rdd))));
  }
  finding.advice = {
      {"Do not cache what is read once: filling the cache takes time, and its memory "
       "is missing elsewhere."}};
  return finding;
}

Finding dropped(const RuleContext& context, const RddRow& rdd, std::size_t users) {
  const auto lacking = static_cast<double>(rdd.partition_count - rdd.cached_partitions);
  const double share = lacking / static_cast<double>(rdd.partition_count);
  Finding finding;
  finding.severity = Severity::warning;
  finding.text = "Of the cached dataset " + rdd.name.substr(0, 60) + " " + count_words(lacking) +
                 " of " + count_words(static_cast<double>(rdd.partition_count)) +
                 " partitions found no room in memory and are computed again by each of the " +
                 count_words(static_cast<double>(users)) + " stages that read it.";
  finding.numbers = {context.number("partitions that are lacking", share, kDropped),
                     context.number("what it holds", size_of(rdd), kLeast)};
  finding.links = {link_to_rdd(rdd, share_words(share) + " of it is lacking"),
                   link_to_setting("spark.executor.memory")};
  finding.advice = {
      {"Keep what does not fit on disk: persist(StorageLevel.MEMORY_AND_DISK)."},
      {"Cache less (only the columns that are read) and unpersist what is not used any more, or "
       "give executors more memory.",
       "spark.executor.memory", "", context.facts.properties.text("spark.executor.memory")}};
  return finding;
}

std::vector<Finding> find(const RuleContext& context) {
  const Facts& facts = context.facts;
  const auto users = users_of(facts);
  const double free = free_memory(facts);
  std::vector<const RddRow*> idle;
  std::vector<Finding> findings;
  for (const RddRow& rdd : facts.rdds) {
    if (rdd.cached_partitions <= 0 || rdd.partition_count <= 0) continue;
    if (size_of(rdd) < context.limit(kLeast)) continue;
    const std::size_t stages = users.at(rdd.id);
    if (stages <= 1) {
      if (stages == 1 && facts.has_ended) idle.push_back(&rdd);
      continue;
    }
    const auto lacking = static_cast<double>(rdd.partition_count - rdd.cached_partitions);
    if (lacking < context.limit(kDropped) * static_cast<double>(rdd.partition_count)) continue;
    // Partitions that nobody asked for are lacking too, but there is room for them.
    const double each = size_of(rdd) / static_cast<double>(rdd.cached_partitions);
    if (rdd.disk_used > 0 || free > lacking * each) continue;
    findings.push_back(dropped(context, rdd, stages));
  }
  std::ranges::stable_sort(idle, std::ranges::greater(),
                           [](const RddRow* rdd) { return size_of(*rdd); });
  if (auto finding = unread(context, idle)) findings.push_back(*std::move(finding));
  return findings;
}

}  // namespace

const Rule kCacheWaste{"cache-waste", "A cache that does not pay", kThresholds, find};

}  // namespace afterglow::history
