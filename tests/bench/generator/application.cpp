#include "tests/bench/generator/application.h"

#include <algorithm>
#include <queue>

namespace afterglow::bench {
namespace {

constexpr std::int64_t kHosts = 4;

}  // namespace

Application::Application(const Seed& seed, std::string id, ApplicationSize size,
                         std::int64_t start_time)
    : seed_(seed), size_(size) {
  state_.application = std::move(id);
  state_.now = start_time;
  constexpr auto kAccumulator = static_cast<std::size_t>(SlotKind::accumulator);
  state_.totals.resize(static_cast<std::size_t>(seed.widths[kAccumulator]));
}

void Application::emit(const EventTemplate& event, const Write& write) {
  line_.clear();
  event.render(state_, line_);
  write(line_, event.flushed());
}

void Application::start(const Write& write) {
  for (const EventTemplate& event : seed_.application_start) emit(event, write);
  state_.now += 2000;
  for (int i = 0; i < size_.executors; ++i) {
    state_.task.executor = i + 1;
    state_.task.host = i % kHosts + 1;
    emit(seed_.executor_added, write);
    state_.now += 15;
    emit(seed_.block_manager_added, write);
  }
}

void Application::run_all(const Write& write) {
  const std::int64_t stages = (size_.tasks + size_.tasks_of_stage - 1) / size_.tasks_of_stage;
  std::vector<const JobTemplate*> kinds;
  for (const JobTemplate& job : seed_.jobs) kinds.push_back(&job);
  // Too few stages for one of each kind.
  if (stages < static_cast<std::int64_t>(kinds.size())) kinds = {&seed_.typical_job()};
  std::int64_t left = size_.tasks;
  while (left > 0) {
    std::vector<std::int64_t> tasks;
    while (left > 0 && tasks.size() < kinds.size()) {
      tasks.push_back(std::min(left, size_.tasks_of_stage));
      left -= tasks.back();
    }
    run_execution(kinds, tasks, write);
  }
}

void Application::run_one(std::int64_t tasks, const Write& write) {
  run_execution({&seed_.typical_job()}, {tasks}, write);
}

void Application::end(const Write& write) {
  emit(seed_.application_end, write);
}

void Application::run_execution(const std::vector<const JobTemplate*>& jobs,
                                const std::vector<std::int64_t>& tasks, const Write& write) {
  std::ranges::fill(state_.totals, 0);
  for (const EventTemplate& event : seed_.execution_start) emit(event, write);
  for (std::size_t i = 0; i < tasks.size(); ++i) run_job(*jobs[i], tasks[i], write);
  emit(seed_.execution_end, write);
  for (std::size_t kind = 0; kind < state_.bases.size(); ++kind) {
    state_.bases[kind] += seed_.widths[kind];
  }
  state_.now += 50;
}

void Application::run_job(const JobTemplate& job, std::int64_t tasks, const Write& write) {
  state_.now += 20;
  state_.tasks = tasks;
  state_.submitted = state_.now;
  emit(job.start, write);
  emit(job.stage_submitted, write);
  run_tasks(job, write);
  if (job.driver_metrics.size() > 0) emit(job.driver_metrics, write);
  for (int i = 0; i < size_.executors; ++i) {
    state_.task.executor = i + 1;
    emit(job.executor_metrics, write);
  }
  emit(job.stage_completed, write);
  state_.now += 3;
  emit(job.end, write);
  for (const EventTemplate& event : job.after) emit(event, write);
  ++stages_;
}

Application::Running Application::launch(const JobTemplate& job, std::int64_t index,
                                         std::int64_t core, const Write& write) {
  Running running;
  TaskState& task = running.task;
  task.id = next_task_++;
  task.index = index;
  task.factors = make_factors(static_cast<std::uint64_t>(task.id) + 1);
  task.launch = state_.now;
  task.executor = core % size_.executors + 1;
  task.host = core % size_.executors % kHosts + 1;
  running.kind = task.factors[0] % job.tasks.size();
  const TaskTemplate& kind = job.tasks[running.kind];
  const std::int64_t run_time = scaled(kind.run_time, task.factors);
  const std::int64_t overhead = 2 + task.factors[1] % 17;
  task.finish = task.launch + run_time + scaled(kind.deserialize_time, task.factors) + overhead;
  run_time_ += run_time;
  state_.task = task;
  emit(kind.start, write);
  return running;
}

void Application::run_tasks(const JobTemplate& job, const Write& write) {
  using Ending = std::pair<std::int64_t, std::size_t>;  // when, on which core
  std::priority_queue<Ending, std::vector<Ending>, std::greater<>> endings;
  std::vector<Running> cores(static_cast<std::size_t>(size_.executors * size_.cores));
  std::int64_t launched = 0;
  const auto launch_on = [&](std::size_t core) {
    cores[core] = launch(job, launched++, static_cast<std::int64_t>(core), write);
    endings.emplace(cores[core].task.finish, core);
  };
  for (std::size_t core = 0; core < cores.size() && launched < state_.tasks; ++core) {
    launch_on(core);
  }
  while (!endings.empty()) {
    const auto [when, core] = endings.top();
    endings.pop();
    state_.now = when;
    state_.task = cores[core].task;
    emit(job.tasks[cores[core].kind].end, write);
    if (launched < state_.tasks) launch_on(core);
  }
}

}  // namespace afterglow::bench
