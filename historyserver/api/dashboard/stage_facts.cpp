#include <algorithm>
#include <map>
#include <set>
#include <span>
#include <string>

#include "historyserver/api/dashboard/routes.h"
#include "historyserver/api/v1/spark_json.h"

namespace afterglow::history {
namespace {

// More are no graph that anybody could read; the last ones are what the stage comes to.
constexpr std::size_t kMaxDrawnRdds = 400;

// How many tasks ran how near to their data.
Result<CountMap> localities(OpenAttempt& attempt, const StageKey& stage) {
  TaskQuery query;
  query.stage_id = stage.stage_id;
  query.stage_attempt = stage.attempt;
  auto blocks = attempt.database->task_blocks(query, {TaskOrder::locality});
  if (!blocks) return std::unexpected(blocks.error());
  std::map<std::int64_t, std::int64_t> by_word;
  for (;;) {
    const auto more = blocks->next();
    if (!more) return std::unexpected(more.error());
    if (!*more) break;
    for (const std::int64_t word : blocks->values(0)) ++by_word[word];
  }
  CountMap counts;
  for (const auto& [word, tasks] : by_word) {
    const auto name = blocks->word(word);
    if (!name) return std::unexpected(name.error());
    counts[std::string(*name)] += tasks;
  }
  return counts;
}

Result<IntegerList> queries_of(OpenAttempt& attempt, const IntegerList& job_ids) {
  std::set<std::int64_t> queries;
  for (const std::int64_t id : job_ids) {
    const auto job = attempt.database->jobs.get(id);
    if (!job) return std::unexpected(job.error());
    if (*job && (*job)->sql_execution_id) queries.insert(*(*job)->sql_execution_id);
  }
  return IntegerList(queries.begin(), queries.end());
}

void write_speculation(JsonWriter& json, const StageRow& stage) {
  if (!stage.has_speculation && stage.speculative_tasks == 0) return;
  json.key("speculation")
      .begin_object()
      .field("total", stage.speculative_tasks)
      .field("active", stage.speculative_active)
      .field("completed", stage.speculative_completed)
      .field("failed", stage.speculative_failed)
      .field("killed", stage.speculative_killed)
      .end_object();
}

}  // namespace

Response dashboard_stage_facts(OpenAttempt& attempt, const Request&, const PathArguments& path) {
  const auto attempts = attempt.database->stages.attempts(path.numbers[0]);
  if (!attempts) return internal_error(attempts.error());
  const auto stage = std::ranges::find(*attempts, path.numbers[1], &StageRow::attempt);
  if (stage == attempts->end()) return text_response(404, "unknown stage");
  const auto near = localities(attempt, {stage->stage_id, stage->attempt});
  if (!near) return internal_error(near.error());
  const auto queries = queries_of(attempt, stage->job_ids);
  if (!queries) return internal_error(queries.error());
  JsonWriter json;
  json.compact().begin_object();
  write_field(json, "jobIds", stage->job_ids);
  write_field(json, "executionIds", *queries);
  write_field(json, "parentIds", stage->parent_ids);
  write_field(json, "localities", *near);
  json.key("attempts").begin_array();
  for (const StageRow& other : *attempts) {
    json.begin_object()
        .field("attempt", other.attempt)
        .field("status", other.status)
        .field("tasks", other.task_count)
        .end_object();
  }
  json.end_array();
  write_speculation(json, *stage);
  json.end_object();
  return json_response(json);
}

Response dashboard_stage_rdds(OpenAttempt& attempt, const Request&, const PathArguments& path) {
  const auto rdds = attempt.database->storage.stage_rdds(path.numbers[0]);
  if (!rdds) return internal_error(rdds.error());
  const std::size_t shown = std::min(rdds->size(), kMaxDrawnRdds);
  JsonWriter json;
  json.compact()
      .begin_object()
      .field("total", static_cast<std::int64_t>(rdds->size()))
      .key("rdds")
      .begin_array();
  for (const StageRddRow& rdd : std::span(*rdds).last(shown)) {
    json.begin_object()
        .field("id", rdd.rdd_id)
        .field("name", rdd.name)
        .field("scope", rdd.scope)
        .field("callSite", rdd.callsite)
        .field("partitions", rdd.partition_count)
        .field("cached", rdd.is_cached)
        .field("storageLevel", rdd.storage_level)
        .field("barrier", rdd.is_barrier)
        .field("determinism", rdd.determinism);
    write_field(json, "parentIds", rdd.parent_ids);
    json.end_object();
  }
  json.end_array().end_object();
  return json_response(json);
}

}  // namespace afterglow::history
