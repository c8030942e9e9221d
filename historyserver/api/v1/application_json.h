#pragma once

#include <cstdint>
#include <span>

#include "historyserver/api/json_writer.h"
#include "historyserver/store/catalog.h"

namespace afterglow::history {

// What Spark writes where no time is known: one millisecond before 1970.
inline constexpr std::int64_t kNoTime = -1;

// ApplicationAttemptInfo of Spark's API.
void write_attempt(JsonWriter& json, const LogRow& log);
// ApplicationInfo: an application's attempts, newest first; at least one.
void write_application(JsonWriter& json, std::span<const LogRow> attempts);

}  // namespace afterglow::history
