#pragma once

#include <cstdint>
#include <vector>

namespace afterglow::history {

// The order in which Scala 2.13 iterates over an immutable set of Ints, to which the distinct
// `elements` were added in their order. Where Spark takes the first of equals, this says which.
std::vector<std::int64_t> scala_set_order(std::vector<std::int64_t> elements);

}  // namespace afterglow::history
