#include "historyserver/api/dashboard/task_filter.h"

#include <algorithm>
#include <charconv>

#include "historyserver/api/text_search.h"
#include "historyserver/model/error_signature.h"

namespace afterglow::history {
namespace {

Parsed<std::optional<NumberRange>> range_parameters(const Request& request,
                                                    const std::string& name) {
  const auto from = number_parameter(request, name + "From");
  if (!from) return std::unexpected(from.error());
  const auto to = number_parameter(request, name + "To");
  if (!to) return std::unexpected(to.error());
  if (!*from && !*to) return std::nullopt;
  NumberRange range;
  return NumberRange{from->value_or(range.from), to->value_or(range.to)};
}

}  // namespace

Parsed<std::optional<std::int64_t>> number_parameter(const Request& request,
                                                     const std::string& name) {
  const std::string text = request.parameter(name).value_or("");
  if (text.empty()) return std::nullopt;
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) {
    return std::unexpected(text_response(400, name + " is no number: " + text));
  }
  return number;
}

Parsed<TaskQuery> task_filter(const OpenAttempt& attempt, const Request& request,
                              const PathArguments& path) {
  TaskQuery query;
  query.stage_id = path.numbers[0];
  query.stage_attempt = path.numbers[1];
  auto statuses = enum_parameters(request, "status", {"RUNNING", "KILLED", "FAILED", "SUCCESS"});
  if (!statuses) return std::unexpected(text_response(400, "unknown status"));
  query.statuses = *std::move(statuses);
  TaskConditions& conditions = query.conditions;
  // Tasks that nobody saw end have ended with their stage.
  const auto stage = attempt.database->stages.get(query.stage());
  if (!stage) return std::unexpected(internal_error(stage.error()));
  conditions.now = attempt.log.told_until();
  if (*stage && (*stage)->completion_time) {
    conditions.now = std::min(conditions.now, *(*stage)->completion_time);
  }
  conditions.executors = request.parameters("executor");
  conditions.hosts = request.parameters("host");
  conditions.only_speculative = flag_parameter(request, "speculative", false);
  const auto task = number_parameter(request, "task");
  if (!task) return std::unexpected(task.error());
  conditions.task_id = *task;
  for (const auto& [name, to] :
       {std::pair{"launch", &conditions.launch_time}, std::pair{"duration", &conditions.duration},
        std::pair{"alive", &conditions.alive}}) {
    const auto range = range_parameters(request, name);
    if (!range) return std::unexpected(range.error());
    *to = *range;
  }
  if (const std::string key = request.parameter("failure").value_or(""); !key.empty()) {
    conditions.error = [key](std::string_view error) {
      return error_key(error_signature(error)) == key;
    };
  }
  if (const std::string text = request.parameter("q").value_or(""); !text.empty()) {
    conditions.text = [search = TextSearch(text)](std::string_view in) { return search.is_in(in); };
  }
  return query;
}

}  // namespace afterglow::history
