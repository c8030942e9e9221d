// Repeated scan: the same scan, or a larger part of a plan, was computed several times, in several
// queries or in one.
//
// Measured: parts of plans that do the same (without the numbers of columns) on as many files,
// bytes and rows. Saved is what all of them took but the dearest, less a tenth for writing and
// reading a cache. A scan takes its own time in its stage; what ends in an exchange takes its
// stages. Source: ours; Spark's guide to caching. Wrong: when files of the same size were replaced
// in between, and where memory is short, so that cached data would be dropped or spilled.

#include <algorithm>
#include <map>
#include <set>

#include "historyserver/insights/repeated_plans.h"
#include "historyserver/insights/rules/table.h"

namespace afterglow::history {
namespace {
namespace repeated_scan {

constexpr RuleThreshold kTimes{"repeatedScan.times", 2, NumberUnit::times,
                               "How often the same must be computed.", "ours"};
constexpr std::array kThresholds = {kTimes};

constexpr double kSavedByCache = 0.9;
constexpr double kLarger = 3;  // rows in memory, of compressed files in columns

using StageTimes = std::map<const StageFacts*, double>;

// The stages that wrote the exchanges of the part are its own; of the last one it has a share.
StageTimes times_of(const Facts& facts, const PlanPart& part) {
  const PlanFacts& plan = part.query->plan;
  StageTimes times;
  for (const SqlPlanNode* node : plan.below(part.top->id)) {
    const StageFacts* stage = nullptr;
    if (is_shuffle(*node)) stage = stage_of(facts, *part.query, node->id, "data size");
    const auto inputs = plan.inputs(node->id);
    if (is_broadcast(*node) && !inputs.empty()) {
      stage = stage_around(facts, *part.query, inputs.front()->id);
    }
    if (stage) times[stage] = stage->wall.sum();
  }
  if (is_shuffle(*part.top) || is_broadcast(*part.top)) return times;
  const StageFacts* const last = stage_around(facts, *part.query, part.top->id);
  if (!last || times.contains(last)) return times;
  const StageFacts* const scanned = stage_of(facts, *part.query, part.scan->id);
  const auto consumers = plan.consumers(part.top->id);
  const bool is_all = consumers.empty() || consumers.front()->name.starts_with("AdaptiveSparkPlan");
  if (is_all) {
    times[last] = last->wall.sum();
  } else if (scanned == last) {
    times[last] = part_of_run(*last, scan_core_time(plan, part.scan->id, *last)) * used_time(*last);
  } else {
    times[last] = last->wall[WallPart::shuffle_wait];
  }
  return times;
}

double sum_of(const StageTimes& times) {
  double sum = 0;
  for (const auto& [stage, ms] : times) sum += ms;
  return sum;
}

// Whether what the part gives is likely to fit into the executors' memory.
bool fits(const Facts& facts, const PlanPart& part) {
  double memory = 0;
  for (const ExecutorRow& executor : facts.executors) {
    if (!executor.remove_time) memory += static_cast<double>(executor.max_memory);
  }
  return memory <= 0 || part.bytes * std::min(1.0, part.kept) * kLarger < memory / 2;
}

std::string queries_words(const std::vector<PlanPart>& parts) {
  std::set<std::int64_t> ids;
  for (const PlanPart& part : parts) ids.insert(part.query->row.id);
  std::string words = ids.size() == 1 ? "in query " : "in queries ";
  constexpr std::size_t kNamed = 4;
  std::size_t named = 0;
  for (const std::int64_t id : ids) {
    if (named == kNamed) return and_more(words, ids.size() - kNamed);
    if (named > 0) words += named + 1 == ids.size() ? " and " : ", ";
    words += std::to_string(id);
    ++named;
  }
  return words;
}

Finding finding_of(const RuleContext& context, const std::vector<PlanPart>& parts,
                   const PlanCases& cases) {
  const PlanPart& part = parts.front();
  const std::string source = source_words(*part.scan);
  Finding finding = cases.finding();
  finding.text = part.top == part.scan
                     ? "The same scan of " + source
                     : "The same part of a plan, from " + source + " to " + part.top->name + ",";
  finding.text += " was computed " + count_words(static_cast<double>(parts.size())) + " times, " +
                  queries_words(parts) + ".";
  finding.numbers = {context.number("times computed", static_cast<double>(parts.size()), kTimes)};
  if (fits(context.facts, part)) {
    finding.advice = {
        {"Keep the result after it is computed first: df.cache(), or CACHE TABLE, "
         "and unpersist() when it is not needed any more."}};
  } else {
    finding.advice = {
        {"Write the result to a table once and read that: it is too large for the "
         "executors' memory. Or answer all of these with one query."}};
  }
  return finding;
}

std::vector<Finding> find(const RuleContext& context) {
  const Facts& facts = context.facts;
  std::vector<Finding> findings;
  for (const std::vector<PlanPart>& parts : repeated_parts(facts)) {
    if (static_cast<double>(parts.size()) < context.limit(kTimes)) continue;
    std::vector<std::pair<double, StageTimes>> times;
    for (const PlanPart& part : parts) {
      StageTimes of_part = times_of(facts, part);
      times.emplace_back(sum_of(of_part), std::move(of_part));
    }
    const auto dearest = std::ranges::max_element(times, {}, [](auto& one) { return one.first; });
    PlanCases cases(facts);
    for (auto one = times.begin(); one != times.end(); ++one) {
      const PlanPart& part = parts[static_cast<std::size_t>(one - times.begin())];
      PlanCase again{.query = part.query, .node = part.top, .note = duration_words(one->first)};
      if (one != dearest) {
        for (const auto& [stage, ms] : one->second) {
          again.stages.emplace_back(stage, ms * kSavedByCache);
        }
      }
      cases.add(std::move(again));
    }
    Finding finding = finding_of(context, parts, cases);
    if (finding.recoverable_ms > 0) findings.push_back(std::move(finding));
  }
  return findings;
}

}  // namespace repeated_scan
}  // namespace

const Rule kRepeatedScan{"repeated-scan", "Computed again", repeated_scan::kThresholds,
                         repeated_scan::find};

}  // namespace afterglow::history
