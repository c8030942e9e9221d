#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace afterglow::history {

// Reads a date as Spark's API does (Java's lenient SimpleDateFormat): first
// yyyy-MM-dd'T'HH:mm:ss.SSSz with z a name such as GMT or PST, GMT+1:00 or +0100 ("Z" is none),
// else yyyy-MM-dd in GMT. What follows is ignored, month 13 is January. Answers ms since 1970.
std::optional<std::int64_t> parse_date(std::string_view text);

}  // namespace afterglow::history
