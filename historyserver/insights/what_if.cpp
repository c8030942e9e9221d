#include "historyserver/insights/what_if.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "historyserver/insights/millionths.h"

namespace afterglow::history {
namespace {

constexpr double kUnlimited = std::numeric_limits<double>::infinity();

// How long the tasks of a stage need on so many cores: tasks that come in any order keep all cores
// busy until the last ones are handed out, and then the longest of the last ones is waited for.
double stage_time(const StageFacts& stage, double slots) {
  const auto tasks = static_cast<double>(stage.tasks.count);
  if (tasks == 0) return stage.duration();
  const Spread& duration = stage.tasks.duration;
  const auto longest = static_cast<double>(duration.max);
  if (tasks <= slots) return longest;
  const double even = duration.sum / slots;
  // The last wave ends, on average, half a usual task after the even share; a long task that is
  // handed out late adds its own length, which happens the less the more waves there are.
  const double usual = static_cast<double>(duration.median);
  const double late = (longest - usual) * slots / tasks;
  return std::max(longest, even + usual / 2 + late / 2);
}

struct GroupStage {
  const StageFacts* stage = nullptr;
  std::vector<std::size_t> waits_for = {};  // of the group's stages, before it
};

// Jobs whose times overlap, which the driver waited for together.
struct JobGroup {
  std::int64_t start = 0;
  std::int64_t end = 0;
  std::vector<GroupStage> stages;
};

// Stages wait for those that they read from, and for their own attempts before.
void link_stages(JobGroup& group) {
  if (group.stages.size() < 2) return;
  std::map<std::int64_t, std::size_t> latest;  // attempt, by stage id
  for (std::size_t i = 0; i < group.stages.size(); ++i) {
    auto& [stage, waits_for] = group.stages[i];
    const auto wait = [&](std::int64_t id) {
      if (const auto known = latest.find(id); known != latest.end()) {
        waits_for.push_back(known->second);
      }
    };
    wait(stage->row.stage_id);
    for (const std::int64_t parent : stage->row.parent_ids) wait(parent);
    latest[stage->row.stage_id] = i;
  }
}

std::vector<JobGroup> groups_of(const Facts& facts) {
  std::vector<const JobFacts*> jobs;
  jobs.reserve(facts.jobs.size());
  for (const JobFacts& job : facts.jobs) jobs.push_back(&job);
  std::ranges::sort(jobs, {},
                    [](const JobFacts* job) { return std::pair(job->start, job->row.id); });
  std::vector<JobGroup> groups;
  groups.reserve(jobs.size());
  std::vector<std::size_t> group_of(facts.jobs.size());
  for (const JobFacts* job : jobs) {
    if (groups.empty() || job->start >= groups.back().end) {
      groups.push_back({job->start, job->end, {}});
    }
    groups.back().end = std::max(groups.back().end, job->end);
    group_of[static_cast<std::size_t>(job - facts.jobs.data())] = groups.size() - 1;
  }
  for (const StageFacts& stage : facts.stages) {
    const JobFacts* const job = stage.ran() ? facts.job(stage.job_id) : nullptr;
    if (!job) continue;
    const auto place = static_cast<std::size_t>(job - facts.jobs.data());
    groups[group_of[place]].stages.push_back({&stage});
  }
  for (JobGroup& group : groups) link_stages(group);
  return groups;
}

// Stages begin when those that they read from have ended; those that run side by side share the
// cores, so that together they take no less than their tasks need on all of them.
double group_time(const JobGroup& group, double slots) {
  if (group.stages.size() == 1) return stage_time(*group.stages.front().stage, slots);
  std::vector<double> ends;
  ends.reserve(group.stages.size());
  double end = 0;
  double even = 0;
  for (const auto& [stage, waits_for] : group.stages) {
    double begin = 0;
    for (const std::size_t before : waits_for) begin = std::max(begin, ends[before]);
    ends.push_back(begin + stage_time(*stage, slots));
    end = std::max(end, ends.back());
    even += stage->tasks.duration.sum / slots;
  }
  return std::max(end, even);
}

double model(const std::vector<JobGroup>& groups, double driver, double slots) {
  double time = driver;
  for (const JobGroup& group : groups) time += group_time(group, slots);
  return time;
}

}  // namespace

Scaling scaling_of(const Facts& facts) {
  Scaling scaling;
  const double cores = facts.average_cores;
  const std::vector<JobGroup> groups = groups_of(facts);
  if (cores <= 0 || groups.empty() || facts.busy_time <= 0) return scaling;
  double with_jobs = 0;
  for (const JobGroup& group : groups) with_jobs += static_cast<double>(group.end - group.start);
  scaling.is_known = true;
  scaling.driver_ms = facts.duration() - with_jobs;
  scaling.modelled_ms = millionths(model(groups, scaling.driver_ms, cores));
  scaling.error = facts.duration() > 0 ? millionths(scaling.modelled_ms / facts.duration() - 1) : 0;
  scaling.critical_ms = millionths(model(groups, scaling.driver_ms, kUnlimited));
  scaling.ideal_ms = millionths(scaling.driver_ms + std::min(facts.busy_time / cores, with_jobs));
  // What the model leaves out, it leaves out of each case: waiting for executors, gaps in jobs.
  const double unexplained = std::max(0.0, facts.duration() - scaling.modelled_ms);
  std::int64_t most = 0;  // tasks that a stage could run at once
  for (const StageFacts& stage : facts.stages) most = std::max(most, stage.tasks.count);
  scaling.cases.reserve(3);
  for (const double factor : {0.5, 2.0, 0.0}) {
    WhatIf one;
    one.factor = factor;
    one.cores = factor > 0 ? cores * factor : std::max(cores, static_cast<double>(most));
    const double modelled =
        factor > 0 ? model(groups, scaling.driver_ms, one.cores) : scaling.critical_ms;
    one.wall_ms = millionths(modelled + unexplained);
    one.core_ms = millionths(one.cores * one.wall_ms);
    scaling.cases.push_back(one);
  }
  return scaling;
}

}  // namespace afterglow::history
