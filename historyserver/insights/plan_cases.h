#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "historyserver/insights/plan_text.h"
#include "historyserver/insights/words.h"

namespace afterglow::history {

// The stage in which the tasks of a node's metric ran; null when the log does not say.
const StageFacts* stage_of(const Facts& facts, const QueryFacts& query, std::int64_t node_id,
                           std::string_view metric = "number of output rows");
// The same for nodes without metrics: by those around it that run in the same tasks.
const StageFacts* stage_around(const Facts& facts, const QueryFacts& query, std::int64_t node_id);

// Of a stage's wall time what its tasks used: they computed, read or wrote, or collected garbage.
double used_time(const StageFacts& stage);
// The part of its tasks' run time that so many ms of all of them are.
double part_of_run(const StageFacts& stage, double ms);
// What the stage's tasks spent on a scan, in ms of cores: the scan's own metric, where it has one
// (columnar formats do); else all of their time, as far as it is for files and not for shuffles.
double scan_core_time(const PlanFacts& plan, std::int64_t scan_id, const StageFacts& stage);
// The time of the query in which no job ran.
double driver_time(const Facts& facts, const QueryFacts& query);
// A micro batch of a stream: it has the same plan as the others, and new data.
bool is_batch_of_stream(const QueryFacts& query);
// The setting with which a query ran; empty: its default.
std::string setting_of(const Facts& facts, const QueryFacts& query, const std::string& key);

// A node of a plan that a rule finds, and the wall time that mending it would save.
struct PlanCase {
  const QueryFacts* query = nullptr;
  const SqlPlanNode* node = nullptr;
  std::string note;                                               // what is to be seen there
  std::vector<std::pair<const StageFacts*, double>> stages = {};  // ms of their shares
  double driver_ms = 0;  // of the query's time without jobs

  double ms() const;
};

// The cases of one rule, which become one finding: about the worst of them.
class PlanCases {
 public:
  explicit PlanCases(const Facts& facts) : facts_(facts) {}

  void add(PlanCase one) { cases_.push_back(std::move(one)); }
  bool empty() const { return cases_.empty(); }
  // That would save most; not of an empty list.
  const PlanCase& worst() const;
  // " (and 3 more places)"; nothing when there is only one case.
  std::string others_words() const;
  // A finding with the times of all cases and links to the worst of them. No stage gives more than
  // its share of the wall time, no query more than its time without jobs.
  Finding finding() const;

 private:
  const Facts& facts_;
  std::vector<PlanCase> cases_;
};

std::string query_words(const QueryFacts& query);  // "query 12"

}  // namespace afterglow::history
