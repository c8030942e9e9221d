#include <algorithm>
#include <array>
#include <span>
#include <sstream>

#include "historyserver/api/dashboard/range_parameters.h"
#include "historyserver/api/dashboard/routes.h"
#include "historyserver/api/json_writer.h"
#include "historyserver/api/paging.h"
#include "historyserver/api/text_search.h"
#include "historyserver/api/v1/spark_json.h"
#include "historyserver/api/v1/stage_json.h"

namespace afterglow::history {
namespace {

// More stages are no graph that anybody could read.
constexpr std::size_t kMaxGraph = 300;
constexpr std::size_t kMaxRdds = 60;  // of a stage

// What a page can be sorted by, in the order of JobQuery::Order.
constexpr std::array<std::string_view, 9> kJobSortKeys = {
    "jobId", "name", "status", "start", "duration", "group", "stages", "tasks", "failedTasks"};

Parsed<JobQuery> parse_job_query(OpenAttempt& attempt, const Request& request) {
  JobQuery query;
  std::istringstream words(lower_case(request.parameter("search").value_or("")));
  for (std::string word; words >> word;) query.words.push_back(word);
  auto statuses = enum_parameters(request, "status", {"RUNNING", "SUCCEEDED", "FAILED", "UNKNOWN"});
  if (!statuses) return std::unexpected(text_response(400, "unknown status"));
  query.statuses = *std::move(statuses);
  const auto range = range_parameters(request, {.until = whole_range(attempt).until});
  if (!range) return std::unexpected(range.error());
  query.from = range->from;
  query.to = range->to;
  query.until = range->until;
  const std::string sort = request.parameter("sortBy").value_or("-jobId");
  query.descending = sort.starts_with('-');
  const auto key =
      std::ranges::find(kJobSortKeys, std::string_view(sort).substr(query.descending ? 1 : 0));
  if (key == kJobSortKeys.end()) {
    return std::unexpected(unknown_sort_key(sort, {kJobSortKeys.begin(), kJobSortKeys.end()}));
  }
  query.order = static_cast<JobQuery::Order>(key - kJobSortKeys.begin());
  const auto page = page_parameters(request, query.limit);
  if (!page) return std::unexpected(page.error());
  query.offset = page->offset;
  query.limit = page->length < 0 ? kMaxPage : std::min(page->length, kMaxPage);
  return query;
}

void write_job(JsonWriter& json, const JobRow& job) {
  json.begin_object()
      .field("jobId", job.id)
      .field("name", job.name)
      .field("description", job.description)
      .field("group", job.group)
      .field("status", job.status)
      .field("start", job.submission_time)
      .field("end", job.completion_time)
      .field("sqlExecutionId", job.sql_execution_id);
  write_field(json, "tags", job.tags);
  json.key("stages")
      .begin_object()
      .field("total", static_cast<std::int64_t>(job.stage_ids.size()))
      .field("active", job.active_stages)
      .field("complete", job.completed_stages)
      .field("failed", job.failed_stages)
      .field("skipped", job.skipped_stages)
      .end_object();
  json.key("tasks")
      .begin_object()
      .field("total", job.task_count)
      .field("active", job.active_tasks)
      .field("complete", job.completed_tasks)
      .field("failed", job.failed_tasks)
      .field("killed", job.killed_tasks)
      .field("skipped", job.skipped_tasks)
      .end_object();
  write_field(json, "killedTasksSummary", job.killed_tasks_summary);
  json.end_object();
}

// The innermost scope of an RDD, as Spark draws boxes around them: {"id":"4","name":"map",..}.
std::string_view scope_name(const StageRddRow& rdd) {
  if (!rdd.scope) return {};
  constexpr std::string_view kName = R"("name":")";
  const std::string_view scope = *rdd.scope;
  const auto begin = scope.find(kName);
  if (begin == std::string_view::npos) return {};
  const auto rest = scope.substr(begin + kName.size());
  return rest.substr(0, rest.find('"'));
}

Result<void> write_rdds(JsonWriter& json, OpenAttempt& attempt, std::int64_t stage_id) {
  const auto rdds = attempt.database->storage.stage_rdds(stage_id);
  if (!rdds) return std::unexpected(rdds.error());
  json.key("rdds").begin_array();
  for (const StageRddRow& rdd : std::span(*rdds).first(std::min(rdds->size(), kMaxRdds))) {
    json.begin_object()
        .field("id", rdd.rdd_id)
        .field("name", rdd.name)
        .field("scope", scope_name(rdd))
        .field("callsite", rdd.callsite)
        .field("cached", rdd.is_cached)
        .field("barrier", rdd.is_barrier)
        .field("determinism", rdd.determinism)
        .end_object();
  }
  json.end_array();
  return {};
}

Result<void> write_graph_stage(JsonWriter& json, OpenAttempt& attempt, const JobStageRow& stage) {
  json.begin_object()
      .field("stageId", stage.stage_id)
      .field("attemptId", stage.attempt)
      .field("status", stage.status)
      .field("name", stage.name)
      .field("tasks", stage.task_count)
      .field("failedTasks", stage.failed_tasks)
      .field("start", stage.start)
      .field("end", stage.end);
  write_field(json, "parentIds", stage.parent_ids);
  auto done = write_rdds(json, attempt, stage.stage_id);
  json.end_object();
  return done;
}

}  // namespace

Response dashboard_jobs(OpenAttempt& attempt, const Request& request, const PathArguments&) {
  const auto query = parse_job_query(attempt, request);
  if (!query) return query.error();
  const auto page = attempt.database->jobs.page(*query);
  if (!page) return internal_error(page.error());
  JsonWriter json;
  json.begin_object().field("matching", page->matching).field("offset", query->offset);
  write_field(json, "statuses", page->by_status);
  json.key("jobs").begin_array();
  for (const JobRow& job : page->rows) write_job(json, job);
  json.end_array().end_object();
  return json_response(json);
}

Response dashboard_job(OpenAttempt& attempt, const Request&, const PathArguments& path) {
  const auto job = attempt.database->jobs.get(path.numbers[0]);
  if (!job) return internal_error(job.error());
  if (!*job) return text_response(404, "unknown job: " + std::to_string(path.numbers[0]));
  const auto stages = attempt.database->timeline.stages_of((*job)->id);
  if (!stages) return internal_error(stages.error());
  JsonWriter json;
  json.begin_object().key("job");
  write_job(json, **job);
  // One of a stage's attempts stands for it: the last one.
  std::vector<const JobStageRow*> last;
  for (const JobStageRow& stage : *stages) {
    if (!last.empty() && last.back()->stage_id == stage.stage_id) last.pop_back();
    last.push_back(&stage);
  }
  json.field("stages", static_cast<std::int64_t>(last.size())).key("graph").begin_array();
  if (last.size() <= kMaxGraph) {
    for (const JobStageRow* stage : last) {
      const auto done = write_graph_stage(json, attempt, *stage);
      if (!done) return internal_error(done.error());
    }
  }
  json.end_array().end_object();
  return json_response(json);
}

// Those that never ran come after all others: they are folded.
Response dashboard_job_stages(OpenAttempt& attempt, const Request& request,
                              const PathArguments& path) {
  const auto page = page_parameters(request, 500);
  if (!page) return page.error();
  auto stages = attempt.database->timeline.stages_of(path.numbers[0]);
  if (!stages) return internal_error(stages.error());
  const std::string wanted = request.parameter("skipped").value_or("");
  std::erase_if(*stages, [&](const JobStageRow& stage) {
    return (stage.status == "SKIPPED") != (wanted == "only") && wanted != "too";
  });
  std::ranges::reverse(*stages);
  const std::int64_t total = cut_to_page(
      *stages, {page->offset, page->length < 0 ? kMaxPage : std::min(page->length, kMaxPage)});
  JsonWriter json(attempt.fields);
  json.begin_array();
  for (const JobStageRow& listed : *stages) {
    const auto stage = attempt.database->stages.get({listed.stage_id, listed.attempt});
    if (!stage) return internal_error(stage.error());
    if (!*stage) continue;
    json.begin_object();
    write_stage_head(json, **stage);
    write_stage_tail(json, **stage);
    write_stage_end(json, **stage);
    json.end_object();
  }
  json.end_array();
  Response response = json_response(json);
  add_list_headers(response, request, *page, total);
  return response;
}

}  // namespace afterglow::history
