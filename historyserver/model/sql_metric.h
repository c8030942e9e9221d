#pragma once

#include <cstdint>
#include <vector>

namespace afterglow::history {

// One SQL metric as one task reported it.
struct SqlMetricUpdate {
  std::int64_t id = 0;  // of the accumulator
  std::int64_t value = 0;

  bool operator==(const SqlMetricUpdate&) const = default;
};
using SqlMetricUpdates = std::vector<SqlMetricUpdate>;

}  // namespace afterglow::history
