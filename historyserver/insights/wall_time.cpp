#include "historyserver/insights/wall_time.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <queue>
#include <tuple>

namespace afterglow::history {
namespace {

using enum WallPart;

// How the time of a stage's tasks is made up, each part of 1.
WallTimes mix_of(const TaskMetricValues& sums, double task_time) {
  WallTimes mix;
  const auto ms = [&](TaskMetric metric) {
    return static_cast<double>(std::max<std::int64_t>(0, sums[metric]));
  };
  double left = std::min(ms(TaskMetric::executor_run_time), task_time);
  const double run = left;
  const auto take = [&](double wanted) {
    const double taken = std::clamp(wanted, 0.0, left);
    left -= taken;
    return taken;
  };
  mix[gc] = take(ms(TaskMetric::jvm_gc_time));
  mix[shuffle_wait] = take(ms(TaskMetric::shuffle_fetch_wait_time));
  // Logs before Spark 2.1 do not tell of CPU time.
  const double cpu = ms(TaskMetric::executor_cpu_time) / 1e6;
  mix[compute] = take(cpu > 0 ? cpu : run);
  mix[io] = left;
  mix[scheduling] = std::max(0.0, task_time - run);
  const double sum = mix.sum();
  for (std::size_t i = 0; i < kWallPartCount; ++i) {
    mix.at_index(i) = sum > 0 ? mix.at_index(i) / sum : 0;
  }
  if (sum <= 0) mix[scheduling] = 1;
  return mix;
}

double task_time_of(const StageRuns& runs) {
  double time = 0;
  for (const std::uint32_t end : runs.ends) time += end;
  for (const std::uint32_t launch : runs.launches) time -= launch;
  return time;
}

// What is launched beyond a stage's tasks tries again what has failed, or is a speculative copy.
std::size_t parts_of(const StageRuns& runs, std::int64_t tasks) {
  const std::size_t launches = runs.launches.size();
  const auto wanted = static_cast<std::size_t>(std::max<std::int64_t>(0, tasks));
  const std::size_t beyond = launches - std::min(launches, wanted);
  return launches - std::min(beyond, runs.failures.size());
}

// A stage while tasks of it run. The shares of what happens are kept as integrals over time, of
// which a stage takes its part whenever its own number of tasks changes.
struct Active {
  StageFacts* stage = nullptr;
  std::size_t number = 0;  // in the order in which they were opened
  StageRuns runs;
  WallTimes mix;
  std::size_t parts = 0;  // launches that wait for no failure
  std::size_t launched = 0;
  std::size_t ended = 0;
  std::size_t failed = 0;  // of those that ended
  double used_seen = 0;
  double late_seen = 0;
  double pending_seen = 0;
  double idle_seen = 0;

  double running() const { return static_cast<double>(launched - ended); }
  double width() const { return std::max(static_cast<double>(parts), running()); }
  bool has_launches() const { return launched < runs.launches.size(); }
  // What is tried again did not wait for a core while its first task ran.
  bool is_pending() const { return has_launches() && launched < parts + failed; }
  bool is_done() const { return ended == runs.ends.size(); }
  std::uint32_t next() const {
    const auto none = std::numeric_limits<std::uint32_t>::max();
    return std::min(has_launches() ? runs.launches[launched] : none,
                    is_done() ? none : runs.ends[ended]);
  }
  // Of cores that it could have used, how many it did not: only while nothing waits.
  double late(double slots) const { return std::max(0.0, std::min(width(), slots) - running()); }
};

struct Mark {
  std::int64_t time = 0;  // ms since the application's start
  std::int64_t slots = 0;
  std::int64_t cores = 0;
  std::int64_t jobs = 0;
};

std::vector<Mark> marks_of(const Facts& facts) {
  std::vector<Mark> marks;
  marks.reserve(2 * (facts.executors.size() + facts.jobs.size()));
  const auto at = [&](std::int64_t time) {
    return std::clamp(time, facts.start, facts.end) - facts.start;
  };
  for (const ExecutorRow& executor : facts.executors) {
    const std::int64_t cores = std::max<std::int64_t>(0, executor.total_cores);
    const std::int64_t slots = executor.max_tasks > 0 ? executor.max_tasks : cores;
    marks.push_back({at(executor.add_time), slots, cores, 0});
    marks.push_back({at(executor.remove_time.value_or(facts.end)), -slots, -cores, 0});
  }
  for (const JobFacts& job : facts.jobs) {
    marks.push_back({job.start - facts.start, 0, 0, 1});
    marks.push_back({job.end - facts.start, 0, 0, -1});
  }
  std::ranges::sort(marks, {}, &Mark::time);
  return marks;
}

class Clock {
 public:
  explicit Clock(Facts& facts)
      : facts_(facts),
        knows_cores_(std::ranges::any_of(
            facts.executors, [](const ExecutorRow& one) { return one.total_cores > 0; })) {}

  void advance(std::int64_t to) {
    const double time = static_cast<double>(to - now_);
    now_ = to;
    if (time <= 0) return;
    const double cores = static_cast<double>(std::max<std::int64_t>(0, cores_));
    facts_.core_time += cores * time;
    facts_.most_cores = std::max(facts_.most_cores, cores_);
    if (cores_ > 0) with_cores_ += time;
    if (running_ == 0) return charge(jobs_ <= 0 ? driver_only : no_task(), time, cores);
    const double slots = std::max(static_cast<double>(slots_), running_);
    const double used = time * running_ / slots;
    used_ += time / slots;  // of one task
    for (std::size_t i = 0; i < kWallPartCount; ++i) {
      const double part = used * mix_.at_index(i) / running_;
      facts_.wall.at_index(i) += part;
      facts_.cores.at_index(i) += part * cores;
    }
    facts_.busy_time += used * (cores > 0 ? cores : slots);
    lose(time - used, slots, cores);
  }

  void change(const Mark& mark) {
    if (mark.slots != 0) {
      for (Active* active : stages_) settle(*active);
    }
    slots_ += mark.slots;
    cores_ += mark.cores;
    jobs_ += mark.jobs;
  }

  void begin(Active& active) {
    active.used_seen = used_;
    active.late_seen = late_;
    active.pending_seen = pending_;
    active.idle_seen = idle_;
    stages_.push_back(&active);
  }

  // The stage's tasks that begin and end now.
  void step(Active& active) {
    settle(active);
    const double before = active.running();
    const auto now = static_cast<std::uint32_t>(now_);
    const StageRuns& runs = active.runs;
    while (active.has_launches() && runs.launches[active.launched] <= now) ++active.launched;
    while (!active.is_done() && runs.ends[active.ended] <= now) ++active.ended;
    while (active.failed < runs.failures.size() && runs.failures[active.failed] <= now) {
      ++active.failed;
    }
    const double change = active.running() - before;
    running_ += change;
    for (std::size_t i = 0; i < kWallPartCount; ++i) {
      mix_.at_index(i) += change * active.mix.at_index(i);
    }
    if (!active.is_done()) return;
    std::erase(stages_, &active);
    if (stages_.empty()) mix_ = {};  // nothing is left of rounding
  }

  std::int64_t now() const { return now_; }
  double with_cores() const { return with_cores_; }

 private:
  WallPart no_task() const {
    return knows_cores_ && slots_ <= 0 ? waiting_for_resources : scheduling;
  }

  void charge(WallPart part, double time, double cores) {
    facts_.wall[part] += time;
    facts_.cores[part] += time * cores;
  }

  void lose(double time, double slots, double cores) {
    if (time <= 0) return;
    std::size_t waiting = 0;
    double width = 0;
    double late = 0;
    for (const Active* active : stages_) {
      if (active->is_pending()) ++waiting;
      width += active->width();
      late += active->late(slots);
    }
    if (waiting > 0) {
      charge(scheduling, time, cores);
      pending_ += time / static_cast<double>(waiting);
      return;
    }
    // Of slots - running_ that were lost, slots - width could not have been used.
    const double usable = std::min(slots, width);
    const double is_late = late > 0 ? time * (usable - running_) / (slots - running_) : 0;
    charge(stragglers, is_late, cores);
    if (late > 0) late_ += is_late / late;
    charge(idle, time - is_late, cores);
    idle_ += (time - is_late) / static_cast<double>(stages_.size());
    lost_slots_ = slots;
  }

  // What happened since the stage was looked at last, while the number of its tasks was the same.
  void settle(Active& active) {
    WallTimes& wall = active.stage->wall;
    const double used = (used_ - active.used_seen) * active.running();
    for (std::size_t i = 0; i < kWallPartCount; ++i) {
      wall.at_index(i) += used * active.mix.at_index(i);
    }
    if (active.is_pending()) {
      wall[scheduling] += pending_ - active.pending_seen;
    } else {
      wall[stragglers] += (late_ - active.late_seen) * active.late(lost_slots_);
    }
    wall[idle] += idle_ - active.idle_seen;
    active.used_seen = used_;
    active.late_seen = late_;
    active.pending_seen = pending_;
    active.idle_seen = idle_;
  }

  Facts& facts_;
  const bool knows_cores_;
  std::int64_t now_ = 0;
  std::int64_t slots_ = 0;
  std::int64_t cores_ = 0;
  std::int64_t jobs_ = 0;
  double running_ = 0;
  double with_cores_ = 0;
  double lost_slots_ = 0;
  WallTimes mix_;  // sum over running tasks
  double used_ = 0;
  double late_ = 0;
  double pending_ = 0;
  double idle_ = 0;
  std::vector<Active*> stages_;
};

}  // namespace

Result<void> divide_wall_time(StageTaskReader& reader, Facts& facts,
                              const std::function<Result<void>(StageFacts&)>& visit) {
  std::vector<StageFacts*> waiting;
  waiting.reserve(facts.stages.size());
  for (StageFacts& stage : facts.stages) {
    if (stage.ran()) waiting.push_back(&stage);
  }
  std::ranges::sort(waiting, std::ranges::greater(),
                    [](const StageFacts* stage) { return std::pair(stage->start, stage->key()); });
  const std::vector<Mark> marks = marks_of(facts);
  std::size_t mark = 0;
  const std::int64_t end = facts.end - facts.start;
  Clock clock(facts);
  // At the same time by number: sums must not depend on where things are in memory.
  using Next = std::tuple<std::uint32_t, std::size_t, Active*>;
  std::priority_queue<Next, std::vector<Next>, std::greater<>> next;
  std::vector<std::unique_ptr<Active>> active;
  std::size_t opened_stages = 0;
  for (;;) {
    std::int64_t time = end;
    if (mark < marks.size()) time = std::min(time, marks[mark].time);
    if (!next.empty()) time = std::min<std::int64_t>(time, std::get<0>(next.top()));
    // A stage is opened when its first task may have been launched.
    if (!waiting.empty() && waiting.back()->start - facts.start <= time) {
      auto opened = std::make_unique<Active>();
      opened->stage = waiting.back();
      opened->number = opened_stages++;
      waiting.pop_back();
      auto runs = reader.runs(opened->stage->key());
      if (!runs) return std::unexpected(runs.error());
      if (auto done = visit(*opened->stage); !done) return done;
      opened->runs = *std::move(runs);
      if (opened->runs.launches.empty()) continue;
      opened->parts = parts_of(opened->runs, opened->stage->row.task_count);
      opened->mix = mix_of(opened->stage->row.metrics, task_time_of(opened->runs));
      clock.begin(*opened);
      next.emplace(opened->next(), opened->number, opened.get());
      active.push_back(std::move(opened));
      continue;
    }
    clock.advance(std::min(time, end));
    if (mark < marks.size() && marks[mark].time <= time) {
      clock.change(marks[mark++]);
    } else if (!next.empty() && std::get<0>(next.top()) <= time) {
      Active* const stepping = std::get<2>(next.top());
      next.pop();
      clock.step(*stepping);
      if (!stepping->is_done()) {
        next.emplace(stepping->next(), stepping->number, stepping);
      } else {
        std::erase_if(active, [&](const auto& one) { return one.get() == stepping; });
      }
    } else {
      break;
    }
  }
  if (clock.with_cores() > 0) facts.average_cores = facts.core_time / clock.with_cores();
  return {};
}

}  // namespace afterglow::history
