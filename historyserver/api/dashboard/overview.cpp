#include <algorithm>
#include <map>

#include "historyserver/api/dashboard/range_parameters.h"
#include "historyserver/api/dashboard/routes.h"
#include "historyserver/api/json_writer.h"

namespace afterglow::history {
namespace {

constexpr std::int64_t kMaxListed = 100;
// Of one failed job.
constexpr std::int64_t kFailedStages = 5;

void write_failed_stages(JsonWriter& json, const std::vector<FailedStageRow>& stages) {
  json.key("stages").begin_array();
  for (const FailedStageRow& stage : stages) {
    json.begin_object()
        .field("stageId", stage.stage_id)
        .field("attemptId", stage.attempt)
        .field("name", stage.name)
        .field("reason", stage.reason)
        .end_object();
  }
  json.end_array();
}

Result<void> write_failures(JsonWriter& json, TimelineStore& timeline, const SpanRange& range,
                            std::int64_t limit) {
  const auto failed = timeline.failed_job_count(range);
  if (!failed) return std::unexpected(failed.error());
  const auto jobs = timeline.failed_jobs(range, limit);
  if (!jobs) return std::unexpected(jobs.error());
  json.key("failed").begin_object().field("total", *failed).key("jobs").begin_array();
  for (const FailedJobRow& job : *jobs) {
    const auto stages = timeline.failed_stages_of(job.id, kFailedStages);
    if (!stages) return std::unexpected(stages.error());
    json.begin_object()
        .field("jobId", job.id)
        .field("name", job.name)
        .field("start", job.start)
        .field("end", job.end);
    write_failed_stages(json, *stages);
    json.end_object();
  }
  json.end_array().end_object();
  const auto recovered = timeline.recovered_count(range);
  if (!recovered) return std::unexpected(recovered.error());
  const auto stages = timeline.recovered(range, limit);
  if (!stages) return std::unexpected(stages.error());
  json.key("recovered").begin_object().field("total", *recovered);
  write_failed_stages(json, *stages);
  json.end_object();
  return {};
}

Result<void> write_longest(JsonWriter& json, TimelineStore& timeline, std::string_view name,
                           SpanKind kind, const SpanRange& range, std::int64_t limit) {
  const auto spans = timeline.longest(kind, range, limit);
  if (!spans) return std::unexpected(spans.error());
  const auto names = timeline.names(kind, *spans);
  if (!names) return std::unexpected(names.error());
  std::map<std::pair<std::int64_t, std::int64_t>, std::string_view> by_key;
  for (const SpanName& one : *names) by_key[{one.id, one.attempt}] = one.name;
  json.key(name).begin_array();
  for (const SpanRow& span : *spans) {
    json.begin_object()
        .field("id", span.id)
        .field("attempt", span.attempt)
        .field("status", span.status)
        .field("start", span.start)
        .field("end", span.end)
        .field("name", by_key[{span.id, span.attempt}])
        .end_object();
  }
  json.end_array();
  return {};
}

}  // namespace

Response dashboard_overview(OpenAttempt& attempt, const Request& request, const PathArguments&) {
  const auto range = range_parameters(request, whole_range(attempt));
  if (!range) return range.error();
  const auto limit = int_parameter(request, "limit", 5);
  if (!limit) return limit.error();
  const std::int64_t rows = std::clamp<std::int64_t>(*limit, 1, kMaxListed);
  TimelineStore& timeline = attempt.database->timeline;
  JsonWriter json;
  json.begin_object();
  auto done = write_failures(json, timeline, *range, rows);
  json.key("longest").begin_object();
  if (done) done = write_longest(json, timeline, "queries", SpanKind::query, *range, rows);
  if (done) done = write_longest(json, timeline, "jobs", SpanKind::job, *range, rows);
  if (done) done = write_longest(json, timeline, "stages", SpanKind::stage, *range, rows);
  if (!done) return internal_error(done.error());
  json.end_object().end_object();
  return json_response(json);
}

}  // namespace afterglow::history
