// Structured streaming, for which Spark's API has no routes: ours are written as its other ones
// are, and members that Spark's StreamingQueryProgress has are called as there.

#include <algorithm>

#include "historyserver/api/paging.h"
#include "historyserver/api/v1/json_copy.h"
#include "historyserver/api/v1/routes.h"
#include "historyserver/api/v1/spark_json.h"

namespace afterglow::history {
namespace {

// As many as a running query remembers (spark.sql.streaming.numRecentProgressUpdates).
constexpr std::int64_t kUsualLength = 100;

const char* status_of(const StreamingQueryRow& query) {
  if (query.is_active) return "RUNNING";
  return query.exception ? "FAILED" : "FINISHED";
}

// "2026-01-31T08:15:30.123Z", as in StreamingQueryProgress.
std::string timestamp(std::int64_t time) {
  std::string text = format_date(time);
  return text.replace(text.size() - 3, 3, "Z");
}

void write_progress(JsonWriter& json, const StreamingQueryRow& query,
                    const StreamingProgressRow& progress) {
  json.begin_object()
      .field("id", query.query_id)
      .field("runId", query.run_id)
      .field("name", query.name)
      .field("timestamp", timestamp(progress.time))
      .field("batchId", progress.batch_id)
      .field("batchDuration", progress.batch_duration)
      .field("numInputRows", progress.input_rows)
      .field("inputRowsPerSecond", progress.input_rows_per_second)
      .field("processedRowsPerSecond", progress.processed_rows_per_second);
  write_json_field(json, "durationMs", progress.durations);
  write_json_field(json, "eventTime", progress.event_time);
  write_json_field(json, "stateOperators", progress.state_operators);
  write_json_field(json, "sources", progress.sources);
  write_json_field(json, "sink", progress.sink);
  write_json_field(json, "observedMetrics", progress.observed_metrics);
  json.end_object();
}

// The members of one query; its object stays open.
void begin_query(JsonWriter& json, const StreamingQueryRow& query, const StreamingTotals& totals) {
  json.begin_object()
      .field("id", query.query_id)
      .field("runId", query.run_id)
      .field("name", query.name)
      .field("status", status_of(query))
      .date_field("startTime", query.start_time)
      .date_field("endTime", query.end_time)
      .field("exception", query.exception)
      .field("errorClass", query.error_class);
  write_field(json, "jobTags", query.job_tags);
  json.field("numBatches", totals.batches)
      .field("numProgressUpdates", totals.updates)
      .field("numInputRows", totals.input_rows)
      .field("avgInputRowsPerSecond", totals.input_rows_per_second)
      .field("avgProcessedRowsPerSecond", totals.processed_rows_per_second);
}

Result<void> write_listed_query(JsonWriter& json, StreamingStore& store,
                                const StreamingQueryRow& query) {
  const auto totals = store.totals(query.run_id);
  if (!totals) return std::unexpected(totals.error());
  const auto last = store.latest_progress(query.run_id, 0, 1);
  if (!last) return std::unexpected(last.error());
  begin_query(json, query, *totals);
  if (!last->empty()) {
    json.key("lastProgress");
    write_progress(json, query, last->front());
  }
  json.end_object();
  return {};
}

}  // namespace

Response v1_streaming_queries(OpenAttempt& attempt, const Request& request, const PathArguments&) {
  const auto page = page_parameters(request);
  if (!page) return page.error();
  auto queries = attempt.database->streaming.queries();
  if (!queries) return internal_error(queries.error());
  return json_list(attempt, request, *page, *std::move(queries),
                   [database = attempt.database](JsonWriter& json, const StreamingQueryRow& query) {
                     return write_listed_query(json, database->streaming, query);
                   });
}

Response v1_streaming_query(OpenAttempt& attempt, const Request& request,
                            const PathArguments& path) {
  const auto offset = int_parameter(request, "offset", 0);
  if (!offset) return offset.error();
  const auto length = int_parameter(request, "length", kUsualLength);
  if (!length) return length.error();
  StreamingStore& store = attempt.database->streaming;
  const std::string& run_id = path.words[0];
  const auto query = store.query(run_id);
  if (!query) return internal_error(query.error());
  if (!*query) return text_response(404, "unknown streaming query: " + run_id);
  const auto totals = store.totals(run_id);
  if (!totals) return internal_error(totals.error());
  // As in /sql: no length means all, from the first on.
  const auto page =
      *length <= 0 ? store.latest_progress(run_id, 0, -1)
                   : store.latest_progress(run_id, std::max<std::int64_t>(0, *offset), *length);
  if (!page) return internal_error(page.error());
  JsonWriter json(attempt.fields);
  begin_query(json, **query, *totals);
  json.key("recentProgress").begin_array();
  for (const StreamingProgressRow& progress : *page) write_progress(json, **query, progress);
  json.end_array().end_object();
  return json_response(json);
}

}  // namespace afterglow::history
