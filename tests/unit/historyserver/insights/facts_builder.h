#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "historyserver/insights/insights.h"
#include "historyserver/insights/rules.h"
#include "tests/unit/historyserver/support.h"

namespace afterglow::history {

inline constexpr std::int64_t kMebibyte = 1024 * 1024;  // bytes
inline constexpr std::int64_t kGibibyte = 1024 * kMebibyte;

// Facts of an application of 100 s on 10 cores in 5 executors, one job, and whatever a test adds.
// Everything is as a healthy application has it until the test makes it ill.
class FactsBuilder {
 public:
  FactsBuilder() {
    facts.start = 1'000'000;
    facts.end = facts.start + 100'000;
    facts.name = "app";
    facts.spark_version = "4.3.0";
    facts.completeness.complete = true;
    facts.average_cores = 10;
    facts.most_cores = 10;
    facts.core_time = 10 * 100'000;
    for (int i = 1; i <= 5; ++i) {
      ExecutorRow& executor = facts.executors.emplace_back();
      executor.id = std::to_string(i);
      executor.host = "host" + std::to_string(i);
      executor.total_cores = executor.max_tasks = 2;
      executor.add_time = facts.start;
    }
    JobFacts& job = facts.jobs.emplace_back();
    job.start = facts.start;
    job.end = facts.end;
    job.row.status = "SUCCEEDED";
  }

  // A stage of `tasks` equal tasks of `duration` ms that ran for `wall` ms, all of it computing.
  StageFacts& stage(std::int64_t tasks, std::int64_t duration, double wall) {
    StageFacts& stage = facts.stages.emplace_back();
    stage.row.stage_id = static_cast<std::int64_t>(facts.stages.size()) - 1;
    stage.row.status = "COMPLETE";
    stage.row.name = "collect at app.py:7";
    stage.row.task_count = stage.row.completed_tasks = tasks;
    stage.job_id = 0;
    stage.start = facts.start;
    stage.end = facts.start + static_cast<std::int64_t>(wall);
    stage.wall[WallPart::compute] = wall;
    stage.tasks.count = tasks;
    spread(stage.tasks.duration, tasks, duration);
    const auto total = static_cast<std::int64_t>(tasks * duration);
    stage.row.metrics[TaskMetric::executor_run_time] = total;
    stage.row.metrics[TaskMetric::executor_cpu_time] = total * 1'000'000;
    for (int i = 0; i < 5; ++i) {
      stage.tasks.slowest.push_back({duration, 1 + i, 1 + i});
    }
    TaskFacts& longest = stage.tasks.longest;
    longest.executor_id = "1";
    longest.host = "host1";
    longest.launch = facts.start;
    longest.duration = duration;
    facts.wall.add(stage.wall);
    return stage;
  }

  // Every task has the same.
  static void spread(Spread& spread, std::int64_t tasks, std::int64_t value) {
    spread = {static_cast<double>(tasks * value), value, value, value, value, value};
  }

  // The longest task of a stage: it took `ms` and read `bytes` of shuffle data.
  static void long_task(StageFacts& stage, std::int64_t ms, std::int64_t bytes) {
    TaskFacts& task = stage.tasks.longest;
    task.duration = stage.tasks.slowest[0].duration = stage.tasks.duration.max = ms;
    task.shuffle_bytes = stage.tasks.shuffle_bytes.max = bytes;
  }

  void set(std::string key, std::string value) {
    properties_[std::move(key)] = std::move(value);
    facts.properties = Properties(properties_);
  }

  // A query over the whole time, whose plan is made of these nodes.
  QueryFacts& query(SqlPlanGraph graph, const std::vector<SqlMetricRow>& metrics) {
    QueryFacts& query = facts.queries.emplace_back();
    query.row.id = static_cast<std::int64_t>(facts.queries.size()) - 1;
    query.row.description = "collect at app.py:7";
    query.start = facts.start;
    query.end = facts.end;
    query.plan = PlanFacts(std::move(graph), metrics);
    return query;
  }

  std::vector<Finding> run(const Rule& rule, const ThresholdValues& thresholds = {}) const {
    return rule.find(RuleContext(facts, thresholds));
  }

  Facts facts;

 private:
  StringMap properties_;
};

// A plan that grows node by node; each has the id that comes next, and metrics with accumulators of
// its own.
class PlanBuilder {
 public:
  struct Metric {
    std::string name;
    std::int64_t sum = 0;
    std::string type = "sum";
    std::int64_t stage = 0;  // whose tasks reported it; -1: the driver
  };
  // The new node reads from `inputs`.
  std::int64_t node(std::string name, std::string description, const std::vector<Metric>& metrics,
                    const std::vector<std::int64_t>& inputs = {}) {
    const auto id = static_cast<std::int64_t>(graph.nodes.size());
    graph.nodes.push_back({.id = id,
                           .cluster_id = {},
                           .name = std::move(name),
                           .description = std::move(description),
                           .metadata = {}});
    for (const std::int64_t input : inputs) graph.edges.push_back({input, id});
    for (const Metric& metric : metrics) {
      const auto accumulator = static_cast<std::int64_t>(values.size()) + 1000;
      graph.metrics.push_back({id, accumulator, metric.name, metric.type});
      SqlMetricAggregate value;
      value.count = 1;
      value.sum = value.min = value.median = value.max = metric.sum;
      if (metric.stage >= 0) value.max_task = {.stage = {metric.stage, 0}, .task_id = 0};
      values.push_back({0, accumulator, metric.name, metric.type, value});
    }
    return id;
  }

  SqlPlanGraph graph;
  std::vector<SqlMetricRow> values;
};

}  // namespace afterglow::history
