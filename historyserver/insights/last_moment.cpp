#include "historyserver/insights/last_moment.h"

#include <algorithm>

#include "historyserver/insights/stage_tasks.h"

namespace afterglow::history {

Result<std::int64_t> last_moment(ApplicationDatabase& database, std::int64_t start) {
  std::int64_t last = start;
  const auto of_spans = database.stages.last_time();
  if (!of_spans) return std::unexpected(of_spans.error());
  last = std::max(last, of_spans->value_or(last));
  const auto executors = database.executors.list();
  if (!executors) return std::unexpected(executors.error());
  for (const ExecutorRow& executor : *executors) {
    last = std::max({last, executor.add_time, executor.remove_time.value_or(last)});
  }
  const auto active = database.stages.list({"ACTIVE"});
  if (!active) return std::unexpected(active.error());
  if (active->empty()) return last;
  auto reader = StageTaskReader::open(database, start, last);
  if (!reader) return std::unexpected(reader.error());
  for (const StageRow& stage : *active) {
    const auto of_tasks = reader->last_moment({stage.stage_id, stage.attempt});
    if (!of_tasks) return std::unexpected(of_tasks.error());
    last = std::max(last, *of_tasks);
  }
  return last;
}

}  // namespace afterglow::history
