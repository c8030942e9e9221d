#include "historyserver/ingest/streaming_projector.h"

#include <algorithm>

namespace afterglow::history {

void StreamingProjector::keep(const Result<void>& written) {
  if (!written && failure_) failure_ = written;
}

void StreamingProjector::reach(StreamingQueryRow& row, std::int64_t time) {
  row.last_time = std::max(row.last_time, time);
  dirty_.insert(row.run_id);
}

void StreamingProjector::on(StreamingQueryStarted&& event) {
  StreamingQueryRow& row = active_[event.run_id];
  row = {};
  row.run_id = event.run_id;
  row.query_id = std::move(event.id);
  row.name = std::move(event.name);
  row.start_time = event.time;
  row.job_tags = std::move(event.job_tags);
  reach(row, event.time);
}

void StreamingProjector::on(StreamingQueryProgress&& event) {
  const auto [found, is_new] = active_.try_emplace(event.run_id);
  StreamingQueryRow& row = found->second;
  if (is_new) {
    row.run_id = event.run_id;
    row.query_id = std::move(event.id);
    row.name = std::move(event.name);
    row.start_time = event.time;
  }
  reach(row, event.time + event.batch_duration);
  keep(database_.streaming.put(StreamingProgressRow{
      .run_id = std::move(event.run_id),
      .batch_id = event.batch_id,
      .time = event.time,
      .batch_duration = event.batch_duration,
      .input_rows = event.input_rows,
      .input_rows_per_second = event.input_rows_per_second,
      .processed_rows_per_second = event.processed_rows_per_second,
      .durations = valid_json_text(std::move(event.durations_json)),
      .event_time = valid_json_text(std::move(event.event_time_json)),
      .state_operators = valid_json_text(std::move(event.state_operators_json)),
      .sources = valid_json_text(std::move(event.sources_json)),
      .sink = valid_json_text(std::move(event.sink_json)),
      .observed_metrics = valid_json_text(std::move(event.observed_metrics_json))}));
}

void StreamingProjector::on(StreamingQueryIdle&& event) {
  const auto found = active_.find(event.run_id);
  if (found != active_.end()) reach(found->second, event.time);
}

void StreamingProjector::on(StreamingQueryTerminated&& event) {
  const auto found = active_.find(event.run_id);
  if (found == active_.end()) return;
  StreamingQueryRow& row = found->second;
  row.is_active = false;
  row.end_time = row.last_time;
  row.exception = std::move(event.exception);
  row.error_class = std::move(event.error_class);
  keep(database_.streaming.put(row));
  dirty_.erase(event.run_id);
  active_.erase(found);
}

Result<void> StreamingProjector::flush() {
  for (const std::string& run_id : dirty_) keep(database_.streaming.put(active_.at(run_id)));
  dirty_.clear();
  return failure_;
}

Result<void> StreamingProjector::restore() {
  auto rows = database_.streaming.active_queries();
  if (!rows) return std::unexpected(rows.error());
  for (StreamingQueryRow& row : *rows) {
    std::string run_id = row.run_id;
    active_[std::move(run_id)] = std::move(row);
  }
  return {};
}

}  // namespace afterglow::history
