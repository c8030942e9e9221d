#include <algorithm>

#include "historyserver/api/dashboard/routes.h"
#include "historyserver/insights/compare.h"
#include "historyserver/insights/insights_json.h"
#include "historyserver/insights/plan_difference.h"

namespace afterglow::history {
namespace {

Response answer(const Json& json) {
  JsonWriter writer;
  writer.raw(json.pretty());
  return json_response(writer);
}

// "ID" or "ID/ATTEMPT", as a parameter has it.
Parsed<OpenAttempt> open_named(const ApiContext& context, const Request& request,
                               std::string_view parameter) {
  const auto name = request.parameter(parameter);
  if (!name || name->empty()) {
    return std::unexpected(text_response(400, "name two applications: a=ID or ID/ATTEMPT, and b; " +
                                                  std::string(parameter) + " is missing"));
  }
  const auto slash = name->find('/');
  const auto log = find_attempt(context, request, name->substr(0, slash),
                                slash == std::string::npos ? "" : name->substr(slash + 1));
  if (!log) return std::unexpected(log.error());
  return open_attempt(context, request, *log, {});
}

struct OpenPair {
  OpenAttempt a;
  OpenAttempt b;
};

Parsed<OpenPair> open_pair(const ApiContext& context, const Request& request) {
  auto a = open_named(context, request, "a");
  if (!a) return std::unexpected(a.error());
  auto b = open_named(context, request, "b");
  if (!b) return std::unexpected(b.error());
  return OpenPair{*std::move(a), *std::move(b)};
}

Parsed<std::int64_t> query_named(const Request& request, std::string_view parameter) {
  const auto id = int_parameter(request, parameter, -1);
  if (!id || *id < 0) {
    return std::unexpected(
        text_response(400, "name two queries by queryA and queryB, the ids of their executions"));
  }
  return id;
}

// What the runs of b's job before it make expect.
void add_bands(Comparison& comparison, const EarlierRuns& earlier) {
  for (const auto& [name, metric] :
       {std::pair{"duration", RunMetric::duration}, std::pair{"core time", RunMetric::core_time},
        std::pair{"input", RunMetric::input}, std::pair{"spill", RunMetric::spill}}) {
    const auto band = earlier.band(metric);
    const auto compared = std::ranges::find(comparison.metrics, name, &ComparedMetric::name);
    if (band && compared != comparison.metrics.end()) {
      compared->band = ExpectedRange{band->low, band->high};
    }
  }
}

}  // namespace

Response dashboard_insights(OpenAttempt& attempt, const Request&, const PathArguments&) {
  const auto insights = attempt.insights();
  return insights ? answer(to_json(**insights)) : internal_error(insights.error());
}

Response dashboard_compare(const ApiContext& context, const Request& request) {
  const auto pair = open_pair(context, request);
  if (!pair) return pair.error();
  const auto& [a, b] = *pair;
  const auto of_a = a.insights();
  if (!of_a) return internal_error(of_a.error());
  const auto of_b = b.insights();
  if (!of_b) return internal_error(of_b.error());
  auto compared = compare({*a.database, **of_a}, {*b.database, **of_b});
  if (!compared) return internal_error(compared.error());
  const auto earlier = EarlierRuns::of(context.catalog, b.log);
  if (!earlier) return internal_error(earlier.error());
  add_bands(*compared, *earlier);
  return answer(to_json(*compared));
}

Response dashboard_compare_plan(const ApiContext& context, const Request& request) {
  const auto query_a = query_named(request, "queryA");
  if (!query_a) return query_a.error();
  const auto query_b = query_named(request, "queryB");
  if (!query_b) return query_b.error();
  const auto pair = open_pair(context, request);
  if (!pair) return pair.error();
  const auto difference =
      difference_of(QueryPlace{*pair->a.database, *query_a}, {*pair->b.database, *query_b});
  if (difference) return answer(to_json(*difference));
  const Error& error = difference.error();
  return error.kind == ErrorKind::not_found ? text_response(404, error.message)
                                            : internal_error(error);
}

}  // namespace afterglow::history
