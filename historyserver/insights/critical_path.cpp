#include "historyserver/insights/critical_path.h"

#include <algorithm>

namespace afterglow::history {
namespace {

constexpr std::size_t kUsuallyAtOnce = 8;
constexpr std::size_t kUsualSteps = 32;

// What runs just before a moment that only goes back.
template <typename Thing>
class Running {
 public:
  explicit Running(std::vector<const Thing*> things) : waiting_(std::move(things)) {
    std::ranges::sort(waiting_, {},
                      [](const Thing* thing) { return std::pair(thing->end, thing); });
    running_.reserve(kUsuallyAtOnce);
  }

  void go_back_to(std::int64_t time) {
    while (!waiting_.empty() && waiting_.back()->end >= time) {
      const Thing* const thing = waiting_.back();
      running_.insert(std::ranges::upper_bound(running_, thing->start, {}, &Thing::start), thing);
      waiting_.pop_back();
    }
    while (!running_.empty() && running_.back()->start >= time) running_.pop_back();
    time_ = time;
  }

  // Of what ends right then, which is what was waited for, or else of all that runs, what began
  // last: what ran all along did not keep it from beginning.
  const Thing* latest() const {
    if (running_.empty()) return nullptr;
    for (auto one = running_.rbegin(); one != running_.rend(); ++one) {
      if ((*one)->end == time_) return *one;
    }
    return running_.back();
  }
  // The latest end before that moment.
  std::int64_t last_end(std::int64_t none) const {
    return waiting_.empty() ? none : waiting_.back()->end;
  }

 private:
  std::int64_t time_ = 0;
  std::vector<const Thing*> waiting_;  // that end before it, by end
  std::vector<const Thing*> running_;  // by start
};

std::vector<const StageFacts*> stages_that_ran(const Facts& facts) {
  std::vector<const StageFacts*> found;
  found.reserve(facts.stages.size());
  for (const StageFacts& stage : facts.stages) {
    if (stage.ran() && stage.end > stage.start) found.push_back(&stage);
  }
  return found;
}

std::vector<const JobFacts*> jobs_that_ran(const Facts& facts) {
  std::vector<const JobFacts*> found;
  found.reserve(facts.jobs.size());
  for (const JobFacts& job : facts.jobs) {
    if (job.end > job.start) found.push_back(&job);
  }
  return found;
}

// Walks from the end to the start: what ran until a moment is what that moment had to wait for.
class BackwardWalk {
 public:
  explicit BackwardWalk(const Facts& facts)
      : facts_(facts), stages_(stages_that_ran(facts)), jobs_(jobs_that_ran(facts)) {}

  std::vector<PathStep> walk() {
    steps_.reserve(kUsualSteps);
    for (std::int64_t until = facts_.end; until > facts_.start;) {
      const PathStep step = step_until(until);
      until = step.start;
      add(step);
    }
    std::ranges::reverse(steps_);
    return std::move(steps_);
  }

 private:
  PathStep step_until(std::int64_t until) {
    stages_.go_back_to(until);
    jobs_.go_back_to(until);
    if (const StageFacts* stage = stages_.latest()) {
      return {.kind = PathStep::Kind::stage,
              .start = stage->start,
              .end = until,
              .stage = stage->key(),
              .job_id = stage->job_id,
              .query_id = stage->query_id};
    }
    const std::int64_t stage_end = stages_.last_end(facts_.start);
    if (const JobFacts* job = jobs_.latest()) {
      return {.kind = PathStep::Kind::gap,
              .start = std::max(stage_end, job->start),
              .end = until,
              .job_id = job->row.id,
              .query_id = job->row.sql_execution_id};
    }
    return {.start = std::max(stage_end, jobs_.last_end(facts_.start)), .end = until};
  }

  void add(const PathStep& step) {
    PathStep* const after = steps_.empty() ? nullptr : &steps_.back();
    if (after && after->kind == step.kind && step.kind != PathStep::Kind::stage &&
        after->job_id == step.job_id) {
      after->start = step.start;
    } else {
      steps_.push_back(step);
    }
  }

  const Facts& facts_;
  Running<StageFacts> stages_;
  Running<JobFacts> jobs_;
  std::vector<PathStep> steps_;  // from the last one on
};

}  // namespace

std::vector<PathStep> critical_path(const Facts& facts) {
  return BackwardWalk(facts).walk();
}

}  // namespace afterglow::history
