#include "historyserver/insights/stage_shape.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

namespace afterglow::history {
namespace {

double times(std::int64_t value, const Spread& spread) {
  if (spread.sum <= 0) return 0;
  return static_cast<double>(value) / static_cast<double>(std::max<std::int64_t>(1, spread.median));
}

}  // namespace

DataOfLongest data_of_longest(const StageFacts& stage) {
  using enum DataOfLongest::Kind;
  DataOfLongest most;
  if (stage.tasks.count == 0) return most;
  const TaskFacts& task = stage.tasks.longest;
  const auto take = [&](double times, DataOfLongest::Kind kind) {
    if (times > most.times) most = {times, kind};
  };
  take(times(task.input_bytes, stage.tasks.input_bytes), input);
  take(times(task.shuffle_bytes, stage.tasks.shuffle_bytes), shuffle);
  take(times(task.records, stage.tasks.records), records);
  take(times(task.output_bytes, stage.tasks.output_bytes), output);
  take(times(task.shuffle_write_bytes, stage.tasks.shuffle_write_bytes), output);
  return most;
}

bool is_skewed(const RuleContext& context, const StageFacts& stage) {
  const Spread& duration = stage.tasks.duration;
  if (stage.tasks.count < 2) return false;
  const double ratio = duration.times_median();
  if (ratio < context.limit(kSkewRatio)) return false;
  if (static_cast<double>(duration.max) < context.limit(kSkewLongest)) return false;
  // A task that took 50 times as long did not do so for twice the data. The work of a join grows
  // with the product of both sides, so the root of the time is what the data must explain.
  const double least = std::max(context.limit(kSkewBytesRatio), std::sqrt(ratio));
  return data_of_longest(stage).times >= least;
}

bool computes_what_a_cache_lacks(const Facts& facts, const StageFacts& stage) {
  return std::ranges::any_of(facts.rdds, [&](const RddRow& rdd) {
    return rdd.cached_partitions > 0 && rdd.cached_partitions < rdd.partition_count &&
           std::ranges::find(stage.row.rdd_ids, rdd.id) != stage.row.rdd_ids.end();
  });
}

bool has_small_tasks(const RuleContext& context, const StageFacts& stage) {
  if (context.facts.most_cores <= 0) return false;
  const auto tasks = static_cast<double>(stage.row.completed_tasks);
  return tasks >= context.limit(kSmallTaskCount) &&
         tasks >= context.limit(kSmallTaskWaves) * slots_of(context.facts) &&
         typical_task(stage) < context.limit(kSmallTask);
}

bool is_single_task(const RuleContext& context, const StageFacts& stage) {
  return stage.row.task_count == 1 && stage.tasks.count == 1 &&
         static_cast<double>(stage.tasks.duration.max) >= context.limit(kSingleTask);
}

double typical_task(const StageFacts& stage) {
  if (stage.tasks.count > 0) return static_cast<double>(stage.tasks.duration.median);
  if (stage.row.completed_tasks <= 0) return 0;
  return stage.metric(TaskMetric::executor_run_time) /
         static_cast<double>(stage.row.completed_tasks);
}

double time_of_tasks(const StageFacts& stage) {
  const StageTasks& tasks = stage.tasks;
  return tasks.duration.sum + tasks.failed_time + tasks.killed_time + tasks.speculative_time;
}

double slots_of(const Facts& facts) {
  const auto cpus = facts.properties.integer("spark.task.cpus").value_or(1);
  return std::max(1.0, std::floor(static_cast<double>(facts.most_cores) /
                                  static_cast<double>(std::max<std::int64_t>(1, cpus))));
}

bool shares_cores(const Facts& facts) {
  return std::ranges::all_of(facts.stages, [&](const StageFacts& stage) {
    return stage.row.resource_profile_id == facts.stages.front().row.resource_profile_id;
  });
}

bool is_fetch_failure(const StageFacts& stage) {
  return stage.row.failure_reason && stage.row.failure_reason->contains("FetchFailed");
}

bool is_since(const Facts& facts, int major, int minor) {
  std::pair<int, int> version{0, 0};
  const char* const end = facts.spark_version.data() + facts.spark_version.size();
  const auto first = std::from_chars(facts.spark_version.data(), end, version.first);
  if (first.ec != std::errc() || first.ptr == end || *first.ptr != '.') return true;
  if (std::from_chars(first.ptr + 1, end, version.second).ec != std::errc()) return true;
  return version >= std::pair(major, minor);
}

}  // namespace afterglow::history
