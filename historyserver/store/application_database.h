#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/base/result.h"
#include "historyserver/store/application_store.h"
#include "historyserver/store/completeness_store.h"
#include "historyserver/store/database.h"
#include "historyserver/store/environment_store.h"
#include "historyserver/store/executor_store.h"
#include "historyserver/store/insight_store.h"
#include "historyserver/store/job_store.h"
#include "historyserver/store/search_store.h"
#include "historyserver/store/session_store.h"
#include "historyserver/store/spark_retention.h"
#include "historyserver/store/sql_plan_store.h"
#include "historyserver/store/sql_store.h"
#include "historyserver/store/stage_store.h"
#include "historyserver/store/storage_store.h"
#include "historyserver/store/streaming_store.h"
#include "historyserver/store/task_blocks.h"
#include "historyserver/store/task_numbers.h"
#include "historyserver/store/task_store.h"
#include "historyserver/store/task_writer.h"
#include "historyserver/store/timeline_store.h"

namespace afterglow::history {

// The database of one application attempt: a connection and the stores on it. One thread at a time.
class ApplicationDatabase {
 public:
  // Rises with every change of store/schema/application/*.sql, and of what a checkpoint holds. What
  // changes then stands in store/schema/migration/VERSION.sql.
  static constexpr std::int64_t kSchemaVersion = 6;

  // Deletes what is at `path` and makes an empty database there, open for writing. For small ones
  // see SmallDatabases.
  static Result<std::unique_ptr<ApplicationDatabase>> create(const std::string& path);
  // Opens what create() made for further writing. Errors as those of open_read_only().
  static Result<std::unique_ptr<ApplicationDatabase>> open_for_writing(const std::string& path);
  // ErrorKind::not_found when there is no such file, corrupt when it is no database of this schema
  // version, unavailable when it cannot be opened just now.
  static Result<std::unique_ptr<ApplicationDatabase>> open_read_only(const std::string& path);
  // Makes a database of an older version one of this version, as far as that goes without its log:
  // what is new in this version is empty. ErrorKind::corrupt when it cannot be done.
  static Result<void> migrate(const std::string& path);
  // The connection alone; errors as above.
  static Result<Database> connect(const std::string& path, Database::Mode mode);
  // Deletes the database at `path` and the files beside it.
  static void remove(const std::string& path);
  // What makes an empty database one of this version.
  static std::string schema();

  // One that SmallDatabases made is in memory, inside a transaction, until keep(): readers of its
  // file see it whole or not at all.
  bool is_in_memory() const { return !path_.empty(); }
  // Writes what is in memory to its file, and ends: it must not be used any more.
  Result<void> keep();

  Result<void> begin() { return execute_in_file("BEGIN IMMEDIATE"); }
  Result<void> commit() { return execute_in_file("COMMIT"); }
  // A read transaction: every answer from here on is of one moment.
  Result<void> begin_read() { return database_.execute("BEGIN"); }
  Result<void> end_read() { return database_.execute("COMMIT"); }
  // Moves the write-ahead log into the file, so that the file alone is the database.
  Result<void> checkpoint() { return execute_in_file("PRAGMA wal_checkpoint(TRUNCATE)"); }

  // What ingestion must remember to go on from what is committed; empty before the first put.
  Result<void> put_checkpoint(std::string_view state);
  Result<std::string> checkpoint_state();

  // The numbers of a stage attempt's tasks after `cut`; running ones run until `now`.
  Result<TaskNumbers> task_numbers(const StageKey& stage, std::int64_t now,
                                   const std::optional<TaskCut>& cut = {}) {
    return TaskNumbers::open(database_, stage, now, cut);
  }
  Result<TaskBlocks> task_blocks(const TaskQuery& query, std::vector<TaskOrder> wanted) {
    return TaskBlocks::open(database_, query, std::move(wanted));
  }
  TaskChunkReader task_chunks(const StageKey& stage) {
    return {database_, stage, &task_writer.kept().chunks};
  }
  // False: no task of the whole application runs. True where that is not known.
  bool may_have_running_tasks() const { return task_writer.kept().may_run; }
  // A word that a column of tasks names by its number.
  Result<std::string> task_text(std::int64_t number);
  Result<std::optional<TaskCut>> task_cut(const StageKey& stage, std::int64_t limit) {
    return find_task_cut(database_, stage, limit);
  }

  // Before the first read: shows only what Spark's server would have kept; tasks: task_cut().
  Result<void> hide_what_spark_drops(const RetentionLimits& limits);

  // Ends what is under way. True when the connection is as it was when it was opened.
  bool rest() { return !hides_ && database_.rest(); }

  ApplicationDatabase(const ApplicationDatabase&) = delete;
  ApplicationDatabase& operator=(const ApplicationDatabase&) = delete;

 private:
  friend class SmallDatabases;
  explicit ApplicationDatabase(Database database)
      : connection_(std::make_shared<Database>(std::move(database))) {}
  ApplicationDatabase(std::shared_ptr<Database> in_memory, std::string path)
      : connection_(std::move(in_memory)), path_(std::move(path)) {}
  static Result<std::unique_ptr<ApplicationDatabase>> open(const std::string& path,
                                                           Database::Mode mode);
  // While it is empty.
  void keep_rows() {
    applications.keep_rows();
    environment.keep_rows();
    jobs.keep_rows();
    stages.keep_rows();
    executors.keep_rows();
    sql.keep_rows();
    sql_plans.keep_rows();
    completeness.keep_rows();
    storage.keep_rows();
    task_writer.keep_rows();
    insights.take_as_empty();
  }
  Result<void> execute_in_file(const std::string& words) {
    return is_in_memory() ? Result<void>() : database_.execute(words);
  }

  const std::shared_ptr<Database> connection_;
  Database& database_ = *connection_;
  const std::string path_;  // of the file, while all is in memory
  bool hides_ = false;
  std::optional<Statement> put_checkpoint_;

 public:  // after the connection that they refer to
  ApplicationStore applications{database_};
  CompletenessStore completeness{database_};
  JobStore jobs{database_};
  StageStore stages{database_};
  ExecutorStore executors{database_};
  EnvironmentStore environment{database_};
  StorageStore storage{database_};
  StreamingStore streaming{database_};
  SessionStore sessions{database_};
  SearchStore search{database_};
  SqlStore sql{database_};
  SqlPlanStore sql_plans{database_};
  TimelineStore timeline{database_};
  InsightStore insights{database_};
  TaskStore tasks{database_};
  TaskWriter task_writer{database_};
};

}  // namespace afterglow::history
