#include "historyserver/store/streaming_store.h"

#include "historyserver/store/row_mapping.h"

namespace afterglow::history {

template <>
struct RowColumns<StreamingQueryRow> {
  using Row = StreamingQueryRow;
  static constexpr const char* table = "streaming_query";
  static constexpr auto columns = std::tuple{
      Column{"run_id", &Row::run_id},
      Column{"query_id", &Row::query_id},
      Column{"name", &Row::name},
      Column{"is_active", &Row::is_active},
      Column{"start_time", &Row::start_time},
      Column{"last_time", &Row::last_time},
      Column{"end_time", &Row::end_time},
      Column{"exception", &Row::exception},
      Column{"error_class", &Row::error_class},
      Column{"job_tags", &Row::job_tags},
  };
};

template <>
struct RowColumns<StreamingProgressRow> {
  using Row = StreamingProgressRow;
  static constexpr const char* table = "streaming_progress";
  static constexpr auto columns = std::tuple{
      Column{"run_id", &Row::run_id},
      Column{"batch_id", &Row::batch_id},
      Column{"time", &Row::time},
      Column{"batch_duration", &Row::batch_duration},
      Column{"input_rows", &Row::input_rows},
      Column{"input_rows_per_second", &Row::input_rows_per_second},
      Column{"processed_rows_per_second", &Row::processed_rows_per_second},
      Column{"durations", &Row::durations},
      Column{"event_time", &Row::event_time},
      Column{"state_operators", &Row::state_operators},
      Column{"sources", &Row::sources},
      Column{"sink", &Row::sink},
      Column{"observed_metrics", &Row::observed_metrics},
  };
};

Result<void> StreamingStore::put(const StreamingQueryRow& row) {
  return cached_upsert(database_, put_query_, row);
}
Result<void> StreamingStore::put(const StreamingProgressRow& row) {
  return cached_upsert(database_, put_progress_, row);
}

Result<std::vector<StreamingQueryRow>> StreamingStore::queries() {
  return select_rows<StreamingQueryRow>(database_, "ORDER BY start_time DESC, run_id");
}
Result<std::optional<StreamingQueryRow>> StreamingStore::query(const std::string& run_id) {
  return select_row<StreamingQueryRow>(database_, "WHERE run_id = ?", run_id);
}
Result<std::vector<StreamingQueryRow>> StreamingStore::active_queries() {
  return select_rows<StreamingQueryRow>(database_, "WHERE is_active");
}
Result<std::vector<StreamingProgressRow>> StreamingStore::progress(const std::string& run_id) {
  return select_rows<StreamingProgressRow>(database_, "WHERE run_id = ? ORDER BY time, batch_id",
                                           run_id);
}

// In the order of the table's key, which no sorting is needed for.
Result<std::vector<StreamingProgressRow>> StreamingStore::latest_progress(const std::string& run_id,
                                                                          std::int64_t offset,
                                                                          std::int64_t limit) {
  return select_rows<StreamingProgressRow>(
      database_, "WHERE run_id = ? ORDER BY batch_id DESC, time DESC LIMIT ? OFFSET ?", run_id,
      limit, offset);
}

Result<StreamingTotals> StreamingStore::totals(const std::string& run_id) {
  auto statement = database_.prepare(
      "SELECT count(DISTINCT batch_id), count(*), CAST(total(input_rows) AS INTEGER), "
      "avg(input_rows_per_second), avg(processed_rows_per_second) FROM streaming_progress "
      "WHERE run_id = ?");
  if (!statement) return std::unexpected(statement.error());
  statement->bind(1, run_id);
  const auto row = statement->step();
  if (!row) return std::unexpected(row.error());
  StreamingTotals totals;
  totals.batches = statement->integer(0);
  totals.updates = statement->integer(1);
  totals.input_rows = statement->integer(2);
  read_value(*statement, 3, totals.input_rows_per_second);
  read_value(*statement, 4, totals.processed_rows_per_second);
  return totals;
}

}  // namespace afterglow::history
