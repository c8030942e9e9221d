// Garbage collection of the driver.
//
// Measured: the driver's TotalGCTime (a peak of a counter that only grows, so its last value) over
// the application's time. It is known where the log has the driver's metrics
// (spark.eventLog.logStageExecutorMetrics). What exceeds half of the threshold is taken for
// avoidable, of the time in which tasks wait for the driver: without jobs, and in scheduling.
// Source: dr-elephant's fork (8, 9, 10 and 15%). Wrong: where the driver collects concurrently,
// which costs it cores but does not stop it.

#include <algorithm>

#include "historyserver/insights/executors.h"
#include "historyserver/insights/rules/table.h"
#include "historyserver/insights/words.h"

namespace afterglow::history {
namespace {
namespace driver_gc {

constexpr RuleThreshold kShare{"driverGc.share", 0.1, NumberUnit::share,
                               "GC time of the driver, as a part of the application's time.",
                               "dr-elephant: 8 to 15%"};
constexpr std::array kThresholds = {kShare};

std::vector<Finding> find(const RuleContext& context) {
  const Facts& facts = context.facts;
  // Where tasks run in the driver, gc-pressure tells of it.
  if (facts.is_local || !facts.driver || !facts.driver->peak_metrics.is_set()) return {};
  const double time = static_cast<double>(facts.driver->peak_metrics[kTotalGcTimeIndex]);
  const double limit = context.limit(kShare);
  if (facts.duration() <= 0 || time <= 0) return {};
  const double share = std::min(1.0, time / facts.duration());
  if (share < limit) return {};
  Finding finding;
  finding.text = "The driver spent " + duration_words(time) + " in garbage collection, " +
                 share_words(share) + " of the application's time.";
  finding.recoverable_ms = std::max(0.0, share - limit / 2) *
                           (facts.wall[WallPart::driver_only] + facts.wall[WallPart::scheduling]);
  finding.recoverable_core_ms = finding.recoverable_ms * facts.average_cores;
  finding.numbers = {context.number("GC time of the driver", share, kShare)};
  finding.links = {link_to_executor(facts.driver->id), link_to_setting("spark.driver.memory")};
  const double memory = static_cast<double>(
      facts.properties.bytes("spark.driver.memory", 1024 * 1024).value_or(1024LL * 1024 * 1024));
  finding.advice = {
      {"Give the driver more memory.", "spark.driver.memory", memory_setting(memory * 2),
       facts.properties.text("spark.driver.memory")},
      {"Bring less to the driver: no large collect() or toPandas(), fewer and larger partitions."}};
  return {finding};
}

}  // namespace driver_gc
}  // namespace

const Rule kDriverGc{"driver-gc", "Garbage collection of the driver", driver_gc::kThresholds,
                     driver_gc::find};

}  // namespace afterglow::history
