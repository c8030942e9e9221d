#pragma once

#include <cstdint>
#include <vector>

#include "historyserver/api/json_writer.h"
#include "historyserver/store/catalog.h"

namespace afterglow::history {

// What Spark writes where no time is known: one millisecond before 1970.
inline constexpr std::int64_t kNoTime = -1;

// ApplicationAttemptInfo of Spark's API.
void write_attempt(JsonWriter& json, const ListedAttempt& log);
// ApplicationInfo: an application's attempts, newest first; at least one.
void write_application(JsonWriter& json, ApplicationListing::Application attempts);
void write_application(JsonWriter& json, const std::vector<LogRow>& attempts);

}  // namespace afterglow::history
