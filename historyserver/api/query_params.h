#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "historyserver/api/http.h"

// Query parameters as Spark's server takes them: the same leniency, and the same answers to values
// that it does not understand (which are mostly 404, not 400).
namespace afterglow::history {

template <typename Value>
using Parsed = std::expected<Value, Response>;

// Integer.parseInt: nothing when Java would not take it.
std::optional<std::int64_t> java_int(std::string_view text);

// A Java int; absent or empty: the fallback.
Parsed<std::int64_t> int_parameter(const Request& request, std::string_view name,
                                   std::int64_t fallback);
// Only "true", in any case, is true; absent or empty: the fallback.
bool flag_parameter(const Request& request, std::string_view name, bool fallback);

// All values of a parameter, each one of `words` in any case, in upper case. No value: empty. A
// value that is empty matches nothing: the answer then holds "".
Parsed<std::vector<std::string>> enum_parameters(const Request& request, std::string_view name,
                                                 const std::vector<std::string_view>& words);

// A comma-separated list of Java doubles, in ascending order; absent: the fallback.
Parsed<std::vector<double>> quantiles_parameter(const Request& request, std::string_view fallback);

// "2026-01-31T08:15:30.123GMT" with any usual zone, or a day; parts that are too large roll over.
// Absent or empty: the fallback. In ms since 1970.
Parsed<std::int64_t> date_parameter(const Request& request, std::string_view name,
                                    std::int64_t fallback);

}  // namespace afterglow::history
