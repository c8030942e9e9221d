#include "historyserver/insights/query_pairs.h"

#include "tests/unit/historyserver/insights/plan_chain.h"
#include "tests/unit/historyserver/support.h"

namespace afterglow::history {
namespace {

// Queries of a run as "description|operator", in their order; without an operator it has no plan.
using Queries = std::vector<std::string>;

QueriesOfRun put(ApplicationDatabase& database, const Queries& queries) {
  QueriesOfRun run{database, {}};
  for (std::size_t i = 0; i < queries.size(); ++i) {
    const auto id = static_cast<std::int64_t>(i);
    const std::size_t bar = queries[i].find('|');
    const std::string plan = queries[i].substr(bar + 1);
    expect_done(
        database.sql_plans.put(id, 0, "", plan.empty() ? SqlPlanGraph() : chain_of({plan})));
    run.list.push_back({id, std::string_view(queries[i]).substr(0, bar)});
  }
  return run;
}

// "0-1", "0=1" where the plan decided against another description, "0-", "-1".
std::string told(const std::vector<QueryPair>& pairs) {
  std::string text;
  for (const QueryPair& pair : pairs) {
    const auto place = [&](std::size_t side) {
      return pair.place[side] ? std::to_string(*pair.place[side]) : std::string();
    };
    text += (text.empty() ? "" : " ") + place(0) + (pair.match == QueryMatch::plan ? "=" : "-") +
            place(1);
  }
  return text;
}

TEST(QueryPairs, MatchByDescriptionAndPlanThenEither) {
  const struct {
    std::string what;
    Queries a;
    Queries b;
    std::string pairs;
  } cases[] = {
      {"nothing", {}, {}, ""},
      {"another order", {"x|Scan-t", "y|Scan-u"}, {"y|Scan-u", "x|Scan-t"}, "0-1 1-0"},
      {"a changed plan", {"x|Scan-t"}, {"x|Scan-u"}, "0-0"},
      {"a line that moved",
       {"count at app.py:12|Filter (a#1 = 5)"},
       {"count at app.py:14|Filter (a#9 = 6)"},
       "0=0"},
      {"the description before the plan",
       {"x|Scan-t", "y|Scan-u"},
       {"x|Scan-u", "z|Scan-u"},
       "0-0 1=1"},
      {"a loop whose steps come in another order",
       {"step|Scan-t", "step|Scan-u", "step|Scan-v"},
       {"step|Scan-v", "step|Scan-t", "step|Scan-u"},
       "0-1 1-2 2-0"},
      {"a loop of equal steps",
       {"step|Scan-t", "step|Scan-t"},
       {"step|Scan-t", "step|Scan-t"},
       "0-0 1-1"},
      {"a loop with a step more, and one that does something else",
       {"step|Scan-t", "step|Scan-u"},
       {"step|Scan-n", "step|Scan-u", "step|Scan-o"},
       "0-0 1-1 -2"},
      {"what a loop leaves goes to who does the same",
       {"step|Scan-t", "step|Scan-u"},
       {"step|Scan-u", "other|Scan-t"},
       "0=1 1-0"},
      {"batches of streams",
       {"run 1\nbatch 0|Scan-t", "run 1\nbatch 1|Scan-t"},
       {"run 2\nbatch 0|Scan-t", "run 2\nbatch 1|Scan-t", "run 2\nbatch 2|Scan-t"},
       "0=0 1=1 -2"},
      {"nothing in common", {"x|Scan-t"}, {"y|Scan-u"}, "0- -0"},
      {"no plans", {"x|", "y|"}, {"y|", "z|"}, "0- 1-0 -1"},
  };
  for (const auto& one : cases) {
    TemporaryFolder folder;
    const auto a = value_of(ApplicationDatabase::create(folder.path("a")));
    const auto b = value_of(ApplicationDatabase::create(folder.path("b")));
    EXPECT_EQ(told(value_of(pair_queries(put(*a, one.a), put(*b, one.b)))), one.pairs) << one.what;
  }
}

}  // namespace
}  // namespace afterglow::history
