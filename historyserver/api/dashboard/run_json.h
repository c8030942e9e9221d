#pragma once

#include <string_view>

#include "historyserver/api/json_writer.h"
#include "historyserver/fleet/job_history.h"
#include "historyserver/fleet/run_sums.h"

// Runs, and what is usual for them, as several routes write them.
namespace afterglow::history {

// A member: how many findings there are of each severity.
void write_finding_counts(JsonWriter& json,
                          const std::array<std::int64_t, kSeverityNames.size()>& counts);
// A member; nothing for a run that is as those before it.
void write_regression(JsonWriter& json, std::string_view name,
                      const std::optional<Regression>& regression);
void write_band(JsonWriter& json, std::string_view name, const NoiseBand& band);

// Members that name a run and say when it ran and how it ended.
void write_run_head(JsonWriter& json, const ListedAttempt& run);

// Members: sums over runs, in hours and in money.
void write_sums(JsonWriter& json, const RunSums& sums, const Prices& prices);

}  // namespace afterglow::history
