#include "historyserver/api/dashboard/run_json.h"

#include "historyserver/api/dashboard/application_query.h"

namespace afterglow::history {

void write_finding_counts(JsonWriter& json,
                          const std::array<std::int64_t, kSeverityNames.size()>& counts) {
  json.key("findings").begin_object();
  for (std::size_t i = counts.size(); i-- > 0;) json.field(kSeverityNames[i], counts[i]);
  json.end_object();
}

void write_band(JsonWriter& json, std::string_view name, const NoiseBand& band) {
  json.key(name)
      .begin_object()
      .field("median", band.median)
      .field("low", band.low)
      .field("high", band.high)
      .field("runs", static_cast<std::int64_t>(band.runs))
      .end_object();
}

void write_regression(JsonWriter& json, std::string_view name,
                      const std::optional<Regression>& regression) {
  if (!regression) return;
  json.key(name)
      .begin_object()
      .field("metric", name_of(regression->metric))
      .field("value", regression->value);
  if (regression->times > 0) json.field("times", regression->times);
  write_band(json, "band", regression->band);
  json.end_object();
}

void write_run_head(JsonWriter& json, const ListedAttempt& run) {
  json.field("id", run.app_id);
  if (!run.attempt_id.empty()) json.field("attemptId", run.attempt_id);
  json.field("name", run.name)
      .field("user", run.user)
      .field("startTime", run.start_time)
      .field("endTime", run.end_time)
      .field("duration", run.duration())
      .field("state", state_name(run.state));
}

void write_sums(JsonWriter& json, const RunSums& sums, const Prices& prices) {
  json.field("runs", sums.runs)
      .field("failed", sums.failed)
      .field("unread", sums.runs - sums.judged)
      .field("coreHours", sums.core_hours())
      .field("memoryGiBHours", sums.memory_gib_hours())
      .field("cost", sums.cost(prices))
      .field("wasteCoreHours", sums.waste_core_hours())
      .field("wasteCost", sums.cost_of_cores(sums.waste_core_ms, prices))
      .field("recoverableCoreHours", sums.recoverable_core_hours())
      .field("recoverableCost", sums.cost_of_cores(sums.recoverable_core_ms, prices));
  write_finding_counts(json, sums.findings);
}

}  // namespace afterglow::history
