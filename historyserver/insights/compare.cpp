#include "historyserver/insights/compare.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "historyserver/insights/comparison_summary.h"
#include "historyserver/insights/pairs.h"
#include "historyserver/insights/plan_difference.h"
#include "historyserver/insights/plan_shape.h"
#include "historyserver/insights/plan_tree.h"
#include "historyserver/insights/query_pairs.h"

namespace afterglow::history {
namespace {

constexpr std::size_t kQuantileStages = 10;
constexpr std::size_t kMostPairs = 500;    // queries and stages that are told of
constexpr std::size_t kAlignedPlans = 20;  // matched queries whose plans are aligned
constexpr std::size_t kNodes = 20;         // of each that are told of

// They differ between any two runs, or are told of elsewhere.
constexpr std::string_view kOwnOfRun[] = {
    "spark.app.attempt.id",
    "spark.app.id",
    "spark.app.initial.",
    "spark.app.startTime",
    "spark.app.submitTime",
    "spark.driver.appUIAddress",
    "spark.driver.host",
    "spark.driver.port",
    "spark.executor.id",
    "spark.kubernetes.driver.pod.name",
    "spark.kubernetes.executor.podNamePrefix",
    "spark.org.apache.hadoop.yarn.server.webproxy",
    "spark.repl.class.",
    "spark.ui.filters",
    "spark.yarn.app.id",
    "spark.yarn.app.container.log.dir",
};

using Operators = std::map<std::string, std::int64_t>;

struct Query {
  SqlExecutionHead head;
  double duration = 0;
  Operators operators;  // of its latest plan
};

struct Side {
  ApplicationRow application;
  std::vector<Query> queries;
  std::vector<StageRow> stages;
  std::map<std::int64_t, std::int64_t> query_of_job;
  StringMap settings;
  double gc_time = 0;
};

Result<Side> read(ApplicationDatabase& database, const Insights& insights) {
  Side side;
  auto application = database.applications.get();
  if (!application) return std::unexpected(application.error());
  if (!*application) return fail(ErrorKind::not_found, "the log has not told of its application");
  side.application = **std::move(application);
  const std::int64_t end =
      side.application.start_time + static_cast<std::int64_t>(insights.wall.sum());
  auto heads = database.sql.execution_heads();
  if (!heads) return std::unexpected(heads.error());
  for (SqlExecutionHead& head : *heads) {
    if (head.root_id != head.id || !head.submission_time) continue;
    Query& query = side.queries.emplace_back();
    query.duration = static_cast<double>(
        std::max<std::int64_t>(0, head.completion_time.value_or(end) - *head.submission_time));
    query.head = std::move(head);
  }
  auto stages = database.stages.list({});
  if (!stages) return std::unexpected(stages.error());
  for (StageRow& stage : *stages) {
    side.gc_time += static_cast<double>(stage.metrics[TaskMetric::jvm_gc_time]);
    if (stage.submission_time && stage.completion_time) side.stages.push_back(std::move(stage));
  }
  std::ranges::sort(side.stages, {}, [](const StageRow& row) {
    return StageKey{row.stage_id, row.attempt};
  });
  const auto jobs = database.jobs.of_sql_executions();
  if (!jobs) return std::unexpected(jobs.error());
  for (const SqlJobRow& job : *jobs) side.query_of_job[job.job_id] = job.execution_id;
  auto environment = database.environment.get();
  if (!environment) return std::unexpected(environment.error());
  if (*environment) side.settings = std::move((*environment)->spark_properties);
  return side;
}

Result<Operators> operators_of(ApplicationDatabase& database, std::int64_t execution_id) {
  const auto all = database.sql_plans.operators(execution_id);
  if (!all) return std::unexpected(all.error());
  Operators operators;
  const std::int64_t last = all->empty() ? 0 : all->back().version;
  for (const SqlPlanOperators& one : *all) {
    // Whether a plan could still change is no part of it.
    if (one.version == last && one.name != "AdaptiveSparkPlan") operators[one.name] += one.count;
  }
  return operators;
}

ComparedRun run_of(const Side& side, const Insights& insights) {
  return {.id = side.application.id,
          .attempt_id = side.application.attempt_id.value_or(""),
          .name = side.application.name,
          .spark_version = side.application.spark_version,
          .start_time = side.application.start_time,
          .duration = insights.wall.sum(),
          .average_cores = insights.average_cores};
}

void add_metrics(Comparison& comparison, const Pair<const Side*>& sides,
                 const Pair<const Insights*>& insights) {
  const auto add = [&](std::string name, NumberUnit unit, auto&& value_of) {
    comparison.metrics.push_back(
        {std::move(name), unit, {value_of(std::size_t{0}), value_of(std::size_t{1})}, {}});
  };
  const auto totals = [&](std::int64_t ApplicationTotals::*member) {
    return [&sides, member](std::size_t side) {
      return static_cast<double>(sides[side]->application.totals.*member);
    };
  };
  using enum NumberUnit;
  add("duration", ms, [&](std::size_t side) { return insights[side]->wall.sum(); });
  add("core time", ms, [&](std::size_t side) { return insights[side]->core_time(); });
  add("average cores", count, [&](std::size_t side) { return insights[side]->average_cores; });
  add("task time", ms, totals(&ApplicationTotals::task_time));
  add("GC time", ms, [&](std::size_t side) { return sides[side]->gc_time; });
  add("tasks", count, totals(&ApplicationTotals::tasks_complete));
  add("failed tasks", count, totals(&ApplicationTotals::tasks_failed));
  add("stages", count, totals(&ApplicationTotals::stages_complete));
  add("input", bytes, totals(&ApplicationTotals::input_bytes));
  add("shuffle read", bytes, totals(&ApplicationTotals::shuffle_read_bytes));
  add("shuffle write", bytes, totals(&ApplicationTotals::shuffle_write_bytes));
  add("spill", bytes, totals(&ApplicationTotals::spill_bytes));
}

void add_settings(Comparison& comparison, const Pair<const Side*>& sides) {
  std::set<std::string> keys;
  for (const Side* side : sides) {
    for (const auto& [key, value] : side->settings) keys.insert(key);
  }
  for (const std::string& key : keys) {
    if (std::ranges::any_of(kOwnOfRun, [&](auto own) { return key.starts_with(own); })) continue;
    ComparedSetting setting{key, {}};
    for (std::size_t i = 0; i < 2; ++i) {
      const auto found = sides[i]->settings.find(key);
      if (found != sides[i]->settings.end()) setting.value[i] = found->second;
    }
    if (setting.value[0] != setting.value[1]) comparison.settings.push_back(std::move(setting));
  }
}

template <typename Compared>
void keep_largest(std::vector<Compared>& list) {
  std::ranges::stable_sort(list, std::ranges::greater(),
                           [](const Compared& one) { return std::abs(one.delta); });
  if (list.size() > kMostPairs) list.resize(kMostPairs);
}

void tell_difference(ComparedQuery& query, const Operators& a, const Operators& b) {
  const auto more = [](const Operators& in, const Operators& than, std::vector<std::string>& to) {
    for (const auto& [name, count] : in) {
      const auto other = than.find(name);
      for (std::int64_t i = other == than.end() ? 0 : other->second; i < count; ++i) {
        to.push_back(name);
      }
    }
  };
  more(a, b, query.removed);
  more(b, a, query.added);
  query.same_plan = query.removed.empty() && query.added.empty();
}

std::size_t size_of(const Operators& operators) {
  std::size_t size = 0;
  for (const auto& [name, count] : operators) size += static_cast<std::size_t>(count);
  return size;
}

QueriesOfRun queries_of(const Side& side, ApplicationDatabase& database) {
  QueriesOfRun queries{database, {}};
  for (const Query& query : side.queries) {
    const auto& description = query.head.description;
    queries.list.push_back({query.head.id, description ? *description : std::string_view()});
  }
  return queries;
}

using QueryNumbers = Pair<std::map<std::int64_t, std::size_t>>;  // id -> of the matched pair

Result<void> add_queries(Comparison& comparison, const Pair<const Side*>& sides,
                         const Pair<ApplicationDatabase*>& databases, QueryNumbers& numbers) {
  const auto pairs =
      pair_queries(queries_of(*sides[0], *databases[0]), queries_of(*sides[1], *databases[1]));
  if (!pairs) return std::unexpected(pairs.error());
  for (std::size_t number = 0; number < pairs->size(); ++number) {
    const QueryPair& pair = (*pairs)[number];
    ComparedQuery query;
    query.match = pair.match;
    for (std::size_t i = 0; i < 2; ++i) {
      if (!pair.place[i]) continue;
      const Query& one = sides[i]->queries[*pair.place[i]];
      query.side[i] = {one.head.id, one.duration, one.head.description.value_or("")};
      query.delta += (i == 0 ? -1 : 1) * one.duration;
      numbers[i][one.head.id] = number;
    }
    comparison.queries.push_back(std::move(query));
  }
  keep_largest(comparison.queries);
  std::size_t plans = kAlignedPlans;
  std::size_t pairs_left = kMostPairs;  // of operators, so that many large plans take no longer
  for (ComparedQuery& query : comparison.queries) {
    if (!query.side[0] || !query.side[1]) continue;
    Pair<Operators> operators;
    for (std::size_t i = 0; i < 2; ++i) {
      auto read = operators_of(*databases[i], query.side[i]->execution_id);
      if (!read) return std::unexpected(read.error());
      operators[i] = *std::move(read);
    }
    tell_difference(query, operators[0], operators[1]);
    const std::size_t pairs_here = size_of(operators[0]) * size_of(operators[1]);
    if (plans == 0 || pairs_here > pairs_left) continue;
    --plans;
    pairs_left -= pairs_here;
    const auto plan = difference_of(QueryPlace{*databases[0], query.side[0]->execution_id},
                                    QueryPlace{*databases[1], query.side[1]->execution_id});
    if (!plan) return std::unexpected(plan.error());
    query.plan = telling_part(*plan, kNodes);
  }
  return {};
}

ComparedStage::Side side_of(const StageRow& row) {
  const auto metric = [&](TaskMetric one) { return static_cast<double>(row.metrics[one]); };
  return {.stage = {row.stage_id, row.attempt},
          .duration = static_cast<double>(
              std::max<std::int64_t>(0, *row.completion_time - *row.submission_time)),
          .tasks = row.task_count,
          .input_bytes = metric(TaskMetric::input_bytes),
          .shuffle_read_bytes = static_cast<double>(row.metrics.shuffle_bytes_read()),
          .spill_bytes = metric(TaskMetric::disk_bytes_spilled),
          .quantiles = {}};
}

Result<void> add_quantiles(ComparedStage::Side& side, ApplicationDatabase& database) {
  auto numbers = database.task_numbers(side.stage, 0);
  if (!numbers) return std::unexpected(numbers.error());
  std::vector<std::int64_t> durations;
  const TaskNumber duration{.kind = TaskNumber::Kind::duration, .plus = {}};
  if (auto done = numbers->list(duration, TaskSet::succeeded, durations); !done) return done;
  if (durations.empty()) return {};
  auto sorted = durations.begin();  // what stands before it is where it belongs
  for (const double share : kComparedShares) {
    const auto rank =
        std::min(durations.size() - 1,
                 static_cast<std::size_t>(share * static_cast<double>(durations.size())));
    const auto place = durations.begin() + static_cast<std::ptrdiff_t>(rank);
    if (place >= sorted) {
      std::nth_element(sorted, place, durations.end());
      sorted = place + 1;
    }
    side.quantiles.push_back(*place);
  }
  return {};
}

Result<void> add_stages(Comparison& comparison, const Pair<const Side*>& sides,
                        const Pair<ApplicationDatabase*>& databases, const QueryNumbers& numbers) {
  // The matched query that it worked for, and its call site: as it is, and without numbers.
  using Key = std::pair<std::int64_t, std::string>;
  Pair<std::vector<std::optional<Key>>> exact;
  Pair<std::vector<std::optional<Key>>> loose;
  for (std::size_t i = 0; i < 2; ++i) {
    for (const StageRow& stage : sides[i]->stages) {
      std::int64_t number = -1;
      const auto query = stage.job_ids.empty() ? sides[i]->query_of_job.end()
                                               : sides[i]->query_of_job.find(stage.job_ids.front());
      if (query != sides[i]->query_of_job.end()) {
        const auto known = numbers[i].find(query->second);
        if (known != numbers[i].end()) number = static_cast<std::int64_t>(known->second);
      }
      exact[i].emplace_back(Key{number, stage.name});
      std::string name;
      add_without_numbers(name, stage.name);
      loose[i].emplace_back(Key{number, std::move(name)});
    }
  }
  Pairs pairs(exact[0].size(), exact[1].size());
  pairs.match(exact[0], exact[1]);
  pairs.match(loose[0], loose[1]);
  for (const Pairs::One& pair : std::move(pairs).take()) {
    ComparedStage stage;
    for (std::size_t i = 0; i < 2; ++i) {
      if (!pair.place[i]) continue;
      const StageRow& row = sides[i]->stages[*pair.place[i]];
      stage.name = row.name;
      stage.side[i] = side_of(row);
      stage.delta += (i == 0 ? -1 : 1) * stage.side[i]->duration;
    }
    comparison.stages.push_back(std::move(stage));
  }
  keep_largest(comparison.stages);
  for (std::size_t n = 0; n < std::min(kQuantileStages, comparison.stages.size()); ++n) {
    for (std::size_t i = 0; i < 2; ++i) {
      auto& side = comparison.stages[n].side[i];
      if (!side) continue;
      if (auto done = add_quantiles(*side, *databases[i]); !done) return done;
    }
  }
  return {};
}

void add_findings(Comparison& comparison, const Pair<const Insights*>& insights) {
  for (std::size_t i = 0; i < 2; ++i) {
    for (const Finding& finding : insights[i]->findings) {
      const auto& others = insights[1 - i]->findings;
      const bool in_both = std::ranges::find(others, finding.rule, &Finding::rule) != others.end();
      if (!in_both) comparison.findings[i].push_back(finding);
    }
  }
}

}  // namespace

Result<Comparison> compare(const ComparedSide& a, const ComparedSide& b) {
  const auto of_a = read(a.database, a.insights);
  if (!of_a) return std::unexpected(of_a.error());
  const auto of_b = read(b.database, b.insights);
  if (!of_b) return std::unexpected(of_b.error());
  const Pair<const Side*> sides{&*of_a, &*of_b};
  const Pair<const Insights*> insights{&a.insights, &b.insights};
  const Pair<ApplicationDatabase*> databases{&a.database, &b.database};
  Comparison comparison;
  for (std::size_t i = 0; i < 2; ++i) {
    comparison.run[i] = run_of(*sides[i], *insights[i]);
    comparison.wall[i] = insights[i]->wall;
  }
  add_metrics(comparison, sides, insights);
  add_settings(comparison, sides);
  QueryNumbers numbers;
  auto done = add_queries(comparison, sides, databases, numbers);
  if (done) done = add_stages(comparison, sides, databases, numbers);
  if (!done) return std::unexpected(done.error());
  add_findings(comparison, insights);
  comparison.summary = summary_of(comparison);
  return comparison;
}

}  // namespace afterglow::history
