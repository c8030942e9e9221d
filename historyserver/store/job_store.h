#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "historyserver/store/database.h"
#include "historyserver/store/json_text.h"
#include "historyserver/store/kept_rows.h"

namespace afterglow::history {

// One job; the counters are those of Spark's JobData. Times are ms since 1970.
struct JobRow {
  std::int64_t id = 0;
  std::string status;  // RUNNING, SUCCEEDED, FAILED
  std::string name;
  std::optional<std::string> description;
  std::optional<std::int64_t> submission_time;
  std::optional<std::int64_t> completion_time;
  IntegerList stage_ids;
  std::optional<std::string> group;
  TextList tags;
  std::optional<std::int64_t> sql_execution_id;
  std::int64_t task_count = 0;
  std::int64_t active_tasks = 0;
  std::int64_t completed_tasks = 0;
  std::int64_t skipped_tasks = 0;
  std::int64_t failed_tasks = 0;
  std::int64_t killed_tasks = 0;
  std::int64_t completed_indices = 0;
  std::int64_t active_stages = 0;
  std::int64_t completed_stages = 0;
  std::int64_t skipped_stages = 0;
  std::int64_t failed_stages = 0;
  CountMap killed_tasks_summary;
};

// Which job an SQL execution ran.
struct SqlJobRow {
  std::int64_t execution_id = 0;
  std::int64_t job_id = 0;
  std::string status;
};

// One page of jobs. What still runs does so until `until`.
struct JobQuery {
  enum class Order : std::uint8_t {
    id,
    name,
    status,
    submitted,
    duration,
    group,
    stages,
    tasks,
    failed_tasks,
  };
  std::vector<std::string> words;     // each is in the id, the name, the description or the group
  std::vector<std::string> statuses;  // only these, all when empty
  std::int64_t from = INT64_MIN;      // only those that ran between both, in ms since 1970
  std::int64_t to = INT64_MAX;
  std::int64_t until = 0;
  Order order = Order::id;
  bool descending = true;
  std::int64_t offset = 0;
  std::int64_t limit = 100;
};

struct JobPage {
  std::vector<JobRow> rows;
  std::int64_t matching = 0;  // on all pages
  CountMap by_status;         // of those that meet all conditions but the status
};

class JobStore {
 public:
  explicit JobStore(Database& database) : database_(database) {}
  // From here on, while there are none, keeps rows for the next all().
  void keep_rows() { kept_.begin(); }
  Result<void> put(const JobRow& row);
  // By id.
  Result<std::vector<JobRow>> all();
  // Highest id first. `statuses`: only these, all when empty.
  Result<std::vector<JobRow>> list(const std::vector<std::string>& statuses);
  Result<std::optional<JobRow>> get(std::int64_t id);
  Result<JobPage> page(const JobQuery& query);
  // The jobs of one SQL execution, or of all, as they started.
  Result<std::vector<SqlJobRow>> of_sql_executions(std::optional<std::int64_t> execution_id = {});

 private:
  Database& database_;
  KeptRows<std::int64_t, JobRow> kept_;
  std::optional<Statement> put_;
};

}  // namespace afterglow::history
