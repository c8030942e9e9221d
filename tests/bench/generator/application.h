#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/bench/generator/seed.h"

namespace afterglow::bench {

struct ApplicationSize {
  std::int64_t tasks = 0;
  std::int64_t tasks_of_stage = 0;  // the last stage has what is left
  int executors = 8;
  int cores = 4;  // of an executor
};

// The events of one application, one after the other: executions of the seed until all tasks are
// run, the tasks at once on all cores in the order in which they end.
class Application {
 public:
  // One event with its line end, and whether Spark flushes after it.
  using Write = std::function<void(std::string_view event, bool flushed)>;

  Application(const Seed& seed, std::string id, ApplicationSize size, std::int64_t start_time);

  void start(const Write& write);
  void run_all(const Write& write);
  // One more execution with one job.
  void run_one(std::int64_t tasks, const Write& write);
  void end(const Write& write);

  std::int64_t stages() const { return stages_; }
  std::int64_t run_time() const { return run_time_; }  // of all tasks, milliseconds

 private:
  struct Running {
    TaskState task;
    std::size_t kind = 0;
  };

  void emit(const EventTemplate& event, const Write& write);
  void run_execution(const std::vector<const JobTemplate*>& jobs,
                     const std::vector<std::int64_t>& tasks, const Write& write);
  void run_job(const JobTemplate& job, std::int64_t tasks, const Write& write);
  void run_tasks(const JobTemplate& job, const Write& write);
  Running launch(const JobTemplate& job, std::int64_t index, std::int64_t core, const Write& write);

  const Seed& seed_;
  const ApplicationSize size_;
  State state_;
  std::string line_;
  std::int64_t next_task_ = 0;
  std::int64_t stages_ = 0;
  std::int64_t run_time_ = 0;
};

}  // namespace afterglow::bench
