#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>

#include "common/base/result.h"

namespace afterglow {

// Spark's sizes: a whole number and one of b, k, kb, m, mb, g, gb, t, tb, p, pb in any case, all
// binary (1k = 1024 bytes). A bare number counts units of default_unit bytes (1, 1024, ...).
Result<std::int64_t> parse_bytes(std::string_view text, std::int64_t default_unit);

// Spark's durations: a whole number and one of us, ms, s, m, min, h, d in any case. A bare number
// counts units of default_unit. Microseconds are rounded towards zero.
Result<std::chrono::milliseconds> parse_duration(std::string_view text,
                                                 std::chrono::milliseconds default_unit);

}  // namespace afterglow
