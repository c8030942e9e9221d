#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "common/base/result.h"
#include "historyserver/store/database.h"
#include "historyserver/store/kept_rows.h"

namespace afterglow::history {

// Sums over one application attempt, for listings.
struct ApplicationTotals {
  std::int64_t jobs_running = 0;
  std::int64_t jobs_succeeded = 0;
  std::int64_t jobs_failed = 0;
  std::int64_t stages_active = 0;
  std::int64_t stages_complete = 0;
  std::int64_t stages_failed = 0;
  std::int64_t stages_skipped = 0;
  std::int64_t tasks_active = 0;
  std::int64_t tasks_complete = 0;
  std::int64_t tasks_failed = 0;
  std::int64_t tasks_killed = 0;
  std::int64_t task_time = 0;  // ms, of ended tasks, from launch to finish
  std::int64_t input_bytes = 0;
  std::int64_t shuffle_read_bytes = 0;
  std::int64_t shuffle_write_bytes = 0;
  std::int64_t spill_bytes = 0;  // to disk
  bool last_job_failed = false;

  template <typename Archive>
  void archive(Archive& archive) {
    archive(jobs_running, jobs_succeeded, jobs_failed, stages_active, stages_complete,
            stages_failed, stages_skipped, tasks_active, tasks_complete, tasks_failed, tasks_killed,
            task_time, input_bytes, shuffle_read_bytes, shuffle_write_bytes, spill_bytes,
            last_job_failed);
  }
};

// One application attempt, as its own log tells it. Times are ms since 1970.
struct ApplicationRow {
  std::string id;
  std::optional<std::string> attempt_id;
  std::string name;
  std::string user;
  std::string spark_version;  // empty when the log does not say
  std::int64_t start_time = 0;
  std::optional<std::int64_t> end_time;  // absent: no ApplicationEnd read (yet)
  std::optional<std::int64_t> exit_code;
  ApplicationTotals totals;
};

// The table application of an application's database: no row, or one.
class ApplicationStore {
 public:
  explicit ApplicationStore(Database& database) : database_(database) {}
  // From here on, while there is none, keeps the row for the next get().
  void keep_rows() { kept_.begin(); }
  // Instead of what is there, even if that is another application's: two logs in one file.
  Result<void> put(const ApplicationRow& row);
  Result<std::optional<ApplicationRow>> get();

 private:
  Database& database_;
  KeptRows<int, ApplicationRow> kept_;  // one
};

}  // namespace afterglow::history
