#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "historyserver/events/session_event.h"
#include "historyserver/events/sql_event.h"
#include "historyserver/events/streaming_event.h"
#include "historyserver/model/executor_metric.h"
#include "historyserver/model/resource_profile.h"
#include "historyserver/model/sql_metric.h"
#include "historyserver/model/stage_key.h"
#include "historyserver/model/storage_level.h"
#include "historyserver/model/string_map.h"
#include "historyserver/model/task_metric.h"

// The events of Spark's log that the server understands, one struct each. Field meanings and
// defaults for older writers follow Spark's util/JsonProtocol.scala. Times are ms since 1970.
namespace afterglow::history {

struct LogStart {
  std::string spark_version;
};

struct ApplicationStart {
  std::string name;
  std::optional<std::string> id;  // absent before Spark 1.2
  std::optional<std::string> attempt_id;
  std::int64_t time = 0;
  std::string user;
  std::optional<StringMap> driver_logs;
  StringMap driver_attributes;
};

struct ApplicationEnd {
  std::int64_t time = 0;
  std::optional<std::int64_t> exit_code;  // since Spark 4.0
};

// Secrets are redacted by the writer already.
struct EnvironmentUpdate {
  StringMap spark_properties;
  StringMap jvm_information;
  StringMap hadoop_properties;  // since Spark 3.0
  StringMap system_properties;
  StringMap metrics_properties;  // since Spark 3.4
  StringMap classpath_entries;   // path -> where it comes from
};

struct ResourceProfileAdded {
  std::int64_t id = 0;
  std::optional<std::int64_t> task_cpus;
  ExecutorResourceRequests executor_resources = {};
  TaskResourceRequests task_resources = {};
};

// A process that is no executor: YARN's application master, say.
struct MiscellaneousProcessAdded {
  std::int64_t time = 0;
  std::string id;
  std::string host_port;
  std::int64_t cores = 0;
  StringMap logs;
};

struct BlockManagerId {
  std::string executor_id;
  std::string host;
  std::int64_t port = 0;
  std::string host_port() const { return host + ":" + std::to_string(port); }
};

struct BlockManagerAdded {
  BlockManagerId id;
  std::int64_t time = -1;
  std::int64_t max_memory = 0;
  std::optional<std::int64_t> max_on_heap;  // since Spark 2.3, both or none
  std::optional<std::int64_t> max_off_heap;
};

struct ExecutorAdded {
  std::int64_t time = 0;
  std::string id;
  std::string host;
  std::int64_t total_cores = 0;
  StringMap log_urls;
  StringMap attributes;
  ExecutorResources resources;
  std::int64_t resource_profile_id = 0;
};

struct ExecutorRemoved {
  std::int64_t time = 0;
  std::string id;
  std::string reason;
};

// Executors and nodes kept away from tasks, for everything or for one stage attempt.
struct ExecutorExclusion {
  std::string executor_id;
  bool excluded = true;
};
struct NodeExclusion {
  std::string host;
  bool excluded = true;
};
struct ExecutorExclusionForStage {
  std::string executor_id;
  StageKey stage;
};
struct NodeExclusionForStage {
  std::string host;
  StageKey stage;
};

struct RddInfo {
  std::int64_t id = 0;
  StorageLevel storage_level;
  std::string name;
  std::optional<std::string> scope;  // JSON text: {"id":"4","name":"map","parent":{...}?}
  std::string callsite;              // since Spark 1.6
  std::vector<std::int64_t> parent_ids;
  bool barrier = false;
  std::string determinism = "DETERMINATE";  // or UNORDERED, INDETERMINATE; since Spark 3.2
  std::int64_t partitions = 0;
  std::int64_t cached_partitions = 0;  // this and the next as of the event
  std::int64_t memory_size = 0;
  std::int64_t disk_size = 0;
};

// An accumulator as users see it; Spark's internal and SQL ones are left out by the decoder.
struct Accumulable {
  std::int64_t id = 0;
  std::optional<std::string> name;
  std::optional<std::string> update;
  std::optional<std::string> value;

  bool operator==(const Accumulable&) const = default;
};

struct StageInfo {
  StageKey key;
  std::string name;
  std::int64_t task_count = 0;
  std::vector<RddInfo> rdds;
  std::vector<std::int64_t> parent_ids;
  std::string details;
  std::optional<std::int64_t> submission_time;
  std::optional<std::int64_t> completion_time;
  std::optional<std::string> failure_reason;
  std::vector<Accumulable> accumulables;  // in the order in which Spark lists them
  std::int64_t resource_profile_id = 0;
  bool shuffle_push_enabled = false;
  std::int64_t shuffle_push_mergers = 0;
};

struct JobStart {
  std::int64_t id = 0;
  std::int64_t time = -1;
  std::vector<std::int64_t> stage_ids;
  std::vector<StageInfo> stages;
  std::optional<std::string> description;
  std::optional<std::string> group;
  std::vector<std::string> tags;  // sorted
  std::optional<std::int64_t> sql_execution_id;
};

struct JobEnd {
  std::int64_t id = 0;
  std::int64_t time = -1;
  bool succeeded = false;
};

struct StageSubmitted {
  StageInfo info;
  std::optional<std::string> description;
  std::optional<std::string> pool;
};

struct StageCompleted {
  StageInfo info;
};

struct TaskInfo {
  std::int64_t id = 0;
  std::int64_t index = 0;
  std::int64_t attempt = 1;
  std::int64_t partition_id = -1;
  std::int64_t launch_time = 0;
  std::string executor_id;
  std::string host;
  std::string locality;
  bool speculative = false;
  std::int64_t getting_result_time = 0;  // 0: none
  std::int64_t finish_time = 0;          // 0: still running
  bool failed = false;
  bool killed = false;
  std::vector<Accumulable> accumulables;
  SqlMetricUpdates sql_metrics;  // "Update" of the accumulators that Spark marks as SQL's

  bool finished() const { return finish_time != 0; }
  std::int64_t duration() const { return finished() ? finish_time - launch_time : 0; }

  bool operator==(const TaskInfo&) const = default;
};

struct TaskStart {
  StageKey stage;
  TaskInfo info;

  bool operator==(const TaskStart&) const = default;
};

// The driver is fetching the task's result, since info.getting_result_time.
struct TaskGettingResult {
  TaskInfo info;
};

enum class TaskOutcome { success, killed, commit_denied, resubmitted, failed };

struct TaskEnd {
  StageKey stage;
  TaskInfo info;
  TaskOutcome outcome = TaskOutcome::failed;
  std::optional<std::string> error;  // as Spark words it for people; none after success
  ExecutorMetricValues executor_metrics{};
  TaskMetricValues metrics;

  bool operator==(const TaskEnd&) const = default;
};

// The driver's own report (an executor's is never logged).
struct ExecutorMetricsUpdate {
  struct Report {
    StageKey stage;
    ExecutorMetricValues metrics{};
  };
  std::string executor_id;
  std::vector<Report> reports;
};

struct StageExecutorMetrics {
  std::string executor_id;
  StageKey stage;
  ExecutorMetricValues metrics{};
};

struct UnpersistRdd {
  std::int64_t rdd_id = 0;
};

struct BlockUpdated {
  BlockManagerId block_manager;
  std::string block_id;  // "rdd_3_1", "broadcast_2_piece0"...
  StorageLevel storage_level;
  std::int64_t memory_size = 0;
  std::int64_t disk_size = 0;
};

}  // namespace afterglow::history
