#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "common/base/result.h"
#include "historyserver/store/database.h"
#include "historyserver/store/json_text.h"

namespace afterglow::history {

// One run of a structured streaming query. Times are ms since 1970.
struct StreamingQueryRow {
  std::string run_id;
  std::string query_id;  // the same for all runs from one checkpoint
  std::optional<std::string> name;
  bool is_active = true;
  std::int64_t start_time = 0;
  std::int64_t last_time = 0;            // the latest moment that an event tells of
  std::optional<std::int64_t> end_time;  // last_time when its end was logged, which has no time
  std::optional<std::string> exception;
  std::optional<std::string> error_class;
  TextList job_tags;
};

// One trigger of a query. The texts are JSON as Spark wrote it, "null" where it was none.
struct StreamingProgressRow {
  std::string run_id;
  std::int64_t batch_id = 0;
  std::int64_t time = 0;
  std::int64_t batch_duration = 0;  // ms
  std::int64_t input_rows = 0;
  std::optional<double> input_rows_per_second;
  std::optional<double> processed_rows_per_second;
  std::string durations;         // {"addBatch":ms,...}
  std::string event_time;        // {"watermark":"1970-01-01T00:00:00.000Z",...}
  std::string state_operators;   // [{"operatorName":...},...]
  std::string sources;           // [{"description":...},...]
  std::string sink;              // {"description":...}
  std::string observed_metrics;  // {"name":...}
};

// Over all triggers of one run. The rates are means of those that Spark reported, absent when it
// reported none.
struct StreamingTotals {
  std::int64_t batches = 0;
  std::int64_t updates = 0;  // a batch may have several, while the query waits for data
  std::int64_t input_rows = 0;
  std::optional<double> input_rows_per_second;
  std::optional<double> processed_rows_per_second;
};

class StreamingStore {
 public:
  explicit StreamingStore(Database& database) : database_(database) {}
  Result<void> put(const StreamingQueryRow& row);
  Result<void> put(const StreamingProgressRow& row);

  Result<std::vector<StreamingQueryRow>> queries();  // latest start first
  Result<std::optional<StreamingQueryRow>> query(const std::string& run_id);
  Result<std::vector<StreamingQueryRow>> active_queries();
  Result<std::vector<StreamingProgressRow>> progress(const std::string& run_id);  // in time
  // The latest batch first; `limit` < 0: all.
  Result<std::vector<StreamingProgressRow>> latest_progress(const std::string& run_id,
                                                            std::int64_t offset,
                                                            std::int64_t limit);
  Result<StreamingTotals> totals(const std::string& run_id);

 private:
  Database& database_;
  std::optional<Statement> put_query_;
  std::optional<Statement> put_progress_;
};

}  // namespace afterglow::history
