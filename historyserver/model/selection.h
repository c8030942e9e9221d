#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace afterglow::history {

// What would stand at `positions` (ascending, each below the number of values) if `values` were
// sorted; the order of `values` changes. Time grows with the number of values, not with sorting.
std::vector<std::int64_t> select_sorted(std::vector<std::int64_t>& values,
                                        const std::vector<std::size_t>& positions);

}  // namespace afterglow::history
