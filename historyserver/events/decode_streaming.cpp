#include <charconv>
#include <chrono>
#include <cmath>

#include "historyserver/events/decode.h"

namespace afterglow::history {
namespace {

bool parse_number(std::string_view text, std::size_t at, std::size_t digits, int& number) {
  const char* const end = text.data() + at + digits;
  const auto [stop, error] = std::from_chars(text.data() + at, end, number);
  return error == std::errc() && stop == end && number >= 0;
}

// "2026-11-21T08:42:49.991Z"
std::optional<std::int64_t> parse_time(std::string_view text) {
  constexpr std::string_view kForm = "dddd-dd-ddTdd:dd:dd.dddZ";
  if (text.size() != kForm.size()) return {};
  for (std::size_t i = 0; i < kForm.size(); ++i) {
    if (kForm[i] != 'd' && kForm[i] != text[i]) return {};
  }
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, milli = 0;
  if (!parse_number(text, 0, 4, year) || !parse_number(text, 5, 2, month) ||
      !parse_number(text, 8, 2, day) || !parse_number(text, 11, 2, hour) ||
      !parse_number(text, 14, 2, minute) || !parse_number(text, 17, 2, second) ||
      !parse_number(text, 20, 3, milli)) {
    return {};
  }
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return {};
  const std::int64_t days = std::chrono::sys_days(date).time_since_epoch().count();
  return (((days * 24 + hour) * 60 + minute) * 60 + second) * 1000 + milli;
}

std::int64_t time_at(JsonObject& object, std::string_view key) {
  const auto time = parse_time(object.text(key));
  if (!time) object.problem().missing(key);
  return time.value_or(0);
}

std::optional<double> unless_nan(double rate) {
  if (!std::isfinite(rate)) return {};
  return rate;
}

void decode_sources(JsonObject& object, StreamingQueryProgress& progress) {
  constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
  double input = 0;
  double processed = 0;
  progress.sources_json = object.each_object_of("sources", [&](JsonObject source) {
    progress.input_rows += source.integer_or("numInputRows", 0);
    input += source.maybe_real("inputRowsPerSecond").value_or(kNan);
    processed += source.maybe_real("processedRowsPerSecond").value_or(kNan);
  });
  progress.input_rows_per_second = unless_nan(input);
  progress.processed_rows_per_second = unless_nan(processed);
}

}  // namespace

void decode_streaming_query_started(JsonObject& event, EventSink& sink) {
  StreamingQueryStarted started;
  started.id = event.text("id");
  started.run_id = event.text("runId");
  started.name = event.maybe_text("name");
  started.time = time_at(event, "timestamp");
  event.each_text("jobTags", [&](std::string_view tag) { started.job_tags.emplace_back(tag); });
  emit(event, sink, std::move(started));
}

void decode_streaming_query_progress(JsonObject& event, EventSink& sink) {
  auto object = event.maybe_object("progress");
  if (!object) return event.problem().missing("progress");
  StreamingQueryProgress progress;
  progress.id = object->text("id");
  progress.run_id = object->text("runId");
  progress.name = object->maybe_text("name");
  progress.time = time_at(*object, "timestamp");
  progress.batch_id = object->integer("batchId");
  progress.batch_duration = object->integer_or("batchDuration", 0);
  progress.durations_json = object->json_or("durationMs", "{}");
  progress.event_time_json = object->json_or("eventTime", "{}");
  progress.state_operators_json = object->json_or("stateOperators", "[]");
  decode_sources(*object, progress);
  progress.sink_json = object->json_or("sink", "null");
  progress.observed_metrics_json = object->json_or("observedMetrics", "{}");
  emit(event, sink, std::move(progress));
}

void decode_streaming_query_idle(JsonObject& event, EventSink& sink) {
  StreamingQueryIdle idle;
  idle.run_id = event.text("runId");
  idle.time = time_at(event, "timestamp");
  emit(event, sink, std::move(idle));
}

void decode_streaming_query_terminated(JsonObject& event, EventSink& sink) {
  StreamingQueryTerminated terminated;
  terminated.run_id = event.text("runId");
  terminated.exception = event.maybe_text("exception");
  terminated.error_class = event.maybe_text("errorClassOnException");
  emit(event, sink, std::move(terminated));
}

}  // namespace afterglow::history
