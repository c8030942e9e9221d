#include "historyserver/store/task_cut.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "historyserver/store/spark_retention.h"
#include "historyserver/store/task_chunk_reader.h"
#include "historyserver/store/task_row_reader.h"

namespace afterglow::history {
namespace {

struct EndColumns {
  const PackedColumn* launch = nullptr;
  const PackedColumn* duration = nullptr;
  const PackedColumn* id = nullptr;

  static Result<EndColumns> load(TaskChunkReader& chunk) {
    EndColumns columns;
    for (const auto& [which, to] : {std::pair{TaskColumn::launch_time, &columns.launch},
                                    std::pair{TaskColumn::duration, &columns.duration},
                                    std::pair{TaskColumn::task_id, &columns.id}}) {
      const auto column = chunk.column(which);
      if (!column) return std::unexpected(column.error());
      *to = *column;
    }
    return columns;
  }
};

}  // namespace

Result<std::optional<TaskCut>> find_task_cut(Database& database, const StageKey& stage,
                                             std::int64_t limit) {
  const auto running = running_tasks(database, stage, {});
  if (!running) return std::unexpected(running.error());
  TaskChunkReader chunk(database, stage);
  const auto last = chunk.last();
  if (!last) return std::unexpected(last.error());
  if (static_cast<std::int64_t>(running->size()) +
          (*last + 1) * static_cast<std::int64_t>(kChunkTasks) <=
      limit)
    return {};
  std::vector<std::pair<std::int64_t, std::int64_t>> ends;
  for (;;) {
    const auto more = chunk.next();
    if (!more) return std::unexpected(more.error());
    if (!*more) break;
    const auto columns = EndColumns::load(chunk);
    if (!columns) return std::unexpected(columns.error());
    for (std::size_t i = 0; i < chunk.tasks(); ++i) {
      ends.emplace_back(columns->launch->value_at(i) + columns->duration->value_at(i),
                        columns->id->value_at(i));
    }
  }
  const auto started = static_cast<std::int64_t>(ends.size() + running->size());
  const auto dropped = static_cast<std::size_t>(dropped_tasks(started, limit));
  if (dropped == 0) return std::nullopt;
  if (dropped >= ends.size()) return TaskCut{INT64_MAX, INT64_MAX};
  const auto first = ends.begin() + static_cast<std::ptrdiff_t>(dropped);
  std::ranges::nth_element(ends, first);
  return TaskCut{first->first, first->second};
}

Result<TaskCutFilter> TaskCutFilter::load(TaskChunkReader& chunk,
                                          const std::optional<TaskCut>& cut) {
  TaskCutFilter filter;
  if (!cut) return filter;
  const auto columns = EndColumns::load(chunk);
  if (!columns) return std::unexpected(columns.error());
  filter.cut_ = cut;
  filter.launch_ = columns->launch;
  filter.duration_ = columns->duration;
  filter.id_ = columns->id;
  return filter;
}

bool TaskCutFilter::keeps(std::size_t task) const {
  return !cut_ ||
         !cut_->is_before(launch_->value_at(task) + duration_->value_at(task), id_->value_at(task));
}

}  // namespace afterglow::history
