#include "historyserver/api/dashboard/routes.h"
#include "historyserver/api/json_writer.h"
#include "historyserver/api/v1/distributions.h"

namespace afterglow::history {

Response dashboard_summary(OpenAttempt& attempt, const Request& request,
                           const PathArguments& path) {
  const auto quantiles = quantiles_parameter(request, "0,0.25,0.5,0.75,1");
  if (!quantiles) return quantiles.error();
  auto tasks =
      attempt.database->task_numbers({path.numbers[0], path.numbers[1]}, attempt.log.told_until());
  if (!tasks) return internal_error(tasks.error());
  JsonWriter json;
  if (tasks->succeeded() == 0) {
    json.begin_object().field("tasks", 0).end_object();
    return json_response(json);
  }
  const auto done = write_task_distributions(json, *tasks, *quantiles, TimesOf::succeeded);
  if (!done) return internal_error(done.error());
  return json_response(json);
}

}  // namespace afterglow::history
