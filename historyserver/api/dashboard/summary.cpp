#include "historyserver/api/dashboard/routes.h"
#include "historyserver/api/json_writer.h"
#include "historyserver/api/v1/distributions.h"

namespace afterglow::history {
namespace {

std::vector<std::int64_t> of_succeeded(const std::vector<std::int64_t>& values,
                                       const std::vector<bool>& succeeded) {
  std::vector<std::int64_t> kept;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (succeeded[i]) kept.push_back(values[i]);
  }
  return kept;
}

}  // namespace

// Spark's taskSummary picks durations and delays from all tasks at positions counted for the
// successful ones, so that one failed task shifts them; here all lists are of the same tasks.
Response dashboard_summary(OpenAttempt& attempt, const Request& request,
                           const PathArguments& path) {
  const auto quantiles = quantiles_parameter(request, "0,0.25,0.5,0.75,1");
  if (!quantiles) return quantiles.error();
  auto columns =
      attempt.database->tasks.columns(path.numbers[0], path.numbers[1], attempt.log.known_until());
  if (!columns) return internal_error(columns.error());
  columns->durations = of_succeeded(columns->ended_durations, columns->succeeded);
  columns->getting_result_times = of_succeeded(columns->getting_result_times, columns->succeeded);
  columns->scheduler_delays = of_succeeded(columns->scheduler_delays, columns->succeeded);
  JsonWriter json;
  if (!write_task_distributions(json, *columns, *quantiles)) {
    return text_response(404, "no task of this stage has succeeded yet");
  }
  return json_response(json);
}

}  // namespace afterglow::history
