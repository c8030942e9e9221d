#include "historyserver/store/timeline_store.h"

#include <string_view>

#include "historyserver/store/row_mapping.h"

namespace afterglow::history {
namespace {

constexpr const char* kNameLength = "200";

// Each kind as rows (id, attempt, status, start_time, end_time, name); ?3 is `until`.
std::string source(SpanKind kind) {
  switch (kind) {
    case SpanKind::query:
      return "(SELECT execution_id AS id, 0 AS attempt, submission_time AS start_time,"
             " coalesce(completion_time, max(submission_time, ?3)) AS end_time,"
             " CASE WHEN completion_time IS NULL THEN 'RUNNING'"
             "  WHEN coalesce(error, '') <> '' OR EXISTS (SELECT 1 FROM main.job"
             "   WHERE job.sql_execution_id = sql_execution.execution_id AND job.status = 'FAILED')"
             "  THEN 'FAILED' ELSE 'COMPLETED' END AS status,"
             " coalesce(description, '') AS name"
             " FROM sql_execution WHERE root_execution_id = execution_id)";
    case SpanKind::job:
      return "(SELECT job_id AS id, 0 AS attempt, submission_time AS start_time,"
             " coalesce(completion_time, max(submission_time, ?3)) AS end_time, status,"
             " coalesce(nullif(description, ''), name) AS name FROM job)";
    case SpanKind::stage:
      break;
  }
  return "(SELECT stage_id AS id, attempt, submission_time AS start_time,"
         " coalesce(completion_time, max(submission_time, ?3)) AS end_time, status,"
         " coalesce(nullif(description, ''), name) AS name FROM stage)";
}

constexpr const char* kInRange =
    " WHERE start_time IS NOT NULL AND start_time <= ?2 AND end_time >= ?1";

// Jobs and stage attempts that failed, in a range.
const std::string kFailedJobs =
    " FROM job WHERE status = 'FAILED' AND submission_time <= ?2"
    " AND coalesce(completion_time, max(submission_time, ?3)) >= ?1";
const std::string kRecovered =
    " FROM stage WHERE status = 'FAILED' AND coalesce(submission_time, completion_time, ?3) <= ?2"
    " AND coalesce(completion_time, submission_time, ?3) >= ?1"
    " AND NOT EXISTS (SELECT 1 FROM json_each(stage.job_ids) AS of_job JOIN job"
    "  ON job.job_id = of_job.value WHERE job.status = 'FAILED')";

void bind_range(Statement& statement, const SpanRange& range) {
  statement.bind(1, range.from);
  statement.bind(2, range.to);
  statement.bind(3, range.until);
}

template <typename Row, typename Read>
Result<std::vector<Row>> all_rows(Statement& statement, Read&& read) {
  std::vector<Row> rows;
  for (;;) {
    const auto more = statement.step();
    if (!more) return std::unexpected(more.error());
    if (!*more) return rows;
    rows.push_back(read(statement));
  }
}

FailedStageRow read_failed_stage(const Statement& row) {
  return {.stage_id = row.integer(0),
          .attempt = row.integer(1),
          .name = std::string(row.text(2)),
          .reason = std::string(row.text(3))};
}

constexpr const char* kFailedStageColumns =
    "SELECT stage_id, attempt, coalesce(nullif(stage.description, ''), stage.name),"
    " coalesce(failure_reason, '')";

}  // namespace

Result<std::vector<SpanRow>> TimelineStore::read(SpanKind kind, const SpanRange& range,
                                                 const std::string& rest) {
  auto statement = database_.prepare("SELECT id, attempt, status, start_time, end_time FROM " +
                                     source(kind) + kInRange + rest);
  if (!statement) return std::unexpected(statement.error());
  bind_range(*statement, range);
  return all_rows<SpanRow>(*statement, [](const Statement& row) {
    return SpanRow{.id = row.integer(0),
                   .attempt = row.integer(1),
                   .status = std::string(row.text(2)),
                   .start = row.integer(3),
                   .end = row.integer(4)};
  });
}

Result<std::vector<SpanRow>> TimelineStore::spans(SpanKind kind, const SpanRange& range) {
  return read(kind, range, " ORDER BY start_time, id, attempt");
}

Result<std::vector<SpanRow>> TimelineStore::longest(SpanKind kind, const SpanRange& range,
                                                    std::int64_t limit) {
  return read(kind, range,
              " ORDER BY end_time - start_time DESC, id LIMIT " + std::to_string(limit));
}

Result<std::vector<SpanName>> TimelineStore::names(SpanKind kind, const std::vector<SpanRow>& of) {
  std::string keys = "[";
  for (const SpanRow& span : of) {
    keys += (keys.size() > 1 ? ",[" : "[") + std::to_string(span.id) + "," +
            std::to_string(span.attempt) + "]";
  }
  auto statement = database_.prepare(
      "SELECT id, attempt, substr(name, 1, " + std::string(kNameLength) + ") FROM " + source(kind) +
      " WHERE (id, attempt) IN (SELECT value ->> 0, value ->> 1 FROM json_each(?1))");
  if (!statement) return std::unexpected(statement.error());
  statement->bind(1, keys + "]");
  return all_rows<SpanName>(*statement, [](const Statement& row) {
    return SpanName{
        .id = row.integer(0), .attempt = row.integer(1), .name = std::string(row.text(2))};
  });
}

Result<std::int64_t> TimelineStore::count(const std::string& sql, const SpanRange& range) {
  auto statement = database_.prepare("SELECT count(*)" + sql);
  if (!statement) return std::unexpected(statement.error());
  bind_range(*statement, range);
  if (auto stepped = statement->step(); !stepped) return std::unexpected(stepped.error());
  return statement->integer(0);
}

Result<std::int64_t> TimelineStore::failed_job_count(const SpanRange& range) {
  return count(kFailedJobs, range);
}

Result<std::vector<FailedJobRow>> TimelineStore::failed_jobs(const SpanRange& range,
                                                             std::int64_t limit) {
  auto statement = database_.prepare(
      "SELECT job_id, coalesce(nullif(description, ''), name), submission_time,"
      " coalesce(completion_time, max(submission_time, ?3))" +
      kFailedJobs + " ORDER BY job_id DESC LIMIT " + std::to_string(limit));
  if (!statement) return std::unexpected(statement.error());
  bind_range(*statement, range);
  return all_rows<FailedJobRow>(*statement, [](const Statement& row) {
    return FailedJobRow{.id = row.integer(0),
                        .name = std::string(row.text(1)),
                        .start = row.integer(2),
                        .end = row.integer(3)};
  });
}

Result<std::vector<FailedStageRow>> TimelineStore::failed_stages_of(std::int64_t job_id,
                                                                    std::int64_t limit) {
  auto statement = database_.prepare(
      std::string(kFailedStageColumns) +
      " FROM stage WHERE status = 'FAILED' AND stage_id IN (SELECT value FROM json_each(("
      "SELECT stage_ids FROM job WHERE job_id = ?1))) ORDER BY stage_id DESC, attempt DESC LIMIT " +
      std::to_string(limit));
  if (!statement) return std::unexpected(statement.error());
  statement->bind(1, job_id);
  return all_rows<FailedStageRow>(*statement, read_failed_stage);
}

Result<std::vector<JobStageRow>> TimelineStore::stages_of(std::int64_t job_id) {
  auto statement = database_.prepare(
      "SELECT stage_id, attempt, status, substr(coalesce(nullif(description, ''), name), 1, " +
      std::string(kNameLength) +
      "), task_count, failed_tasks, submission_time, completion_time, parent_ids FROM stage"
      " WHERE stage_id IN (SELECT value FROM json_each((SELECT stage_ids FROM job WHERE"
      " job_id = ?1))) ORDER BY stage_id, attempt");
  if (!statement) return std::unexpected(statement.error());
  statement->bind(1, job_id);
  return all_rows<JobStageRow>(*statement, [](const Statement& row) {
    JobStageRow stage;
    stage.stage_id = row.integer(0);
    stage.attempt = row.integer(1);
    stage.status = row.text(2);
    stage.name = row.text(3);
    stage.task_count = row.integer(4);
    stage.failed_tasks = row.integer(5);
    read_value(row, 6, stage.start);
    read_value(row, 7, stage.end);
    read_value(row, 8, stage.parent_ids);
    return stage;
  });
}

Result<std::int64_t> TimelineStore::recovered_count(const SpanRange& range) {
  return count(kRecovered, range);
}

Result<std::vector<FailedStageRow>> TimelineStore::recovered(const SpanRange& range,
                                                             std::int64_t limit) {
  auto statement =
      database_.prepare(std::string(kFailedStageColumns) + kRecovered +
                        " ORDER BY stage_id DESC, attempt DESC LIMIT " + std::to_string(limit));
  if (!statement) return std::unexpected(statement.error());
  bind_range(*statement, range);
  return all_rows<FailedStageRow>(*statement, read_failed_stage);
}

}  // namespace afterglow::history
