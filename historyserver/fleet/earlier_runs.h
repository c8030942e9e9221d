#pragma once

#include <array>
#include <optional>
#include <vector>

#include "historyserver/fleet/noise_band.h"
#include "historyserver/store/catalog.h"

namespace afterglow::history {

// How a run differs from those before it.
struct Regression {
  RunMetric metric = RunMetric::duration;
  double value = 0;
  double times = 0;  // the median; 0 when that is 0
  NoiseBand band;
};

// Only completed runs that were read are compared, each with up to kBandRuns of them before it:
// failed ones end early.
bool is_compared(const ListedAttempt& run);

// What the runs of its job had that a run is compared with.
class EarlierRuns {
 public:
  // As the catalog has them now; none for a run that is not compared. Looks at these runs only,
  // however many there are.
  static Result<EarlierRuns> of(Catalog& catalog, const LogRow& run);

  void add(const ListedAttempt& earlier);

  // Nothing for too few of them.
  std::optional<NoiseBand> band(RunMetric metric) const;
  std::vector<Regression> regressions(const ListedAttempt& run) const;

 private:
  std::array<std::vector<double>, kRunMetricCount> values_;
};

// That of the largest factor.
std::optional<Regression> worst_of(const std::vector<Regression>& regressions);

}  // namespace afterglow::history
