#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "historyserver/model/executor_metric.h"
#include "historyserver/model/string_map.h"
#include "historyserver/store/database.h"
#include "historyserver/store/json_text.h"
#include "historyserver/store/kept_rows.h"

namespace afterglow::history {

// One executor, the driver included, as Spark's ExecutorSummary tells it. Sizes in bytes, times in
// ms (add and remove time since 1970).
struct ExecutorRow {
  std::string id;
  std::string host_port;  // only the host until its block manager is known
  std::string host;
  bool is_active = true;
  std::int64_t rdd_blocks = 0;
  std::int64_t memory_used = 0;
  std::int64_t disk_used = 0;
  std::int64_t total_cores = 0;
  std::int64_t max_tasks = 0;
  std::int64_t active_tasks = 0;
  std::int64_t failed_tasks = 0;
  std::int64_t completed_tasks = 0;
  std::int64_t total_tasks = 0;
  std::int64_t total_duration = 0;
  std::int64_t total_gc_time = 0;
  std::int64_t total_input_bytes = 0;
  std::int64_t total_shuffle_read = 0;
  std::int64_t total_shuffle_write = 0;
  bool is_excluded = false;
  std::int64_t max_memory = 0;
  std::int64_t add_time = 0;
  std::optional<std::int64_t> remove_time;
  std::optional<std::string> remove_reason;
  StringMap executor_logs;
  std::optional<std::int64_t> total_on_heap;  // absent in logs before Spark 2.3
  std::int64_t total_off_heap = 0;
  std::int64_t used_on_heap = 0;
  std::int64_t used_off_heap = 0;
  IntegerList excluded_in_stages;  // ascending
  ExecutorMetricPeaks peak_metrics;
  StringMap attributes;
  ExecutorResources resources;
  std::int64_t resource_profile_id = 0;
};

// How long executors of one resource profile were there, all of them added up, in ms.
struct HeldTime {
  std::int64_t resource_profile_id = 0;
  bool is_driver = false;  // that runs tasks itself
  double ms = 0;
};

// Of all executors that have cores.
struct HeldTimes {
  std::int64_t core_time = 0;  // ms, each executor's as often as it has cores
  std::vector<HeldTime> by_profile;
};

class ExecutorStore {
 public:
  explicit ExecutorStore(Database& database) : database_(database) {}
  // From here on, while there are none, keeps rows for the next list().
  void keep_rows() {
    kept_.begin();
    kept_holds_.begin();
  }
  Result<void> put(const ExecutorRow& row);
  // By id, as text.
  Result<std::vector<ExecutorRow>> list();
  // Executors that are still there are so until `until`.
  Result<HeldTimes> held_times(std::int64_t until);
  // Of it, the core time alone.
  Result<std::int64_t> core_time(std::int64_t until);

 private:
  // What held_times() looks at of an executor.
  struct Hold {
    std::int64_t resource_profile_id = 0;
    bool is_driver = false;
    std::int64_t cores = 0;
    std::int64_t from = 0;  // ms since 1970
    std::optional<std::int64_t> to;
  };
  Result<std::vector<Hold>> holds();

  Database& database_;
  KeptRows<std::string, ExecutorRow> kept_;
  KeptRows<std::string, Hold> kept_holds_;
  std::optional<Statement> put_;
};

}  // namespace afterglow::history
