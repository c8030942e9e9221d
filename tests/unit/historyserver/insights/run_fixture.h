#pragma once

#include "historyserver/insights/insights.h"
#include "tests/unit/historyserver/ingest/projector_fixture.h"

namespace afterglow::history {

// An application from 0 to 1000 ms of which a test tells who ran what when. Executors have 2 cores.
class RunTest : public ProjectorTest {
 protected:
  static constexpr std::int64_t kStart = 1'000'000;

  void begin() { on(ApplicationStart{"app", "app-1", {}, kStart, "user", {}, {}}); }
  void executor(const std::string& id, std::int64_t from, std::optional<std::int64_t> until = {}) {
    ExecutorAdded added = executor_added(id);
    added.time = kStart + from;
    on(std::move(added));
    if (until) on(ExecutorRemoved{kStart + *until, id, "gone"});
  }
  // A job with its only stage, both from `from` on; tasks follow.
  void job(std::int64_t id, std::int64_t from, std::int64_t tasks,
           std::vector<std::int64_t> parents = {}) {
    StageInfo info = stage_info(id, tasks);
    info.parent_ids = std::move(parents);
    JobStart start = job_start(id, {info});
    start.time = kStart + from;
    on(std::move(start));
    info.submission_time = kStart + from;
    on(StageSubmitted{info, {}, {}});
    stages_[id] = info;
  }
  // All of its time on the CPU.
  void task(std::int64_t stage, std::int64_t from, std::int64_t to, const std::string& on_executor,
            TaskOutcome outcome = TaskOutcome::success) {
    TaskInfo info = task_info(next_task_, next_task_, on_executor);
    ++next_task_;
    info.launch_time = kStart + from;
    on(task_start({stage, 0}, info));
    TaskEnd end = task_end({stage, 0}, info, outcome);
    end.info.finish_time = kStart + to;
    end.metrics = {};
    end.metrics[TaskMetric::executor_run_time] = to - from;
    end.metrics[TaskMetric::executor_cpu_time] = (to - from) * 1'000'000;
    on(std::move(end));
  }
  void end_job(std::int64_t id, std::int64_t at) {
    StageInfo info = stages_[id];
    info.completion_time = kStart + at;
    on(StageCompleted{info});
    on(JobEnd{id, kStart + at, true});
  }
  Facts facts(std::int64_t end = 1000) {
    on(ApplicationEnd{kStart + end, {}});
    expect_done(projector_->flush());
    return value_of(gather_facts(*database_));
  }

 private:
  std::map<std::int64_t, StageInfo> stages_;
  std::int64_t next_task_ = 0;
};

}  // namespace afterglow::history
