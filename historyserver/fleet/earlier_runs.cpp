#include "historyserver/fleet/earlier_runs.h"

#include <algorithm>

namespace afterglow::history {

bool is_compared(const ListedAttempt& run) {
  return run.state == ApplicationState::completed && run.read_once;
}

Result<EarlierRuns> EarlierRuns::of(Catalog& catalog, const LogRow& run) {
  EarlierRuns earlier;
  if (!is_compared(run.listed())) return earlier;
  const auto rows = catalog.completed_before(run, kBandRuns);
  if (!rows) return std::unexpected(rows.error());
  for (const LogRow& row : *rows) earlier.add(row.listed());
  return earlier;
}

void EarlierRuns::add(const ListedAttempt& earlier) {
  for (std::size_t i = 0; i < kRunMetricCount; ++i) {
    values_[i].push_back(value_of(earlier, static_cast<RunMetric>(i)));
  }
}

std::optional<NoiseBand> EarlierRuns::band(RunMetric metric) const {
  return noise_band(values_[static_cast<std::size_t>(metric)], metric);
}

std::vector<Regression> EarlierRuns::regressions(const ListedAttempt& run) const {
  std::vector<Regression> all;
  for (std::size_t i = 0; i < kRunMetricCount; ++i) {
    const auto metric = static_cast<RunMetric>(i);
    const double value = value_of(run, metric);
    const auto usual = band(metric);
    if (!usual || value <= usual->high) continue;
    all.push_back({metric, value, usual->median > 0 ? value / usual->median : 0, *usual});
  }
  return all;
}

std::optional<Regression> worst_of(const std::vector<Regression>& regressions) {
  const auto worst = std::ranges::max_element(regressions, {}, &Regression::times);
  return worst == regressions.end() ? std::nullopt : std::optional(*worst);
}

}  // namespace afterglow::history
