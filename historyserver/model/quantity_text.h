#pragma once

#include <cstdint>
#include <string>

// Quantities as Spark's pages word them (util/Utils.scala, ui/UIUtils.scala).
namespace afterglow::history {

// As Java's Formatter rounds: the shortest digits that tell `number`, cut to 1 decimal or more,
// half up.
std::string rounded(double number, std::size_t decimals);

// "2047.0 B", "2.0 KiB": a unit is used from twice its size on.
std::string size_text(std::int64_t bytes);

// "99 ms", "0.1 s", "59 s", "1.5 min", "12 min", "1.0 h"
std::string page_duration_text(std::int64_t ms);

}  // namespace afterglow::history
