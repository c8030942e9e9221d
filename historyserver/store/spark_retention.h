#pragma once

#include <cstdint>

#include "common/base/result.h"
#include "historyserver/store/database.h"

namespace afterglow::history {

// How much Spark's history server keeps of an application (core/internal/config/Status.scala,
// sql/internal/StaticSQLConf.scala).
struct RetentionLimits {
  std::int64_t jobs = 1000;            // spark.ui.retainedJobs
  std::int64_t stages = 1000;          // spark.ui.retainedStages
  std::int64_t tasks = 100'000;        // spark.ui.retainedTasks, of each stage attempt
  std::int64_t dead_executors = 100;   // spark.ui.retainedDeadExecutors
  std::int64_t sql_executions = 1000;  // spark.sql.ui.retainedExecutions
};

// How many of a stage's ended tasks Spark's server drops after `started` ones: those that ended
// first.
std::int64_t dropped_tasks(std::int64_t started, std::int64_t limit);

// Hides from this connection the jobs, stages, executions and executors that Spark's server drops
// while it replays a log (status/AppStatusListener.scala, execution/ui/SQLAppStatusListener.scala):
// whenever there are more than the limit, the tenth that ended first. The file stays as it is. The
// connection must not write. Answers whether anything is hidden.
Result<bool> hide_what_spark_drops(Database& database, const RetentionLimits& limits);

}  // namespace afterglow::history
