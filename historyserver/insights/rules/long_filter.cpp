// Long filter: the condition of a filter is so long that Spark compiles it to code that the JVM may
// refuse to compile in its turn, and plans it slowly.
//
// Measured: the length of the condition, where the stage that evaluates it takes a good part of the
// application. What it costs cannot be told from a log, so nothing is promised. Source: dataflint
// (more than 1,000 characters). Wrong: where the tests are cheap and most rows fail the first one.

#include <algorithm>

#include "historyserver/insights/plan_cases.h"
#include "historyserver/insights/rules/table.h"

namespace afterglow::history {
namespace {
namespace long_filter {

constexpr RuleThreshold kLength{"longFilter.length", 1000, NumberUnit::count,
                                "Characters of a filter's condition.", "dataflint"};
constexpr RuleThreshold kShare{"longFilter.share", 0.1, NumberUnit::share,
                               "What its stages' tasks must take of the application's duration.",
                               "ours: nothing is promised, so it must matter"};
constexpr std::array kThresholds = {kLength, kShare};

double length_of(const SqlPlanNode& filter) {
  constexpr std::string_view kName = "Filter ";
  const auto length = static_cast<double>(filter.description.size());
  return filter.description.starts_with(kName) ? length - static_cast<double>(kName.size())
                                               : length;
}

std::vector<Finding> find(const RuleContext& context) {
  const Facts& facts = context.facts;
  const QueryFacts* query_of_longest = nullptr;
  const SqlPlanNode* longest = nullptr;
  const StageFacts* stage_of_longest = nullptr;
  for (const QueryFacts& query : facts.queries) {
    for (const SqlPlanNode& node : query.plan.nodes()) {
      if (!node.name.starts_with("Filter") || length_of(node) <= context.limit(kLength)) continue;
      if (longest && length_of(node) <= length_of(*longest)) continue;
      const StageFacts* const stage = stage_of(facts, query, node.id);
      if (!stage || used_time(*stage) < facts.duration() * context.limit(kShare)) continue;
      query_of_longest = &query;
      longest = &node;
      stage_of_longest = stage;
    }
  }
  if (!longest || facts.duration() <= 0) return {};
  const double share = used_time(*stage_of_longest) / facts.duration();
  Finding finding;
  finding.text = "A filter in " + query_words(*query_of_longest) + " has a condition of " +
                 count_words(length_of(*longest)) +
                 " characters, and the stage that tests it took " + share_words(share) +
                 " of the time.";
  finding.numbers = {context.number("characters of the condition", length_of(*longest), kLength),
                     context.number("its stage, of the duration", share, kShare)};
  finding.links = {link_to_node(*query_of_longest, *longest), link_to(*stage_of_longest)};
  finding.advice = {
      {"Put long lists of values into a table and join with it (left semi), or make "
       "one regular expression of many patterns."}};
  return {finding};
}

}  // namespace long_filter
}  // namespace

const Rule kLongFilter{"long-filter", "Long filter", long_filter::kThresholds, long_filter::find};

}  // namespace afterglow::history
