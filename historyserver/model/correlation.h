#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace afterglow::history {

// How two lists of equal length go together: -1 to 1, nothing when one of them does not vary.
// Pearson: along a line.
std::optional<double> pearson(std::span<const double> x, std::span<const double> y);

// The rank of each value, 1 for the smallest; equal ones share the mean of their ranks. Spearman's
// correlation is Pearson's of the ranks. Takes time in proportion to the number of values. At most
// 2^32 of them.
std::vector<double> ranks_of(std::span<const std::int64_t> values);

}  // namespace afterglow::history
