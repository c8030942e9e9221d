#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "historyserver/store/application_listing.h"

namespace afterglow::history {

// What a core and memory cost, in any currency.
struct Prices {
  double core_hour = 0.04;
  double memory_gib_hour = 0.005;
  std::string currency = "USD";
};

// Sums over runs. Of runs whose logs are not read yet only their number is known.
struct RunSums {
  std::int64_t runs = 0;
  std::int64_t failed = 0;  // of them, also those that were lost
  std::int64_t judged = 0;  // of them: their logs were read to the end
  double core_ms = 0;
  double memory_byte_ms = 0;
  double waste_core_ms = 0;
  double recoverable_core_ms = 0;
  std::array<std::int64_t, kSeverityNames.size()> findings{};

  void add(const ListedAttempt& run, std::span<const ListedFinding> findings_of_run);
  void add(const RunSums& other);

  double core_hours() const;
  double memory_gib_hours() const;
  double waste_core_hours() const;
  double recoverable_core_hours() const;
  double cost(const Prices& prices) const;
  // What of the cost would be saved if cores, with the memory beside them, were held for less time.
  double cost_of_cores(double core_ms, const Prices& prices) const;
};

// What fixing all of these findings would save at least: they may speak of the same time, so the
// largest of them, not their sum.
double recoverable_core_ms(std::span<const ListedFinding> findings);

bool is_failure(ApplicationState state);

}  // namespace afterglow::history
