#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// The events of a structured streaming query (sql.streaming.StreamingQueryListener). Times are ms
// since 1970; "..._json" is JSON text as the log has it, checked to be whole.
namespace afterglow::history {

struct StreamingQueryStarted {
  std::string id;      // stays the same when the query is started again from its checkpoint
  std::string run_id;  // of this run
  std::optional<std::string> name;
  std::int64_t time = 0;
  std::vector<std::string> job_tags;  // since Spark 4.0
};

// One trigger of a query.
struct StreamingQueryProgress {
  std::string id;
  std::string run_id;
  std::optional<std::string> name;
  std::int64_t time = 0;
  std::int64_t batch_id = 0;
  std::int64_t batch_duration = 0;  // ms
  std::int64_t input_rows = 0;      // of all sources
  std::optional<double> input_rows_per_second;
  std::optional<double> processed_rows_per_second;
  std::string durations_json;         // {"addBatch":ms,...}
  std::string event_time_json;        // {"watermark":"1970-01-01T00:00:00.000Z",...}
  std::string state_operators_json;   // [{"operatorName":...},...]
  std::string sources_json;           // [{"description":...},...]
  std::string sink_json;              // {"description":...}
  std::string observed_metrics_json;  // {"name":...}
};

struct StreamingQueryIdle {  // since Spark 3.5
  std::string run_id;
  std::int64_t time = 0;
};

struct StreamingQueryTerminated {
  std::string run_id;
  std::optional<std::string> exception;
  std::optional<std::string> error_class;  // since Spark 3.5
};

}  // namespace afterglow::history
