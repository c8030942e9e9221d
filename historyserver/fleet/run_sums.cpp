#include "historyserver/fleet/run_sums.h"

#include <algorithm>

namespace afterglow::history {
namespace {

constexpr double kMsPerHour = 3'600'000;
constexpr double kGiB = 1 << 30;

}  // namespace

bool is_failure(ApplicationState state) {
  return state == ApplicationState::failed || state == ApplicationState::lost;
}

double recoverable_core_ms(std::span<const ListedFinding> findings) {
  double most = 0;
  for (const ListedFinding& finding : findings) {
    most = std::max(most, static_cast<double>(finding.recoverable_core_ms));
  }
  return most;
}

void RunSums::add(const ListedAttempt& run, std::span<const ListedFinding> findings_of_run) {
  ++runs;
  if (is_failure(run.state)) ++failed;
  if (run.is_judged) ++judged;
  core_ms += static_cast<double>(run.core_time.value_or(0));
  memory_byte_ms += run.memory_time;
  waste_core_ms += static_cast<double>(run.waste_core_time);
  recoverable_core_ms += history::recoverable_core_ms(findings_of_run);
  for (const ListedFinding& finding : findings_of_run) {
    ++findings[static_cast<std::size_t>(finding.severity)];
  }
}

void RunSums::add(const RunSums& other) {
  runs += other.runs;
  failed += other.failed;
  judged += other.judged;
  core_ms += other.core_ms;
  memory_byte_ms += other.memory_byte_ms;
  waste_core_ms += other.waste_core_ms;
  recoverable_core_ms += other.recoverable_core_ms;
  for (std::size_t i = 0; i < findings.size(); ++i) findings[i] += other.findings[i];
}

double RunSums::core_hours() const {
  return core_ms / kMsPerHour;
}
double RunSums::memory_gib_hours() const {
  return memory_byte_ms / kGiB / kMsPerHour;
}
double RunSums::waste_core_hours() const {
  return waste_core_ms / kMsPerHour;
}
double RunSums::recoverable_core_hours() const {
  return recoverable_core_ms / kMsPerHour;
}

double RunSums::cost(const Prices& prices) const {
  return core_hours() * prices.core_hour + memory_gib_hours() * prices.memory_gib_hour;
}

double RunSums::cost_of_cores(double ms, const Prices& prices) const {
  return core_ms > 0 ? cost(prices) * std::clamp(ms / core_ms, 0.0, 1.0) : 0;
}

}  // namespace afterglow::history
