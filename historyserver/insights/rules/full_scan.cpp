// Full scan: a scan reads everything, and the filter right behind it drops nearly all rows.
//
// Measured: rows that come out of a filter over those that its scan read, and what the scan says of
// its filters: none on the columns of a partitioned table, none that could be handed to the format,
// or some that did not help because the values are spread over all files. Saved is what the scan's
// tasks spent on the rows that were dropped; half of it, as better filters or a better order of
// the data seldom leave out all of them. Source: dataflint tells it of Delta tables. Wrong: where
// a table is searched by a column like this once only, so that no order of it would pay.

#include <algorithm>

#include "historyserver/insights/bytes.h"
#include "historyserver/insights/plan_cases.h"
#include "historyserver/insights/rules/table.h"

namespace afterglow::history {
namespace {
namespace full_scan {

constexpr RuleThreshold kKept{"fullScan.kept", 0.05, NumberUnit::share,
                              "Rows that the filter keeps, of those that the scan read.", "ours"};
constexpr RuleThreshold kBytes{"fullScan.bytes", 64 * kMiB, NumberUnit::bytes,
                               "Size of what the scan reads.",
                               "ours: less is read faster than it is talked about"};
constexpr std::array kThresholds = {kKept, kBytes};

enum class Reason : std::uint8_t { no_partition_filter, not_pushed, not_clustered };

// The filter right behind a scan; null when there is none.
const SqlPlanNode* filter_of(const PlanFacts& plan, const SqlPlanNode& scan) {
  const SqlPlanNode* node = &scan;
  for (int steps = 0; steps < 4; ++steps) {
    const auto consumers = plan.consumers(node->id);
    if (consumers.size() != 1) return nullptr;
    node = consumers.front();
    if (node->name.starts_with("Filter")) return node;
    if (!node->name.starts_with("ColumnarToRow") && !node->name.starts_with("Project") &&
        !node->name.starts_with("InputAdapter")) {
      return nullptr;
    }
  }
  return nullptr;
}

// Whether anything but "is not null" is in "[IsNotNull(a), EqualTo(a,1)]".
bool says_something(std::string_view filters) {
  constexpr std::string_view kNotNull = "IsNotNull(";
  std::size_t at = filters.starts_with('[') ? 1 : 0;
  while (at < filters.size() && filters[at] != ']') {
    if (!filters.substr(at).starts_with(kNotNull)) return true;
    const std::size_t end = filters.find(')', at);
    if (end == std::string_view::npos) return false;
    at = end + 1;
    while (at < filters.size() && (filters[at] == ',' || filters[at] == ' ')) ++at;
  }
  return false;
}

Reason reason_of(const PlanFacts& plan, const SqlPlanNode& scan) {
  double partitions = plan.sum(scan.id, "number of partitions read").value_or(0);
  if (const std::string count = scan_detail(scan, "PartitionCount"); !count.empty()) {
    partitions = std::max(partitions, count == "1" ? 1.0 : 2.0);
  }
  if (partitions > 1 && scan_detail(scan, "PartitionFilters") == "[]") {
    return Reason::no_partition_filter;
  }
  return says_something(scan_detail(scan, "PushedFilters")) ? Reason::not_clustered
                                                            : Reason::not_pushed;
}

struct FullScan {
  double read = 0;  // rows
  double kept = 0;
  double bytes = 0;
  double share() const { return read > 0 ? kept / read : 1; }
};

std::optional<FullScan> full_scan(const RuleContext& context, const PlanFacts& plan,
                                  const SqlPlanNode& scan) {
  if (!is_scan(scan) || scan.description.find("PushedFilters: ") == std::string::npos) return {};
  const SqlPlanNode* const filter = filter_of(plan, scan);
  const auto read = plan.rows(scan.id);
  const auto kept = filter ? plan.rows(filter->id) : std::nullopt;
  const auto bytes = plan.sum(scan.id, "size of files read");
  if (!read || !kept || !bytes || *bytes < context.limit(kBytes)) return {};
  const FullScan found{*read, *kept, *bytes};
  if (found.share() > context.limit(kKept)) return {};
  return found;
}

FindingAdvice advice_of(Reason reason) {
  switch (reason) {
    case Reason::no_partition_filter:
      return {
          "Filter by a column by which the table is partitioned, as it stands, so that Spark "
          "leaves out whole partitions; or partition the table by what is asked for."};
    case Reason::not_pushed:
      return {
          "Compare the column itself with a constant of its own type: functions, casts and "
          "UDFs around a column keep the format from leaving out blocks."};
    case Reason::not_clustered:
      return {
          "Sort or cluster the data by this column when it is written (sortWithinPartitions, "
          "Z-order), or partition it by that, so that the filter can leave out files."};
  }
  return {};
}

std::vector<Finding> find(const RuleContext& context) {
  PlanCases cases(context.facts);
  for (const QueryFacts& query : context.facts.queries) {
    for (const SqlPlanNode& node : query.plan.nodes()) {
      const auto scan = full_scan(context, query.plan, node);
      const StageFacts* const stage = scan ? stage_of(context.facts, query, node.id) : nullptr;
      if (!stage) continue;
      const double part = part_of_run(*stage, scan_core_time(query.plan, node.id, *stage));
      PlanCase one{
          .query = &query,
          .node = &node,
          .note = "kept " + count_words(scan->kept) + " of " + count_words(scan->read) + " rows"};
      one.stages.emplace_back(stage, part * used_time(*stage) * (1 - scan->share()) / 2);
      cases.add(std::move(one));
    }
  }
  if (cases.empty()) return {};
  const PlanCase& worst = cases.worst();
  const auto scan = full_scan(context, worst.query->plan, *worst.node);
  if (!scan) return {};
  const Reason reason = reason_of(worst.query->plan, *worst.node);
  Finding finding = cases.finding();
  finding.text =
      "Query " + std::to_string(worst.query->row.id) + cases.others_words() + " read " +
      size_words(scan->bytes) + " of " + source_words(*worst.node) + " to keep " +
      count_words(scan->kept) + " of " + count_words(scan->read) + " rows: " +
      (reason == Reason::no_partition_filter ? "no filter left out a partition."
       : reason == Reason::not_pushed ? "its filter could not be handed to the files' format."
                                      : "the rows that it wants are spread over all files.");
  finding.numbers = {context.number("rows kept", scan->share(), kKept),
                     context.number("size of files read", scan->bytes, kBytes)};
  finding.advice = {advice_of(reason)};
  return {finding};
}

}  // namespace full_scan
}  // namespace

const Rule kFullScan{"full-scan", "Full scan", full_scan::kThresholds, full_scan::find};

}  // namespace afterglow::history
