#include "historyserver/store/task_numbers.h"

#include "historyserver/store/task_row_reader.h"
#include "historyserver/store/task_times.h"

namespace afterglow::history {
namespace {

// Which tasks of a chunk are in a set.
class Members {
 public:
  static Result<Members> load(TaskChunkReader& chunk, TaskSet set,
                              const std::optional<TaskCut>& cut) {
    Members members;
    const auto statuses = chunk.column(TaskColumn::status);
    if (!statuses) return std::unexpected(statuses.error());
    auto after_cut = TaskCutFilter::load(chunk, cut);
    if (!after_cut) return std::unexpected(after_cut.error());
    members.any_status_ = set != TaskSet::succeeded || (*statuses)->constant() == kTaskSucceeded;
    members.statuses_ = *statuses;
    members.after_cut_ = *std::move(after_cut);
    return members;
  }
  bool everybody() const { return any_status_ && after_cut_.keeps_all(); }
  bool has(std::size_t task) const {
    return (any_status_ || statuses_->value_at(task) == kTaskSucceeded) && after_cut_.keeps(task);
  }

 private:
  bool any_status_ = true;
  const PackedColumn* statuses_ = nullptr;
  TaskCutFilter after_cut_;
};

void append_column(const PackedColumn& column, const Members& members,
                   std::vector<std::int64_t>& list) {
  if (members.everybody()) {
    list.resize(list.size() + column.size());
    column.unpack(list.data() + list.size() - column.size());
    return;
  }
  for (std::size_t i = 0; i < column.size(); ++i) {
    if (members.has(i)) list.push_back(column.value_at(i));
  }
}

Result<void> append_times(TaskChunkReader& chunk, TaskNumber::Kind kind, const Members& members,
                          std::vector<std::int64_t>& list) {
  const auto times = TaskTimes::load(chunk);
  if (!times) return std::unexpected(times.error());
  for (std::size_t i = 0; i < chunk.tasks(); ++i) {
    if (!members.has(i)) continue;
    list.push_back(kind == TaskNumber::Kind::scheduler_delay ? times->scheduler_delay(i)
                                                             : times->getting_result_time(i));
  }
  return {};
}

Result<void> append_metrics(TaskChunkReader& chunk, const TaskNumber& number,
                            const Members& members, std::vector<std::int64_t>& list) {
  const auto first = chunk.column(number.metric);
  if (!first) return std::unexpected(first.error());
  const std::size_t begin = list.size();
  append_column(**first, members, list);
  if (!number.plus) return {};
  const auto second = chunk.column(*number.plus);
  if (!second) return std::unexpected(second.error());
  std::size_t at = begin;
  for (std::size_t i = 0; i < chunk.tasks(); ++i) {
    if (members.has(i)) list[at++] += (*second)->value_at(i);
  }
  return {};
}

}  // namespace

Result<TaskNumbers> TaskNumbers::open(Database& database, const StageKey& stage, std::int64_t now,
                                      const std::optional<TaskCut>& cut) {
  TaskNumbers numbers(TaskChunkReader(database, stage), stage, cut);
  const auto running = running_tasks(database, stage, {});
  if (!running) return std::unexpected(running.error());
  for (const TaskRow& task : *running) {
    numbers.running_durations_.push_back(now - task.launch_time);
  }
  TaskChunkReader& chunk = numbers.chunk_;
  for (;;) {
    const auto more = chunk.next();
    if (!more) return std::unexpected(more.error());
    if (!*more) return numbers;
    const auto members = Members::load(chunk, TaskSet::succeeded, cut);
    if (!members) return std::unexpected(members.error());
    numbers.stored_ += chunk.tasks();
    for (std::size_t i = 0; i < chunk.tasks(); ++i) numbers.succeeded_ += members->has(i) ? 1 : 0;
  }
}

Result<void> TaskNumbers::list(const TaskNumber& number, TaskSet set,
                               std::vector<std::int64_t>& values) {
  values.clear();
  values.reserve(stored_ + running_durations_.size());
  if (set == TaskSet::all) {
    values = running_durations_;
    if (number.kind != TaskNumber::Kind::duration) values.assign(values.size(), 0);
  }
  chunk_.go_to(stage_);
  for (;;) {
    const auto more = chunk_.next();
    if (!more) return std::unexpected(more.error());
    if (!*more) return {};
    const auto members = Members::load(chunk_, set, cut_);
    if (!members) return std::unexpected(members.error());
    Result<void> done;
    if (number.kind == TaskNumber::Kind::metric) {
      done = append_metrics(chunk_, number, *members, values);
    } else if (number.kind == TaskNumber::Kind::duration) {
      const auto durations = chunk_.column(TaskColumn::duration);
      if (!durations) return std::unexpected(durations.error());
      append_column(**durations, *members, values);
    } else {
      done = append_times(chunk_, number.kind, *members, values);
    }
    if (!done) return std::unexpected(done.error());
  }
}

}  // namespace afterglow::history
