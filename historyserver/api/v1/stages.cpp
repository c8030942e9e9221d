#include <algorithm>
#include <array>
#include <optional>

#include "historyserver/api/paging.h"
#include "historyserver/api/v1/distributions.h"
#include "historyserver/api/v1/executor_logs.h"
#include "historyserver/api/v1/routes.h"
#include "historyserver/api/v1/stage_json.h"
#include "historyserver/api/v1/task_json.h"

namespace afterglow::history {
namespace {

constexpr std::string_view kDefaultQuantiles = "0.0,0.25,0.5,0.75,1.0";

// What to add to each stage.
struct StageOptions {
  bool details = false;
  bool summaries = false;
  std::vector<std::string> task_statuses;
  std::vector<double> quantiles;
  std::int64_t now = 0;
};

Parsed<StageOptions> parse_options(const OpenAttempt& attempt, const Request& request,
                                   bool details_by_default) {
  StageOptions options;
  options.now = attempt.log.known_until();
  options.details = flag_parameter(request, "details", details_by_default);
  options.summaries = flag_parameter(request, "withSummaries", false);
  auto statuses =
      enum_parameters(request, "taskStatus", {"RUNNING", "KILLED", "FAILED", "SUCCESS", "UNKNOWN"});
  if (!statuses) return std::unexpected(statuses.error());
  options.task_statuses = *std::move(statuses);
  auto quantiles = quantiles_parameter(request, kDefaultQuantiles);
  if (!quantiles) return std::unexpected(quantiles.error());
  options.quantiles = *std::move(quantiles);
  return options;
}

bool has_tasks_of(const StageRow& stage, const std::string& status) {
  if (status == "FAILED") return stage.failed_tasks > 0;
  if (status == "KILLED") return stage.killed_tasks > 0;
  if (status == "RUNNING") return stage.active_tasks > 0;
  if (status == "SUCCESS") return stage.completed_tasks > 0;
  return stage.task_count - stage.failed_tasks - stage.killed_tasks - stage.active_tasks -
             stage.completed_tasks >
         0;
}

Result<void> write_tasks(JsonWriter& json, const OpenAttempt& attempt, const StageRow& stage,
                         const StageOptions& options, const std::optional<TaskCut>& cut) {
  const auto logs = executor_logs(attempt);
  if (!logs) return std::unexpected(logs.error());
  TaskQuery query;
  query.stage_id = stage.stage_id;
  query.stage_attempt = stage.attempt;
  query.statuses = options.task_statuses;
  query.cut = cut;
  json.key("tasks").begin_object();
  auto done = attempt.database->tasks.each(query, [&](const TaskRow& task) {
    json.key(std::to_string(task.id));
    write_task(json, task, *logs, options.now);
    return !json.stopped();
  });
  json.end_object();
  return done;
}

// Tasks, executors and distributions stand between the members of the stage itself, as in Spark.
Result<void> write_stage(JsonWriter& json, const OpenAttempt& attempt, const StageRow& stage,
                         const StageOptions& options) {
  ApplicationDatabase& database = *attempt.database;
  std::optional<TaskCut> cut;
  std::vector<ExecutorStageRow> executors;
  if (options.details || options.summaries) {
    auto rows = database.stages.executors(stage.stage_id, stage.attempt);
    if (!rows) return std::unexpected(rows.error());
    executors = *std::move(rows);
    const auto found = attempt.task_cut({stage.stage_id, stage.attempt});
    if (!found) return std::unexpected(found.error());
    cut = *found;
  }
  json.begin_object();
  write_stage_head(json, stage);
  if (options.details) {
    auto tasks = write_tasks(json, attempt, stage, options, cut);
    if (!tasks) return tasks;
    write_executor_summaries(json, executors);
    if (stage.has_speculation) write_speculation_summary(json, stage);
  }
  write_stage_tail(json, stage);
  if (options.summaries) {
    auto tasks = database.task_numbers({stage.stage_id, stage.attempt}, options.now, cut);
    if (!tasks) return std::unexpected(tasks.error());
    if (tasks->succeeded() > 0) {
      json.key("taskMetricsDistributions");
      const auto done =
          write_task_distributions(json, *tasks, options.quantiles, TimesOf::all_as_spark);
      if (!done) return done;
    }
    if (!executors.empty()) {
      json.key("executorMetricsDistributions");
      write_executor_distributions(json, executors, options.quantiles);
    }
  }
  write_stage_end(json, stage);
  json.end_object();
  return {};
}

using enum TaskMetric;

template <TaskMetric metric>
SortValue sum_of(const StageRow& stage) {
  return stage.metrics[metric];
}

constexpr std::array kStageSortKeys = std::to_array<SortKey<StageRow>>({
    {"stageId", [](const StageRow& stage) -> SortValue { return stage.stage_id; }},
    {"name", [](const StageRow& stage) -> SortValue { return stage.name; }},
    {"status", [](const StageRow& stage) -> SortValue { return stage.status; }},
    {"submissionTime",
     [](const StageRow& stage) -> SortValue { return stage.submission_time.value_or(0); }},
    {"completionTime",
     [](const StageRow& stage) -> SortValue { return stage.completion_time.value_or(0); }},
    {"duration",
     [](const StageRow& stage) -> SortValue {
       return stage.completion_time.value_or(0) - stage.submission_time.value_or(0);
     }},
    {"numTasks", [](const StageRow& stage) -> SortValue { return stage.task_count; }},
    {"numFailedTasks", [](const StageRow& stage) -> SortValue { return stage.failed_tasks; }},
    {"executorRunTime", sum_of<executor_run_time>},
    {"executorCpuTime", sum_of<executor_cpu_time>},
    {"jvmGcTime", sum_of<jvm_gc_time>},
    {"peakExecutionMemory", sum_of<peak_execution_memory>},
    {"memoryBytesSpilled", sum_of<memory_bytes_spilled>},
    {"diskBytesSpilled", sum_of<disk_bytes_spilled>},
    {"inputBytes", sum_of<input_bytes>},
    {"inputRecords", sum_of<input_records>},
    {"outputBytes", sum_of<output_bytes>},
    {"outputRecords", sum_of<output_records>},
    {"shuffleReadBytes",
     [](const StageRow& stage) -> SortValue { return stage.metrics.shuffle_bytes_read(); }},
    {"shuffleReadRecords", sum_of<shuffle_records_read>},
    {"shuffleFetchWaitTime", sum_of<shuffle_fetch_wait_time>},
    {"shuffleWriteBytes", sum_of<shuffle_bytes_written>},
    {"shuffleWriteRecords", sum_of<shuffle_records_written>},
});

Response stage_list(const OpenAttempt& attempt, const Request& request,
                    std::vector<StageRow> stages, const StageOptions& options) {
  const auto page = page_parameters(request);
  if (!page) return page.error();
  if (auto sorted = sort_rows<StageRow>(stages, request, kStageSortKeys); !sorted) {
    return sorted.error();
  }
  return json_list(attempt, request, *page, std::move(stages),
                   [attempt, options](JsonWriter& json, const StageRow& stage) {
                     return write_stage(json, attempt, stage, options);
                   });
}

}  // namespace

Response v1_stages(OpenAttempt& attempt, const Request& request, const PathArguments&) {
  const auto options = parse_options(attempt, request, false);
  if (!options) return options.error();
  const auto statuses =
      enum_parameters(request, "status", {"ACTIVE", "COMPLETE", "FAILED", "PENDING", "SKIPPED"});
  if (!statuses) return statuses.error();
  auto stages = attempt.database->stages.list(*statuses);
  if (!stages) return internal_error(stages.error());
  std::erase_if(*stages, [&](const StageRow& stage) {
    const auto& wanted = options->task_statuses;
    return options->details && !wanted.empty() &&
           std::ranges::none_of(wanted,
                                [&](const auto& status) { return has_tasks_of(stage, status); });
  });
  return stage_list(attempt, request, *std::move(stages), *options);
}

Response v1_stage(OpenAttempt& attempt, const Request& request, const PathArguments& path) {
  const auto options = parse_options(attempt, request, true);
  if (!options) return options.error();
  auto attempts = attempt.database->stages.attempts(path.numbers[0]);
  if (!attempts) return internal_error(attempts.error());
  if (attempts->empty()) {
    return text_response(404, "unknown stage: " + std::to_string(path.numbers[0]));
  }
  return stage_list(attempt, request, *std::move(attempts), *options);
}

Response v1_stage_attempt(OpenAttempt& attempt, const Request& request, const PathArguments& path) {
  const auto options = parse_options(attempt, request, true);
  if (!options) return options.error();
  const auto attempts = attempt.database->stages.attempts(path.numbers[0]);
  if (!attempts) return internal_error(attempts.error());
  if (attempts->empty()) {
    return text_response(404, "unknown stage: " + std::to_string(path.numbers[0]));
  }
  const auto stage = std::ranges::find(*attempts, path.numbers[1], &StageRow::attempt);
  if (stage == attempts->end()) {
    std::string found;
    for (const StageRow& other : *attempts) {
      found += (found.empty() ? "" : ",") + std::to_string(other.attempt);
    }
    return text_response(404, "unknown attempt for stage " + std::to_string(path.numbers[0]) +
                                  ".  Found attempts: [" + found + "]");
  }
  return json_response(attempt, [attempt, stage = *stage, options = *options](JsonWriter& json) {
    return write_stage(json, attempt, stage, options);
  });
}

}  // namespace afterglow::history
