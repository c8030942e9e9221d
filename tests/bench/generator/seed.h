#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "tests/bench/generator/event_template.h"

namespace afterglow::bench {

struct TaskTemplate {
  EventTemplate start;
  EventTemplate end;
  Metric run_time;
  Metric deserialize_time;
};

// A job of the seed's execution, with the one stage that it runs: what else it needs was made by
// the jobs before it, and is skipped.
struct JobTemplate {
  EventTemplate start;
  EventTemplate stage_submitted;
  std::vector<TaskTemplate> tasks;
  EventTemplate driver_metrics;  // may be empty
  EventTemplate executor_metrics;
  EventTemplate stage_completed;
  EventTemplate end;
  std::vector<EventTemplate> after;  // of the execution, up to the next job

  std::size_t task_bytes() const;  // of a task's start and end, on average
};

// The log of a real application, cut into what can be repeated: its last SQL execution.
struct Seed {
  std::vector<EventTemplate> application_start;
  EventTemplate executor_added;
  EventTemplate block_manager_added;
  std::vector<EventTemplate> execution_start;
  std::vector<JobTemplate> jobs;
  EventTemplate execution_end;
  EventTemplate application_end;
  std::array<std::int64_t, 5> widths{};  // how many ids of each kind an execution takes

  // The job whose tasks are most like the average task.
  const JobTemplate& typical_job() const;
};

// Most of a tiny log is the environment: properties of Hadoop and of the system, and class paths.
enum class Environment { whole, spark_only };

// `path`: a plain log of seed_app.py. Throws std::runtime_error when it is none.
Seed read_seed(const std::string& path, Environment environment);

}  // namespace afterglow::bench
