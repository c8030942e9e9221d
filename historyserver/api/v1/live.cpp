// What only a running driver can answer, as Spark's history server answers it.

#include <algorithm>

#include "historyserver/api/v1/routes.h"

namespace afterglow::history {
namespace {

Response thread_dump(std::string_view executor_id) {
  const bool is_number =
      std::ranges::all_of(executor_id, [](char c) { return c >= '0' && c <= '9'; });
  if (executor_id != "driver" && !is_number) {
    return text_response(400, "Invalid executorId: neither 'driver' nor number.");
  }
  return text_response(503, "Thread dumps not available through the history server.");
}

}  // namespace

Response v1_executor_threads(OpenAttempt&, const Request&, const PathArguments& path) {
  return thread_dump(path.words[0]);
}

Response v1_task_threads(OpenAttempt&, const Request& request, const PathArguments&) {
  const auto task = int_parameter(request, "taskId", 0);
  if (!task) return task.error();
  const auto executor = request.parameter("executorId");
  return executor ? thread_dump(*executor) : text_response(400, "executorId is missing.");
}

Response v1_streaming(OpenAttempt& attempt, const Request&, const PathArguments&) {
  return text_response(404, "no streaming listener attached to " + attempt.log.name);
}

}  // namespace afterglow::history
