#include "historyserver/insights/stage_tasks.h"

#include <algorithm>
#include <limits>

#include "historyserver/insights/offset_sort.h"
#include "historyserver/model/error_signature.h"
#include "historyserver/store/task_row.h"

namespace afterglow::history {
namespace {

constexpr std::size_t kSlowest = 5;

Spread spread_of(std::vector<std::int64_t>& values) {
  Spread spread;
  if (values.empty()) return spread;
  const auto [min, max] = std::ranges::minmax(values);
  spread.min = min;
  spread.max = max;
  if (min == max) {
    spread.median = spread.p75 = spread.p95 = min;
    spread.sum = static_cast<double>(min) * static_cast<double>(values.size());
    return spread;
  }
  for (const std::int64_t value : values) spread.sum += static_cast<double>(value);
  // Each quantile divides what the last one has left above it.
  auto from = values.begin();
  const auto at = [&](std::size_t rank) {
    const auto place = values.begin() + static_cast<std::ptrdiff_t>(rank);
    std::nth_element(from, place, values.end());
    from = place;
    return *place;
  };
  spread.median = at(values.size() / 2);
  spread.p75 = at(values.size() * 3 / 4);
  spread.p95 = at(values.size() * 19 / 20);
  return spread;
}

// All values of a column of so many tasks; a column that the chunk lacks has none.
void unpack(const PackedColumn& column, std::size_t tasks, std::vector<std::int64_t>& to) {
  to.assign(tasks, 0);
  if (column.size() > 0) column.unpack(to.data());
}

constexpr std::int64_t kTaskFailed = kTaskSucceeded + 1;
static_assert(kTaskStatuses[kTaskFailed] == "FAILED");

}  // namespace

Result<StageTaskReader> StageTaskReader::open(ApplicationDatabase& database, std::int64_t start,
                                              std::int64_t end) {
  StageTaskReader reader(database, start, end);
  if (!database.may_have_running_tasks()) return reader;
  const auto done = database.tasks.each_running(
      end, [&](const TaskRun& run) { reader.running_[run.stage].push_back(run.launch); });
  if (!done) return std::unexpected(done.error());
  return reader;
}

std::uint32_t StageTaskReader::offset(std::int64_t time) const {
  return static_cast<std::uint32_t>(std::clamp<std::int64_t>(time, start_, std::max(start_, end_)) -
                                    start_);
}

Result<StageRuns> StageTaskReader::runs(const StageKey& stage) {
  StageRuns runs;
  chunk_.go_to(stage);
  for (;;) {
    const auto more = chunk_.next();
    if (!more) return std::unexpected(more.error());
    if (!*more) break;
    const auto launches = chunk_.column(TaskColumn::launch_time);
    if (!launches) return std::unexpected(launches.error());
    const auto durations = chunk_.column(TaskColumn::duration);
    if (!durations) return std::unexpected(durations.error());
    const auto status = chunk_.column(TaskColumn::status);
    if (!status) return std::unexpected(status.error());
    const bool all_succeeded = (*status)->constant() == kTaskSucceeded;
    const std::size_t tasks = chunk_.tasks();
    unpack(**launches, tasks, values_);
    unpack(**durations, tasks, unpacked_);
    if (chunk_.chunk() == 0) {  // mostly the only one
      runs.launches.reserve(tasks);
      runs.ends.reserve(tasks);
    }
    for (std::size_t i = 0; i < tasks; ++i) {
      runs.launches.push_back(offset(values_[i]));
      runs.ends.push_back(offset(values_[i] + std::max<std::int64_t>(0, unpacked_[i])));
      if (!all_succeeded && (*status)->value_at(i) == kTaskFailed) {
        runs.failures.push_back(runs.ends.back());
      }
    }
  }
  if (const auto running = running_.find(stage); running != running_.end()) {
    for (const std::int64_t launch : running->second) {
      runs.launches.push_back(offset(launch));
      runs.ends.push_back(offset(end_));
    }
  }
  sort_offsets(runs.launches);
  sort_offsets(runs.ends);
  sort_offsets(runs.failures);
  return runs;
}

Result<std::int64_t> StageTaskReader::last_moment(const StageKey& stage) {
  auto last = std::numeric_limits<std::int64_t>::min();
  chunk_.go_to(stage);
  for (;;) {
    const auto more = chunk_.next();
    if (!more) return std::unexpected(more.error());
    if (!*more) break;
    const auto launches = chunk_.column(TaskColumn::launch_time);
    if (!launches) return std::unexpected(launches.error());
    const auto durations = chunk_.column(TaskColumn::duration);
    if (!durations) return std::unexpected(durations.error());
    for (std::size_t i = 0; i < chunk_.tasks(); ++i) {
      const std::int64_t duration = std::max<std::int64_t>(0, (*durations)->value_at(i));
      last = std::max(last, (*launches)->value_at(i) + duration);
    }
  }
  if (const auto running = running_.find(stage); running != running_.end()) {
    for (const std::int64_t launch : running->second) last = std::max(last, launch);
  }
  return last;
}

// Of successful tasks, the sum of some columns.
Result<Spread> StageTaskReader::spread(const StageKey& stage,
                                       std::span<const std::int64_t> columns) {
  values_.clear();
  chunk_.go_to(stage);
  for (;;) {
    const auto more = chunk_.next();
    if (!more) return std::unexpected(more.error());
    if (!*more) break;
    const auto status = chunk_.column(TaskColumn::status);
    if (!status) return std::unexpected(status.error());
    const std::size_t before = values_.size();
    const std::size_t tasks = chunk_.tasks();
    values_.resize(before + tasks);
    for (const std::int64_t number : columns) {
      const auto column = chunk_.column(number);
      if (!column) return std::unexpected(column.error());
      unpack(**column, tasks, unpacked_);
      for (std::size_t i = 0; i < tasks; ++i) values_[before + i] += unpacked_[i];
    }
    if ((*status)->constant() == kTaskSucceeded) continue;
    std::size_t kept = before;
    for (std::size_t i = 0; i < tasks; ++i) {
      if ((*status)->value_at(i) == kTaskSucceeded) values_[kept++] = values_[before + i];
    }
    values_.resize(kept);
  }
  return spread_of(values_);
}

// Few executors and hosts run many tasks.
Result<std::string> StageTaskReader::word(std::int64_t number) {
  const auto known = words_.find(number);
  if (known != words_.end()) return known->second;
  auto text = database_->task_text(number);
  if (text) words_.emplace(number, *text);
  return text;
}

std::int64_t StageTaskReader::number_at(std::size_t index, std::int64_t column) {
  const auto packed = chunk_.column(column);
  return packed && (*packed)->size() ? (*packed)->value_at(index) : 0;
}

Result<TaskFacts> StageTaskReader::task_at(std::size_t index, const TaskMetricValues& sums) {
  TaskFacts task;
  const auto number = [&](auto column) { return number_at(index, number_of(column)); };
  const auto metric = [&](TaskMetric one) { return sums[one] == 0 ? 0 : number(one); };
  task.id = number(TaskColumn::task_id);
  task.index = number(TaskColumn::task_index);
  task.attempt = number(TaskColumn::attempt);
  task.launch = number(TaskColumn::launch_time);
  task.duration = number(TaskColumn::duration);
  task.run_time = metric(TaskMetric::executor_run_time);
  task.cpu_time = static_cast<double>(metric(TaskMetric::executor_cpu_time)) / 1e6;
  task.output_bytes = metric(TaskMetric::output_bytes);
  task.shuffle_write_bytes = metric(TaskMetric::shuffle_bytes_written);
  task.input_bytes = metric(TaskMetric::input_bytes);
  task.shuffle_bytes =
      metric(TaskMetric::shuffle_local_bytes_read) + metric(TaskMetric::shuffle_remote_bytes_read);
  task.records = metric(TaskMetric::input_records) + metric(TaskMetric::shuffle_records_read);
  task.gc_time = metric(TaskMetric::jvm_gc_time);
  task.fetch_wait = metric(TaskMetric::shuffle_fetch_wait_time);
  task.disk_spilled = metric(TaskMetric::disk_bytes_spilled);
  for (const auto& [column, to] : {std::pair{TaskColumn::executor_id, &task.executor_id},
                                   std::pair{TaskColumn::host, &task.host}}) {
    auto text = word(number(column));
    if (!text) return std::unexpected(text.error());
    *to = *std::move(text);
  }
  return task;
}

// The places of the longest of the present chunk, and the time that was of no use.
Result<void> StageTaskReader::take_chunk(StageTasks& tasks, std::vector<Place>& slowest) {
  const auto status = chunk_.column(TaskColumn::status);
  if (!status) return std::unexpected(status.error());
  const auto durations = chunk_.column(TaskColumn::duration);
  if (!durations) return std::unexpected(durations.error());
  const auto speculative = chunk_.column(TaskColumn::speculative);
  if (!speculative) return std::unexpected(speculative.error());
  const auto errors = chunk_.column(TaskColumn::error);
  if (!errors) return std::unexpected(errors.error());
  for (std::size_t i = 0; i < chunk_.tasks(); ++i) {
    const std::int64_t duration = std::max<std::int64_t>(0, (*durations)->value_at(i));
    const std::int64_t state = (*status)->value_at(i);
    if (state != kTaskSucceeded) {
      const bool is_copy = (*speculative)->size() && (*speculative)->value_at(i) != 0;
      (state == kTaskFailed ? tasks.failed_time
       : is_copy            ? tasks.speculative_time
                            : tasks.killed_time) += static_cast<double>(duration);
      if (state == kTaskFailed && (*errors)->size()) ++failures_[(*errors)->value_at(i)];
      continue;
    }
    ++tasks.count;
    if (slowest.size() == kSlowest && duration <= slowest.back().duration) continue;
    const Place place{duration, chunk_.chunk(), i};
    slowest.insert(std::ranges::upper_bound(slowest, duration, std::greater(), &Place::duration),
                   place);
    if (slowest.size() > kSlowest) slowest.pop_back();
  }
  return {};
}

Result<std::string> StageTaskReader::failure() const {
  const auto most =
      std::ranges::max_element(failures_, {}, [](const auto& one) { return one.second; });
  if (most == failures_.end() || most->first == 0) return std::string();
  const auto text = database_->task_text(most->first);
  if (!text) return std::unexpected(text.error());
  return error_signature(*text);
}

Result<StageTasks> StageTaskReader::tasks(const StageKey& stage, const TaskMetricValues& sums) {
  StageTasks tasks;
  failures_.clear();
  std::vector<Place> slowest;
  slowest.reserve(kSlowest + 1);
  chunk_.go_to(stage);
  for (;;) {
    const auto more = chunk_.next();
    if (!more) return std::unexpected(more.error());
    if (!*more) break;
    if (auto done = take_chunk(tasks, slowest); !done) return std::unexpected(done.error());
  }
  auto failure = this->failure();
  if (!failure) return std::unexpected(failure.error());
  tasks.failure = *std::move(failure);
  tasks.slowest.reserve(slowest.size());
  for (const Place& place : slowest) {
    if (auto there = chunk_.seek(place.chunk); !there) return std::unexpected(there.error());
    if (tasks.slowest.empty()) {
      auto longest = task_at(place.index, sums);
      if (!longest) return std::unexpected(longest.error());
      tasks.longest = *std::move(longest);
    }
    tasks.slowest.push_back({place.duration,
                             number_at(place.index, number_of(TaskColumn::executor_id)),
                             number_at(place.index, number_of(TaskColumn::host))});
  }
  auto durations = spread(stage, std::array{number_of(TaskColumn::duration)});
  if (!durations) return std::unexpected(durations.error());
  tasks.duration = *durations;
  // What no task did is not looked for.
  const auto fill = [&](Spread& to, std::initializer_list<TaskMetric> metrics) -> Result<void> {
    std::array<std::int64_t, 2> columns{};
    std::size_t count = 0;
    for (const TaskMetric metric : metrics) {
      if (sums[metric] != 0) columns[count++] = number_of(metric);
    }
    if (count == 0) return {};
    auto spread = this->spread(stage, std::span(columns).first(count));
    if (!spread) return std::unexpected(spread.error());
    to = *spread;
    return {};
  };
  using enum TaskMetric;
  auto done = fill(tasks.input_bytes, {input_bytes});
  if (done) {
    done = fill(tasks.shuffle_bytes, {shuffle_local_bytes_read, shuffle_remote_bytes_read});
  }
  if (done) done = fill(tasks.records, {input_records, shuffle_records_read});
  if (done) done = fill(tasks.output_bytes, {output_bytes});
  if (done) done = fill(tasks.shuffle_write_bytes, {shuffle_bytes_written});
  if (!done) return std::unexpected(done.error());
  return tasks;
}

}  // namespace afterglow::history
