#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "historyserver/store/application_database.h"
#include "historyserver/store/task_chunk_reader.h"

namespace afterglow::history {

// How some amount is spread over the successful tasks of a stage. Quantiles are values of tasks:
// that of rank floor(quantile * tasks).
struct Spread {
  double sum = 0;
  std::int64_t min = 0;
  std::int64_t median = 0;
  std::int64_t p75 = 0;
  std::int64_t p95 = 0;
  std::int64_t max = 0;

  double times_median() const {
    return static_cast<double>(max) / static_cast<double>(std::max<std::int64_t>(1, median));
  }
};

struct TaskFacts {
  std::int64_t id = 0;
  std::int64_t index = 0;
  std::int64_t attempt = 0;
  std::string executor_id;
  std::string host;
  std::int64_t launch = 0;    // ms since 1970
  std::int64_t duration = 0;  // ms
  std::int64_t run_time = 0;  // ms, of its duration; the rest is handing it over and back
  double cpu_time = 0;        // ms
  std::int64_t input_bytes = 0;
  std::int64_t shuffle_bytes = 0;  // read
  std::int64_t records = 0;        // of both
  std::int64_t output_bytes = 0;
  std::int64_t shuffle_write_bytes = 0;
  std::int64_t gc_time = 0;       // ms
  std::int64_t fetch_wait = 0;    // ms
  std::int64_t disk_spilled = 0;  // bytes
};

// One that took long, and where it ran: by numbers, which are the same for the same executor or
// host.
struct SlowTask {
  std::int64_t duration = 0;  // ms
  std::int64_t executor = 0;
  std::int64_t host = 0;
};

// What rules look at of the tasks of one stage attempt.
struct StageTasks {
  std::int64_t count = 0;  // successful ones
  Spread duration;         // ms
  Spread input_bytes;
  Spread shuffle_bytes;  // read
  Spread records;        // of both
  Spread output_bytes;
  Spread shuffle_write_bytes;
  TaskFacts longest;              // successful one; of no task when there is none
  std::vector<SlowTask> slowest;  // successful ones, up to 5, the longest first
  // ms that were spent on tasks that failed, that were killed, and on speculative copies that did
  // not come first.
  double failed_time = 0;
  double killed_time = 0;
  double speculative_time = 0;
  std::string failure;  // what most of those that failed say, in one line; may be empty
};

// When the tasks of a stage attempt were launched and ended, in ms since the application's start,
// each by itself in ascending order.
struct StageRuns {
  std::vector<std::uint32_t> launches;
  std::vector<std::uint32_t> ends;
  std::vector<std::uint32_t> failures;  // of those, the ends of tasks that failed
};

// Reads them, one stage attempt after the other.
class StageTaskReader {
 public:
  // Times outside of `start` to `end` (ms since 1970) become those.
  static Result<StageTaskReader> open(ApplicationDatabase& database, std::int64_t start,
                                      std::int64_t end);
  // All that ended, and those that still run, which do so until `end`.
  Result<StageRuns> runs(const StageKey& stage);
  // The latest launch or end of any, not moved; the least number where there is none.
  Result<std::int64_t> last_moment(const StageKey& stage);
  // `sums`: of the stage's metrics; what they say is 0 is 0 of every task.
  Result<StageTasks> tasks(const StageKey& stage, const TaskMetricValues& sums);

 private:
  StageTaskReader(ApplicationDatabase& database, std::int64_t start, std::int64_t end)
      : database_(&database), chunk_(database.task_chunks({})), start_(start), end_(end) {}
  struct Place {
    std::int64_t duration = 0;
    std::int64_t chunk = 0;
    std::size_t index = 0;
  };
  Result<Spread> spread(const StageKey& stage, std::span<const std::int64_t> columns);
  Result<void> take_chunk(StageTasks& tasks, std::vector<Place>& slowest);
  Result<std::string> failure() const;
  // Of the present chunk.
  std::int64_t number_at(std::size_t index, std::int64_t column);
  Result<TaskFacts> task_at(std::size_t index, const TaskMetricValues& sums);
  Result<std::string> word(std::int64_t number);
  std::uint32_t offset(std::int64_t time) const;

  ApplicationDatabase* database_;
  TaskChunkReader chunk_;
  std::int64_t start_;
  std::int64_t end_;
  std::map<StageKey, std::vector<std::int64_t>> running_;  // launches
  std::vector<std::int64_t> values_;                       // their memory serves many stages
  std::vector<std::int64_t> unpacked_;
  std::map<std::int64_t, std::string> words_;      // by number
  std::map<std::int64_t, std::int64_t> failures_;  // of one stage: word -> tasks
};

}  // namespace afterglow::history
