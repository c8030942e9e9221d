#include <algorithm>

#include "historyserver/store/task_row.h"
#include "historyserver/store/task_scan.h"
#include "historyserver/store/task_store.h"
#include "historyserver/store/text_dictionary.h"

namespace afterglow::history {
namespace {

Result<void> each_of_chunk(TaskScan& scan, TextReader& texts,
                           const std::function<void(const TaskRun&)>& take) {
  TaskChunkReader& chunk = scan.chunk();
  const auto launches = chunk.column(TaskColumn::launch_time);
  if (!launches) return std::unexpected(launches.error());
  const auto durations = chunk.column(TaskColumn::duration);
  if (!durations) return std::unexpected(durations.error());
  const auto executors = chunk.column(TaskColumn::executor_id);
  if (!executors) return std::unexpected(executors.error());
  for (std::size_t i = 0; i < chunk.tasks(); ++i) {
    const auto executor = texts.text((*executors)->value_at(i));
    if (!executor) return std::unexpected(executor.error());
    const std::int64_t launch = (*launches)->value_at(i);
    take({scan.stage(), *executor, launch,
          launch + std::max<std::int64_t>(0, (*durations)->value_at(i))});
  }
  return {};
}

}  // namespace

Result<void> TaskStore::each_running(std::int64_t now,
                                     const std::function<void(const TaskRun&)>& take) {
  auto running = database_.prepare(
      "SELECT stage_id, stage_attempt, launch_time, executor_id FROM running_task"
      " ORDER BY stage_id, stage_attempt, task_id");
  if (!running) return std::unexpected(running.error());
  for (;;) {
    const auto more = running->step();
    if (!more) return std::unexpected(more.error());
    if (!*more) return {};
    const std::int64_t launch = running->integer(2);
    take({{running->integer(0), running->integer(1)},
          running->text(3),
          launch,
          std::max(launch, now)});
  }
}

Result<void> TaskStore::each_run(std::int64_t now,
                                 const std::function<void(const TaskRun&)>& take) {
  TaskScan scan(database_);
  TextReader texts(database_);
  if (auto done = scan.start({}); !done) return done;
  for (;;) {
    const auto more = scan.next();
    if (!more) return std::unexpected(more.error());
    if (!*more) break;
    if (scan.at_running_tasks()) continue;
    if (auto done = each_of_chunk(scan, texts, take); !done) return done;
  }
  return each_running(now, take);
}

}  // namespace afterglow::history
