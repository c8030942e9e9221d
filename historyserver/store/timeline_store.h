#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "historyserver/store/database.h"
#include "historyserver/store/json_text.h"

namespace afterglow::history {

enum class SpanKind : std::uint8_t { query, job, stage };

// When one thing ran. Times are ms since 1970.
struct SpanRow {
  std::int64_t id = 0;
  std::int64_t attempt = 0;  // of a stage
  std::string status;        // RUNNING (of a stage ACTIVE), FAILED or another word
  std::int64_t start = 0;
  std::int64_t end = 0;  // of what runs: as far as is known
};

// What a person calls it.
struct SpanName {
  std::int64_t id = 0;
  std::int64_t attempt = 0;
  std::string name;  // its description or else its name, cut where very long
};

// A stage attempt that failed, and why.
struct FailedStageRow {
  std::int64_t stage_id = 0;
  std::int64_t attempt = 0;
  std::string name;
  std::string reason;  // empty: none was logged
};

struct FailedJobRow {
  std::int64_t id = 0;
  std::string name;
  std::int64_t start = 0;
  std::int64_t end = 0;
};

// A stage attempt of a job, also one that never ran.
struct JobStageRow {
  std::int64_t stage_id = 0;
  std::int64_t attempt = 0;
  std::string status;
  std::string name;
  std::int64_t task_count = 0;
  std::int64_t failed_tasks = 0;
  std::optional<std::int64_t> start;
  std::optional<std::int64_t> end;
  IntegerList parent_ids;  // stages that it reads from
};

// What ran between `from` and `to`, both included; what still runs does so until `until`.
struct SpanRange {
  std::int64_t from = INT64_MIN;
  std::int64_t to = INT64_MAX;
  std::int64_t until = 0;
};

// Reads little of very many rows: what timelines draw.
class TimelineStore {
 public:
  explicit TimelineStore(Database& database) : database_(database) {}

  // Those whose start is known, by start. Of queries only those that no other one started.
  Result<std::vector<SpanRow>> spans(SpanKind kind, const SpanRange& range);
  // The longest of them, at most `limit`, the longest first.
  Result<std::vector<SpanRow>> longest(SpanKind kind, const SpanRange& range, std::int64_t limit);
  // Of these (id, attempt), in no order.
  Result<std::vector<SpanName>> names(SpanKind kind, const std::vector<SpanRow>& of);

  Result<std::int64_t> failed_job_count(const SpanRange& range);
  // The last ones first.
  Result<std::vector<FailedJobRow>> failed_jobs(const SpanRange& range, std::int64_t limit);
  // The failed attempts of a job's stages.
  Result<std::vector<FailedStageRow>> failed_stages_of(std::int64_t job_id, std::int64_t limit);
  // Of a job, by id and attempt.
  Result<std::vector<JobStageRow>> stages_of(std::int64_t job_id);
  // Failed attempts in jobs that did not fail: they were tried again.
  Result<std::int64_t> recovered_count(const SpanRange& range);
  Result<std::vector<FailedStageRow>> recovered(const SpanRange& range, std::int64_t limit);

 private:
  Result<std::vector<SpanRow>> read(SpanKind kind, const SpanRange& range, const std::string& rest);
  Result<std::int64_t> count(const std::string& sql, const SpanRange& range);

  Database& database_;
};

}  // namespace afterglow::history
