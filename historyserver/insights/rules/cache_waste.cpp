// A cache that does not pay: cached data that nothing reads again, or that is thrown out before.
//
// Measured: what RDDs that are still cached at the end hold in memory and on disk, and how many
// stages that ran have them in their lineage. The stage that fills a cache is one of them; where a
// query fills it in a stage of its own before it reads it (Spark 3.5 and later do), these two are
// one. Spark dropped partitions of a cache where some are lacking and the executors have no room
// for these. Sizes of blocks stand only in logs of spark.eventLog.logBlockUpdates.enabled (or of
// Spark before 2.3). Without them a cache that one stage filled is told by that stage: filling it
// is taken for `fill` of what the stage computed. What dropped partitions cost is what the stage
// that filled the cache computed, without `fill` (which reading them from a disk costs instead),
// for the part that is lacking, in each stage after it that has the cache in its lineage, and no
// more than that one computed. Source: ours. Wrong: where a cache cuts a lineage on purpose, or
// where the program ended early; the saving, where the stage that filled the cache did more than
// that, or another cache on top of this one spared stages from reading it.

#include <algorithm>
#include <map>

#include "historyserver/insights/bytes.h"
#include "historyserver/insights/plan_text.h"
#include "historyserver/insights/rules/table.h"
#include "historyserver/insights/words.h"

namespace afterglow::history {
namespace {
namespace cache_waste {

constexpr RuleThreshold kLeast{"cacheWaste.least", 100 * kMiB, NumberUnit::bytes,
                               "What a cached RDD holds.", "dr-elephant ignores less than 100 MB"};
constexpr RuleThreshold kDropped{"cacheWaste.dropped", 0.1, NumberUnit::share,
                                 "The part of a cached RDD's partitions that are lacking.", "ours"};
constexpr RuleThreshold kFill{"cacheWaste.fill", 0.2, NumberUnit::share,
                              "What filling a cache costs, of what the stage that does computes.",
                              "ours: encoding and compressing of columns"};
constexpr std::array kThresholds = {kLeast, kDropped, kFill};

double size_of(const RddRow& rdd) {
  return static_cast<double>(rdd.memory_used + rdd.disk_used);
}

FindingLink link_to_rdd(const RddRow& rdd, std::string note) {
  return {.kind = LinkKind::rdd, .id = rdd.id, .name = rdd.name, .note = std::move(note)};
}

// What its tasks did, of its share of the wall time.
double computed(const StageFacts& stage) {
  return stage.wall[WallPart::compute] + stage.wall[WallPart::gc] + stage.wall[WallPart::io];
}

struct Users {
  std::size_t count = 0;                         // of stages that read it or filled it
  std::vector<const StageFacts*> later = {};     // all but the first
  const StageFacts* first = nullptr;             // that filled it
  std::vector<const StageFacts*> of_query = {};  // of the query that filled it
};

// Whether a query fills a cache in one stage and reads it once, in the next.
bool fills_and_reads(const Facts& facts, const Users& users) {
  if (users.of_query.size() != 2) return false;
  const QueryFacts* const query = facts.query(*users.first->query_id);
  return query && std::ranges::count_if(query->plan.nodes(), is_cached_scan) <= 1;
}

std::map<std::int64_t, Users> users_of(const Facts& facts) {
  std::map<std::int64_t, Users> users;
  for (const RddRow& rdd : facts.rdds) users.emplace(rdd.id, Users{});
  for (const StageFacts& stage : facts.stages) {
    if (!stage.ran() || stage.row.attempt > 0) continue;
    for (const std::int64_t id : stage.row.rdd_ids) {
      const auto user = users.find(id);
      if (user == users.end()) continue;
      Users& known = user->second;
      if (known.count++ == 0) {
        known.first = &stage;
      } else {
        known.later.push_back(&stage);
      }
      if (stage.query_id && stage.query_id == known.first->query_id) {
        known.of_query.push_back(&stage);
      }
    }
  }
  for (auto& [id, one] : users) {
    if (one.count > 0 && fills_and_reads(facts, one)) --one.count;
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

struct Unread {
  const RddRow* rdd = nullptr;
  double ms = 0;  // of wall time to fill it
};

std::optional<Finding> unread(const RuleContext& context, std::vector<Unread> rdds) {
  std::ranges::stable_sort(rdds, std::ranges::greater(),
                           [](const Unread& one) { return std::pair(one.ms, size_of(*one.rdd)); });
  double held = 0;
  Finding finding;
  for (const Unread& one : rdds) {
    held += size_of(*one.rdd);
    finding.recoverable_ms += one.ms;
    if (finding.links.size() == 5) continue;
    finding.links.push_back(link_to_rdd(
        *one.rdd, size_of(*one.rdd) > 0 ? size_words(size_of(*one.rdd)) : "read by one stage"));
  }
  if (finding.recoverable_ms <= 0) return {};
  finding.recoverable_core_ms = finding.recoverable_ms * context.facts.average_cores;
  const auto count = static_cast<double>(rdds.size());
  finding.text = plural_words(count, "dataset") + (count == 1 ? " was" : " were") + " cached" +
                 (held > 0 ? " (" + size_words(held) + ")" : std::string()) +
                 ", and no second stage ever read " + (count == 1 ? "it." : "them.");
  if (held >= context.limit(kLeast)) finding.numbers = {context.number("held", held, kLeast)};
  finding.advice = {
      {"Do not cache what is read once: filling the cache takes time, and its memory "
       "is missing elsewhere."}};
  return finding;
}

// What of a stage's time was told already: it may read several caches.
using Told = std::map<const StageFacts*, double>;

double time_of_dropped(const Users& users, double of_first, Told& told) {
  double time = 0;
  for (const StageFacts* stage : users.later) {
    double& before = told[stage];
    const double again = std::clamp(computed(*stage) - before, 0.0, of_first);
    before += again;
    time += again;
  }
  return time;
}

Finding dropped(const RuleContext& context, const RddRow& rdd, const Users& users, Told& told) {
  const auto lacking = static_cast<double>(rdd.partition_count - rdd.cached_partitions);
  const double share = lacking / static_cast<double>(rdd.partition_count);
  Finding finding;
  finding.severity = Severity::warning;
  const double of_first = share * (1 - context.limit(kFill)) * computed(*users.first);
  finding.recoverable_ms = time_of_dropped(users, of_first, told);
  finding.recoverable_core_ms = finding.recoverable_ms * context.facts.average_cores;
  finding.text = "Of the cached dataset " + rdd.name.substr(0, 60) + " " + count_words(lacking) +
                 " of " + count_words(static_cast<double>(rdd.partition_count)) +
                 " partitions found no room in memory and are computed again by each of the " +
                 count_words(static_cast<double>(users.count)) + " stages that read it.";
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
  if (facts.rdds.empty()) return {};
  const auto users = users_of(facts);
  const double free = free_memory(facts);
  std::vector<Unread> idle;
  std::vector<const StageFacts*> filled;  // a stage that fills two caches counts once
  Told told;
  std::vector<Finding> findings;
  for (const RddRow& rdd : facts.rdds) {
    const Users& user = users.at(rdd.id);
    if (user.count == 1 && facts.has_ended && !facts.has_failed &&
        std::ranges::find(filled, user.first) == filled.end()) {
      filled.push_back(user.first);
      idle.push_back({&rdd, context.limit(kFill) * computed(*user.first)});
    }
    if (user.count < 2 || rdd.cached_partitions <= 0 || rdd.partition_count <= 0) continue;
    if (size_of(rdd) < context.limit(kLeast)) continue;
    const auto lacking = static_cast<double>(rdd.partition_count - rdd.cached_partitions);
    if (lacking < context.limit(kDropped) * static_cast<double>(rdd.partition_count)) continue;
    // Partitions that nobody asked for are lacking too, but there is room for them.
    const double each = size_of(rdd) / static_cast<double>(rdd.cached_partitions);
    if (rdd.disk_used > 0 || free > lacking * each) continue;
    findings.push_back(dropped(context, rdd, user, told));
  }
  if (auto finding = unread(context, std::move(idle))) findings.push_back(*std::move(finding));
  return findings;
}

}  // namespace cache_waste
}  // namespace

const Rule kCacheWaste{"cache-waste", "A cache that does not pay", cache_waste::kThresholds,
                       cache_waste::find};

}  // namespace afterglow::history
