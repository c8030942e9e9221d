// Large results: tasks send so much to the driver that it comes near what the driver accepts.
//
// Measured: the size of the results of a stage's tasks over spark.driver.maxResultSize, which Spark
// compares with the same sum and fails the job beyond it. Where that is unlimited, over the
// driver's memory. Broadcast tables are collected this way too.
// Source: Spark's own limit; the part of it is ours. Wrong: where the size of the results cannot
// grow with the data. It saves no time that could be told: it is a risk.

#include <algorithm>

#include "historyserver/insights/executors.h"
#include "historyserver/insights/rules/table.h"
#include "historyserver/insights/words.h"

namespace afterglow::history {
namespace {

constexpr RuleThreshold kShare{
    "largeResults.share", 0.5, NumberUnit::share,
    "The size of a stage's results, as a part of what the driver accepts.", "ours: half"};
constexpr std::array kThresholds = {kShare};

constexpr std::string_view kSetting = "spark.driver.maxResultSize";

bool was_refused(const StageFacts& stage) {
  return stage.row.failure_reason && stage.row.failure_reason->contains(kSetting);
}

std::vector<Finding> find(const RuleContext& context) {
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
  return {finding};
}

}  // namespace

const Rule kLargeResults{"large-results", "Large results", kThresholds, find};

}  // namespace afterglow::history
