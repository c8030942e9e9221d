// Python UDF: rows are sent to Python processes and back, for functions that Spark has built in or
// that could be called with whole columns.
//
// Measured: the time of Python operators, which Spark 4 reports; before, what their stages' tasks
// spent off the CPU, for they wait for Python then. Row-at-a-time functions (BatchEvalPython) save
// half of that: built-in functions save nearly all, pandas and Arrow a part. Of functions that get
// whole columns (Arrow, pandas) nothing is promised, and they are told only from `vectorisedShare`
// on. Source: Spark's guide to pandas UDFs (up to 100 times as fast; with Arrow about twice).
// Wrong: where tasks of older Spark wait for slow files in the same stage.

#include <algorithm>

#include "historyserver/insights/plan_cases.h"
#include "historyserver/insights/rules/table.h"

namespace afterglow::history {
namespace {
namespace python_udf {

constexpr RuleThreshold kShare{"pythonUdf.share", 0.05, NumberUnit::share,
                               "Time in Python functions that are called row by row, of the "
                               "application's duration.",
                               "ours"};
constexpr RuleThreshold kVectorisedShare{"pythonUdf.vectorisedShare", 0.5, NumberUnit::share,
                                         "The same of functions that get whole columns.",
                                         "ours: they are the good way already"};
constexpr std::array kThresholds = {kShare, kVectorisedShare};

bool is_row_by_row(const SqlPlanNode& node) {
  return node.name.starts_with("BatchEvalPython");
}

bool is_vectorised(const SqlPlanNode& node) {
  constexpr std::array<std::string_view, 8> kNames = {
      "ArrowEvalPython",  "ArrowAggregatePython", "ArrowWindowPython", "MapIn",
      "PythonMapInArrow", "FlatMapGroupsIn",      "FlatMapCoGroupsIn", "AggregateInPandas"};
  return node.name.starts_with("WindowInPandas") ||
         std::ranges::any_of(kNames, [&](auto name) { return node.name.starts_with(name); });
}

// Wall time that is for Python in the stage of this operator.
double python_time(const PlanFacts& plan, std::int64_t id, const StageFacts& stage) {
  if (const auto run = plan.time(id, "time to run Python workers")) {
    return part_of_run(stage, *run) * (stage.wall[WallPart::compute] + stage.wall[WallPart::io]);
  }
  return stage.wall[WallPart::io];
}

// The part of a Python operator's time in which processes were started.
double startup_share(const PlanFacts& plan, std::int64_t id) {
  const double run = plan.time(id, "time to run Python workers").value_or(0);
  const double startup = plan.time(id, "time to start Python workers").value_or(0) +
                         plan.time(id, "time to initialize Python workers").value_or(0);
  return run > 0 ? std::clamp(startup / run, 0.0, 1.0) : 0;
}

PlanCases cases_of(const Facts& facts, bool (*is_one)(const SqlPlanNode&)) {
  PlanCases cases(facts);
  for (const QueryFacts& query : facts.queries) {
    for (const SqlPlanNode& node : query.plan.nodes()) {
      const StageFacts* const stage = is_one(node) ? stage_around(facts, query, node.id) : nullptr;
      const double ms = stage ? python_time(query.plan, node.id, *stage) : 0;
      if (ms <= 0) continue;
      cases.add({.query = &query,
                 .node = &node,
                 .note = duration_words(ms) + " of the wall time",
                 .stages = {{stage, ms}}});
    }
  }
  return cases;
}

Finding row_by_row(const RuleContext& context, const PlanCases& cases, double share) {
  const PlanCase& worst = cases.worst();
  const double startup = startup_share(worst.query->plan, worst.node->id);
  Finding finding = cases.finding();
  finding.recoverable_ms /= 2;
  finding.recoverable_core_ms /= 2;
  finding.text = "Python functions that are called row by row, in " + query_words(*worst.query) +
                 cases.others_words() + ", took about " + share_words(share) + " of the time";
  finding.text += startup > 0.5 ? ", most of it to start Python processes." : ".";
  finding.numbers = {context.number("Python functions, of the duration", share, kShare)};
  finding.advice = {
      {"Say it with Spark's built-in functions (pyspark.sql.functions, or an SQL "
       "expression): then no row leaves the JVM."}};
  const bool is_old = context.facts.spark_version < "3.5";
  if (startup > 0.5) return finding;
  if (is_old) {
    finding.advice.push_back({"Else make it a pandas UDF, which gets whole columns."});
  } else {
    finding.advice.push_back(
        {"Else make it a pandas UDF, or have Spark hand over rows by Arrow.",
         "spark.sql.execution.pythonUDF.arrow.enabled", "true",
         setting_of(context.facts, *worst.query, "spark.sql.execution.pythonUDF.arrow.enabled")});
  }
  return finding;
}

Finding vectorised(const RuleContext& context, const PlanCases& cases, double share) {
  const PlanCase& worst = cases.worst();
  Finding finding = cases.finding();
  finding.recoverable_ms = finding.recoverable_core_ms = 0;
  finding.text = "About " + share_words(share) + " of the time went into Python functions, in " +
                 query_words(*worst.query) + cases.others_words() +
                 "; to shorten the application, shorten those.";
  finding.numbers = {context.number("Python functions, of the duration", share, kVectorisedShare)};
  finding.advice = {
      {"Profile the function (spark.sql.pyspark.udf.profiler of Spark 4), use whole "
       "columns in it instead of loops, and give it only the columns and rows that "
       "it needs."}};
  return finding;
}

std::vector<Finding> find(const RuleContext& context) {
  const double duration = context.facts.duration();
  if (duration <= 0) return {};
  const PlanCases rows = cases_of(context.facts, is_row_by_row);
  const double share = rows.empty() ? 0 : rows.finding().recoverable_ms / duration;
  if (!rows.empty() && share >= context.limit(kShare)) return {row_by_row(context, rows, share)};
  const PlanCases columns = cases_of(context.facts, is_vectorised);
  if (columns.empty()) return {};
  const double of_columns = columns.finding().recoverable_ms / duration;
  if (of_columns >= context.limit(kVectorisedShare)) {
    return {vectorised(context, columns, of_columns)};
  }
  return {};
}

}  // namespace python_udf
}  // namespace

const Rule kPythonUdf{"python-udf", "Python functions", python_udf::kThresholds, python_udf::find};

}  // namespace afterglow::history
