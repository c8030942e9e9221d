#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "historyserver/store/application_listing.h"

namespace afterglow::history {

// What is compared between the runs of a job. Times are ms, sizes bytes.
enum class RunMetric : std::uint8_t { duration, core_time, input, spill };
inline constexpr std::array<std::string_view, 4> kRunMetricNames = {"duration", "coreTime",
                                                                    "inputBytes", "spillBytes"};
inline constexpr std::size_t kRunMetricCount = kRunMetricNames.size();
constexpr std::string_view name_of(RunMetric metric) {
  return kRunMetricNames[static_cast<std::size_t>(metric)];
}

double value_of(const ListedAttempt& run, RunMetric metric);

// Between which values a run is like those before it.
struct NoiseBand {
  double median = 0;
  double low = 0;  // never negative
  double high = 0;
  std::size_t runs = 0;  // that it is made of
};

inline constexpr std::size_t kBandRuns = 20;
inline constexpr std::size_t kLeastBandRuns = 3;

// The median of earlier runs, and to both sides three times their median deviation from it (as a
// standard deviation: times 1.4826), at least 10 % of the median and 5 s or 64 MiB. Nothing for
// fewer than kLeastBandRuns.
std::optional<NoiseBand> noise_band(std::span<const double> earlier, RunMetric metric);

// The same as value > noise_band()->high, without making the band where that is not needed.
bool is_above_band(std::span<const double> earlier, RunMetric metric, double value);

}  // namespace afterglow::history
