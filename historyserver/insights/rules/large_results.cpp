// Large results: tasks send so much to the driver that it comes near what the driver accepts.
//
// Measured: the size of the results of a stage's tasks over spark.driver.maxResultSize, which Spark
// compares with the same sum and fails the job beyond it. Where that is unlimited, over the
// driver's memory. Broadcast tables are collected this way too.
// That is a risk and saves no time. Time goes into what the driver does with results: where it got
// more than 16 MiB of them, the gap after the job, up to what 5 MiB/s make of it, is told; not the
// gap before the next job of the same query, because Spark itself wanted them (large-broadcast).
// Source: Spark's own limit; the rest is ours. Wrong: where the size of the results cannot grow
// with the data, or where the driver does something else after the job.

#include <algorithm>

#include "historyserver/insights/executors.h"
#include "historyserver/insights/rules/table.h"
#include "historyserver/insights/words.h"

namespace afterglow::history {
namespace {
namespace large_results {

constexpr RuleThreshold kShare{
    "largeResults.share", 0.5, NumberUnit::share,
    "The size of a stage's results, as a part of what the driver accepts.", "ours: half"};
constexpr RuleThreshold kTime{"largeResults.time", 2000, NumberUnit::ms,
                              "What the driver takes over results after their jobs.", "ours"};
constexpr std::array kThresholds = {kShare, kTime};

constexpr std::string_view kSetting = "spark.driver.maxResultSize";

bool was_refused(const StageFacts& stage) {
  return stage.row.failure_reason && stage.row.failure_reason->contains(kSetting);
}

bool is_inside_query(const Gap& gap) {
  return gap.after && gap.before->row.sql_execution_id &&
         gap.before->row.sql_execution_id == gap.after->row.sql_execution_id;
}

// What the driver does with results while no job runs.
std::optional<Finding> handled(const RuleContext& context) {
  const Facts& facts = context.facts;
  if (is_interactive(facts) || lacks_events(facts)) return {};
  Finding finding;
  double longest = 0;
  double bytes = 0;
  for (const Gap& gap : context.gaps()) {
    const double time = collecting_time(gap);
    if (time <= 0 || is_inside_query(gap)) continue;
    const double size = gap.collected;
    finding.recoverable_ms += time;
    bytes += size;
    if (finding.links.size() < 5 || time > longest) {
      finding.links.insert(time > longest ? finding.links.begin() : finding.links.end(),
                           {.kind = LinkKind::job,
                            .id = gap.before->row.id,
                            .name = gap.before->row.name,
                            .note = size_words(size) + ", " + duration_words(time) + " after it"});
    }
    longest = std::max(longest, time);
  }
  if (finding.recoverable_ms < context.limit(kTime)) return {};
  if (finding.links.size() > 5) finding.links.resize(5);
  finding.recoverable_core_ms = finding.recoverable_ms * facts.average_cores;
  finding.text = "Jobs sent " + size_words(bytes) + " of results to the driver, which then took " +
                 duration_words(finding.recoverable_ms) + " over them while no job ran.";
  finding.numbers = {
      context.number("time of the driver after these jobs", finding.recoverable_ms, kTime),
      {"size of the results", bytes, NumberUnit::bytes}};
  finding.advice = {
      {"Have Spark compute what the driver computes from the rows, or write them to "
       "files instead of collecting them."},
      {"Let pandas take rows by columns.", "spark.sql.execution.arrow.pyspark.enabled", "true",
       facts.properties.text("spark.sql.execution.arrow.pyspark.enabled")}};
  return finding;
}

std::optional<Finding> near_limit(const RuleContext& context) {
  const Facts& facts = context.facts;
  const double memory = static_cast<double>(
      facts.properties.bytes("spark.driver.memory", 1024 * 1024).value_or(1024LL * 1024 * 1024));
  const double set =
      static_cast<double>(facts.properties.bytes(kSetting).value_or(1024LL * 1024 * 1024));
  const double limit = set > 0 ? set : memory;
  const StageFacts* worst = nullptr;
  double worst_size = 0;
  std::size_t count = 0;
  bool refused = false;
  for (const StageFacts& stage : facts.stages) {
    const double size = stage.metric(TaskMetric::result_size);
    const bool is_refused = was_refused(stage);
    if (!stage.ran() || limit <= 0) continue;
    if (!is_refused && size < limit * context.limit(kShare)) continue;
    ++count;
    if (!worst || (is_refused && !refused) || (is_refused == refused && size > worst_size)) {
      worst = &stage;
      worst_size = size;
    }
    refused = refused || is_refused;
  }
  if (!worst) return {};
  Finding finding;
  finding.severity = refused ? Severity::critical : Severity::warning;
  const std::string stages = and_more(stage_words(*worst), count - 1);
  const std::string accepted = set > 0 ? "the " + size_words(limit) + " that it accepts"
                                       : "the " + size_words(limit) + " of memory that it has";
  finding.text = refused ? "Spark stopped " + stages +
                               " because the results of its tasks exceeded " + accepted + "."
                         : "Tasks of " + stages + " sent " + size_words(worst_size) +
                               " of results to the driver, " + share_words(worst_size / limit) +
                               " of " + accepted + ".";
  finding.numbers = {
      context.number("results of what the driver accepts", worst_size / limit, kShare),
      {"size of the results", worst_size, NumberUnit::bytes}};
  finding.links = {link_to(*worst, size_words(worst_size) + " of results"),
                   link_to_setting(std::string(kSetting))};
  finding.advice = {
      {"Write the result to files, aggregate or limit it before it is collected, or "
       "take it piece by piece (toLocalIterator)."},
      {"If the driver has the memory, let it accept more.", std::string(kSetting),
       memory_setting(std::max(limit, worst_size) * 2), facts.properties.text(kSetting)}};
  return finding;
}

std::vector<Finding> find(const RuleContext& context) {
  std::vector<Finding> findings;
  if (auto finding = near_limit(context)) findings.push_back(*std::move(finding));
  if (auto finding = handled(context)) findings.push_back(*std::move(finding));
  return findings;
}

}  // namespace large_results
}  // namespace

const Rule kLargeResults{"large-results", "Large results", large_results::kThresholds,
                         large_results::find};

}  // namespace afterglow::history
