#include <array>

#include "historyserver/api/paging.h"
#include "historyserver/api/v1/routes.h"
#include "historyserver/api/v1/spark_json.h"

namespace afterglow::history {
namespace {

void write_job(JsonWriter& json, const JobRow& job) {
  json.begin_object()
      .field("jobId", job.id)
      .field("name", job.name)
      .field("description", job.description)
      .date_field("submissionTime", job.submission_time)
      .date_field("completionTime", job.completion_time);
  write_field(json, "stageIds", job.stage_ids);
  json.field("jobGroup", job.group);
  write_field(json, "jobTags", job.tags);
  json.field("status", job.status)
      .field("numTasks", job.task_count)
      .field("numActiveTasks", job.active_tasks)
      .field("numCompletedTasks", job.completed_tasks)
      .field("numSkippedTasks", job.skipped_tasks)
      .field("numFailedTasks", job.failed_tasks)
      .field("numKilledTasks", job.killed_tasks)
      .field("numCompletedIndices", job.completed_indices)
      .field("numActiveStages", job.active_stages)
      .field("numCompletedStages", job.completed_stages)
      .field("numSkippedStages", job.skipped_stages)
      .field("numFailedStages", job.failed_stages);
  write_field(json, "killedTasksSummary", job.killed_tasks_summary);
  json.end_object();
}

constexpr std::array kJobSortKeys = std::to_array<SortKey<JobRow>>({
    {"jobId", [](const JobRow& job) -> SortValue { return job.id; }},
    {"name", [](const JobRow& job) -> SortValue { return job.name; }},
    {"status", [](const JobRow& job) -> SortValue { return job.status; }},
    {"submissionTime",
     [](const JobRow& job) -> SortValue { return job.submission_time.value_or(0); }},
    {"completionTime",
     [](const JobRow& job) -> SortValue { return job.completion_time.value_or(0); }},
    {"duration",
     [](const JobRow& job) -> SortValue {
       return job.completion_time.value_or(0) - job.submission_time.value_or(0);
     }},
    {"jobGroup",
     [](const JobRow& job) -> SortValue {
       return job.group ? std::string_view(*job.group) : std::string_view();
     }},
    {"numTasks", [](const JobRow& job) -> SortValue { return job.task_count; }},
    {"numActiveTasks", [](const JobRow& job) -> SortValue { return job.active_tasks; }},
    {"numFailedTasks", [](const JobRow& job) -> SortValue { return job.failed_tasks; }},
    {"numFailedStages", [](const JobRow& job) -> SortValue { return job.failed_stages; }},
});

}  // namespace

Response v1_jobs(OpenAttempt& attempt, const Request& request, const PathArguments&) {
  const auto statuses =
      enum_parameters(request, "status", {"RUNNING", "SUCCEEDED", "FAILED", "UNKNOWN"});
  if (!statuses) return statuses.error();
  const auto page = page_parameters(request);
  if (!page) return page.error();
  auto jobs = attempt.database->jobs.list(*statuses);
  if (!jobs) return internal_error(jobs.error());
  if (auto sorted = sort_rows<JobRow>(*jobs, request, kJobSortKeys); !sorted) return sorted.error();
  return json_list(attempt, request, *page, *std::move(jobs), write_job);
}

Response v1_job(OpenAttempt& attempt, const Request&, const PathArguments& path) {
  const auto job = attempt.database->jobs.get(path.numbers[0]);
  if (!job) return internal_error(job.error());
  if (!*job) return text_response(404, "unknown job: " + std::to_string(path.numbers[0]));
  JsonWriter json(attempt.fields);
  write_job(json, **job);
  return json_response(json);
}

}  // namespace afterglow::history
