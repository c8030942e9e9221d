#include "tests/bench/generator/seed.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <optional>
#include <stdexcept>

#include "tests/bench/generator/event_slots.h"

namespace afterglow::bench {
namespace {

std::string name_of(const Json& event) {
  const auto name = event.at("Event").get<std::string>();
  return name.substr(name.find_last_of('.') + 1);
}

std::vector<Json> read_events(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error("cannot read " + path);
  std::vector<Json> events;
  for (std::string line; std::getline(file, line);) events.push_back(Json::parse(line));
  return events;
}

// Cuts the events of one execution into its jobs.
class ExecutionReader {
 public:
  ExecutionReader(std::vector<Json> events, Seed& seed) : events_(std::move(events)), seed_(seed) {
    for (Json& event : events_) ids_.add(event);
    for (std::size_t kind = 0; kind < kIdKinds; ++kind) seed_.widths[kind] = ids_.width(kind);
    for (Json& event : events_) {
      const std::string name = name_of(event);
      if (name == "SparkListenerTaskStart") starts_[task_id(event)] = event;
      if (name == "SparkListenerTaskEnd") metrics_[event.at("Stage ID")].add(event);
    }
  }

  void read() {
    for (Json& event : events_) take(name_of(event), event);
    std::erase_if(seed_.jobs, [](const JobTemplate& job) { return job.tasks.empty(); });
    if (seed_.jobs.empty()) throw std::runtime_error("the seed's last execution has no tasks");
  }

 private:
  static std::int64_t task_id(const Json& event) { return event.at("Task Info").at("Task ID"); }

  EventTemplate made(Json event) const {
    put_slots(event, ids_);
    return EventTemplate(event);
  }

  JobTemplate& job_of_stage(std::int64_t stage) { return seed_.jobs.at(jobs_of_stages_.at(stage)); }

  void take(const std::string& name, Json& event) {
    if (name == "SparkListenerJobStart") {
      jobs_[event.at("Job ID")] = seed_.jobs.size();
      for (const Json& stage : event.at("Stage IDs")) jobs_of_stages_[stage] = seed_.jobs.size();
      seed_.jobs.emplace_back().start = made(event);
    } else if (name == "SparkListenerJobEnd") {
      last_ended_ = jobs_.at(event.at("Job ID"));
      seed_.jobs.at(*last_ended_).end = made(event);
    } else if (name == "SparkListenerStageSubmitted") {
      job_of_stage(event.at("Stage Info").at("Stage ID")).stage_submitted = made(event);
    } else if (name == "SparkListenerStageCompleted") {
      const std::int64_t stage = event.at("Stage Info").at("Stage ID");
      metrics_.at(stage).put_totals(event, ids_);
      job_of_stage(stage).stage_completed = made(event);
    } else if (name == "SparkListenerStageExecutorMetrics") {
      JobTemplate& job = job_of_stage(event.at("Stage ID"));
      (event.at("Executor ID") == "driver" ? job.driver_metrics : job.executor_metrics) =
          made(event);
    } else if (name == "SparkListenerTaskEnd") {
      take_task(event);
    } else if (name == "SparkListenerSQLExecutionEnd") {
      seed_.execution_end = made(event);
    } else if (event.contains("executionId")) {
      (last_ended_ ? seed_.jobs.at(*last_ended_).after : seed_.execution_start)
          .push_back(made(event));
    }
  }

  void take_task(Json& event) {
    const std::int64_t stage = event.at("Stage ID");
    const StageMetrics& metrics = metrics_.at(stage);
    TaskTemplate task;
    task.start = made(starts_.at(task_id(event)));
    task.run_time = metrics.of(event, "Task Metrics/Executor Run Time");
    task.deserialize_time = metrics.of(event, "Task Metrics/Executor Deserialize Time");
    metrics.put_slots(event, ids_);
    task.end = made(event);
    job_of_stage(stage).tasks.push_back(std::move(task));
  }

  std::vector<Json> events_;
  Seed& seed_;
  IdRanges ids_;
  std::map<std::int64_t, Json> starts_;           // by task
  std::map<std::int64_t, StageMetrics> metrics_;  // by stage
  std::map<std::int64_t, std::size_t> jobs_;      // job -> place in seed_.jobs
  std::map<std::int64_t, std::size_t> jobs_of_stages_;
  std::optional<std::size_t> last_ended_;  // job
};

EventTemplate executor_event(Json event) {
  put_executor_slots(event);
  return EventTemplate(event);
}

void empty_environment(std::vector<Json>& events) {
  const auto event =
      std::ranges::find(events, std::string("SparkListenerEnvironmentUpdate"), name_of);
  if (event == events.end()) return;
  for (const char* part : {"Hadoop Properties", "System Properties", "Classpath Entries"}) {
    (*event)[part] = Json::object();
  }
}

void read_application(const std::vector<Json>& events, Seed& seed) {
  for (Json event : events) {
    const std::string name = name_of(event);
    if (name == "SparkListenerExecutorAdded") {
      seed.executor_added = executor_event(event);
      continue;
    }
    if (name == "SparkListenerBlockManagerAdded" &&
        event.at("Block Manager ID").at("Executor ID") != "driver") {
      seed.block_manager_added = executor_event(event);
      continue;
    }
    put_application_slots(event);
    if (name == "SparkListenerApplicationEnd") {
      seed.application_end = EventTemplate(event);
    } else if (name == "SparkListenerLogStart" || name == "SparkListenerResourceProfileAdded" ||
               name == "SparkListenerBlockManagerAdded" ||
               name == "SparkListenerEnvironmentUpdate" ||
               name == "SparkListenerApplicationStart") {
      seed.application_start.emplace_back(event);
    }
  }
}

}  // namespace

std::size_t JobTemplate::task_bytes() const {
  std::size_t bytes = 0;
  for (const TaskTemplate& task : tasks) bytes += task.start.size() + task.end.size();
  return bytes / tasks.size();
}

const JobTemplate& Seed::typical_job() const {
  std::size_t bytes = 0;
  for (const JobTemplate& job : jobs) bytes += job.task_bytes();
  const std::size_t average = bytes / jobs.size();
  return *std::ranges::min_element(jobs, {}, [average](const JobTemplate& job) {
    return std::max(job.task_bytes(), average) - std::min(job.task_bytes(), average);
  });
}

Seed read_seed(const std::string& path, Environment environment) {
  std::vector<Json> events = read_events(path);
  if (environment == Environment::spark_only) empty_environment(events);
  Seed seed;
  read_application(events, seed);
  const auto begin = std::ranges::find(events.rbegin(), events.rend(),
                                       std::string("SparkListenerSQLExecutionStart"), name_of);
  const auto end = std::ranges::find(events, std::string("SparkListenerApplicationEnd"), name_of);
  if (begin == events.rend() || end == events.end()) {
    throw std::runtime_error(path + " has no SQL execution, or no end");
  }
  if (seed.executor_added.size() == 0 || seed.block_manager_added.size() == 0) {
    throw std::runtime_error(path + " is of an application without executors");
  }
  ExecutionReader({std::prev(begin.base()), end}, seed).read();
  return seed;
}

}  // namespace afterglow::bench
