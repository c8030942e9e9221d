#include "historyserver/fleet/roll_up.h"

#include <algorithm>
#include <cmath>

#include "historyserver/fleet/held_memory.h"
#include "historyserver/insights/insights.h"
#include "historyserver/insights/last_moment.h"

namespace afterglow::history {
namespace {

Result<Properties> properties_of(ApplicationDatabase& database) {
  auto properties = database.environment.spark_properties();
  if (!properties) return std::unexpected(properties.error());
  return Properties(*std::move(properties));
}

}  // namespace

RollUp::RollUp(ThresholdValues thresholds, JobKey job_key)
    : thresholds_(std::move(thresholds)),
      job_key_(std::move(job_key)),
      tag_(insights_tag(thresholds_) + " jobs " + job_key_.tag()) {}

Result<void> RollUp::name(ApplicationDatabase& database, LogRow& row) const {
  if (!row.app_id) return {};
  const auto properties = properties_of(database);
  if (!properties) return std::unexpected(properties.error());
  name_by(*properties, row);
  if (row.end_time) row.last_event.reset();
  // While a log is read for the first time, nobody asks how far that is.
  if (row.end_time || !row.read_once) return {};
  const auto last = last_moment(database, row.start_time);
  if (!last) return std::unexpected(last.error());
  row.last_event = *last;
  const auto core_time = database.executors.core_time(*last);
  if (!core_time) return std::unexpected(core_time.error());
  row.core_time = *core_time;
  return {};
}

void RollUp::name_by(const Properties& properties, LogRow& row) const {
  row.queue = queue_of(properties);
  row.job = job_key_.of(
      {row.name, row.user, row.queue, [&](std::string_view key) -> std::optional<std::string> {
         const std::string* const value = properties.find(key);
         return value ? std::optional(*value) : std::nullopt;
       }});
}

Result<void> RollUp::conclude(ApplicationDatabase& database, LogRow& row) const {
  if (!row.app_id) return {};
  const auto facts = gather_facts(database);
  if (!facts) return std::unexpected(facts.error());
  const Insights insights = make_insights(*facts, thresholds_);
  const auto stored = store_insights(database, insights, thresholds_);
  return stored ? write(database, insights, {facts->properties, facts->profiles}, row) : stored;
}

Result<void> RollUp::tell_again(ApplicationDatabase& database, LogRow& row) const {
  const auto insights = insights_of(database, thresholds_);
  if (!insights) return std::unexpected(insights.error());
  const auto properties = properties_of(database);
  if (!properties) return std::unexpected(properties.error());
  const auto profiles = database.environment.resource_profiles();
  if (!profiles) return std::unexpected(profiles.error());
  return write(database, *insights, {*properties, *profiles}, row);
}

Result<void> RollUp::write(ApplicationDatabase& database, const Insights& insights,
                           const Configured& configured, LogRow& row) const {
  row.last_event.reset();
  if (!row.end_time) row.last_event = row.start_time + std::llround(insights.wall.sum());
  const std::int64_t until = row.told_until();
  const auto held = database.executors.held_times(until);
  if (!held) return std::unexpected(held.error());
  row.core_time = held->core_time;
  name_by(configured.properties, row);
  row.memory_time = memory_time(held->by_profile, configured.properties, configured.profiles);
  row.waste_core_time = std::llround(wasted_core_time(insights));
  row.findings.clear();
  row.severity.clear();
  std::optional<Severity> highest;
  for (const Finding& finding : insights.findings) {
    row.findings.push_back(
        {finding.rule, finding.severity, finding.recoverable_ms, finding.recoverable_core_ms});
    highest = std::max(highest, std::optional(finding.severity));
  }
  if (highest) row.severity = kSeverityNames[static_cast<std::size_t>(*highest)];
  row.insights_tag = tag_;
  return {};
}

double wasted_core_time(const Insights& insights) {
  double wasted = 0;
  for (const WallPart part : {WallPart::driver_only, WallPart::waiting_for_resources,
                              WallPart::scheduling, WallPart::stragglers, WallPart::idle}) {
    wasted += insights.cores[part];
  }
  return std::clamp(wasted, 0.0, 9e18);
}

}  // namespace afterglow::history
