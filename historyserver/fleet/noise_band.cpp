#include "historyserver/fleet/noise_band.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace afterglow::history {
namespace {

constexpr double kDeviations = 3;
constexpr double kAsStandardDeviation = 1.4826;
constexpr double kLeastShare = 0.1;
constexpr double kLeastTime = 5'000;
constexpr double kLeastBytes = 64.0 * (1 << 20);

double least_width(RunMetric metric, double median) {
  const bool is_time = metric == RunMetric::duration || metric == RunMetric::core_time;
  return std::max(kLeastShare * median, is_time ? kLeastTime : kLeastBytes);
}

double median_of(std::vector<double>& values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::ranges::nth_element(values, middle);
  if (values.size() % 2 != 0) return *middle;
  return (*std::max_element(values.begin(), middle) + *middle) / 2;
}

}  // namespace

double value_of(const ListedAttempt& run, RunMetric metric) {
  std::int64_t value = 0;
  switch (metric) {
    case RunMetric::duration:
      value = run.duration();
      break;
    case RunMetric::core_time:
      value = run.core_time.value_or(0);
      break;
    case RunMetric::input:
      value = run.input_bytes;
      break;
    case RunMetric::spill:
      value = run.spill_bytes;
      break;
  }
  return static_cast<double>(std::max<std::int64_t>(0, value));
}

std::optional<NoiseBand> noise_band(std::span<const double> earlier, RunMetric metric) {
  if (earlier.size() < kLeastBandRuns) return {};
  std::vector<double> values(earlier.begin(), earlier.end());
  const double median = median_of(values);
  for (double& value : values) value = std::abs(value - median);
  const double width =
      std::max(kDeviations * kAsStandardDeviation * median_of(values), least_width(metric, median));
  return NoiseBand{median, std::max(0.0, median - width), median + width, earlier.size()};
}

bool is_above_band(std::span<const double> earlier, RunMetric metric, double value) {
  if (earlier.size() < kLeastBandRuns) return false;
  // Of values that are large enough to have this one in their band, at least as many as there are
  // above the median: then the median is one of them.
  const auto near = static_cast<std::size_t>(std::ranges::count_if(
      earlier, [&](double one) { return one + least_width(metric, one) >= value; }));
  if (near > earlier.size() / 2) return false;
  return value > noise_band(earlier, metric)->high;
}

}  // namespace afterglow::history
