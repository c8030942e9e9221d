#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "common/base/result.h"
#include "historyserver/store/application_store.h"
#include "historyserver/store/database.h"
#include "historyserver/store/executor_store.h"
#include "historyserver/store/job_store.h"
#include "historyserver/store/stage_store.h"
#include "historyserver/store/task_store.h"

namespace afterglow::history {

// The database of one application attempt: a connection and the stores on it. One thread at a time.
class ApplicationDatabase {
 public:
  // Rises with every change of store/schema/application.sql.
  static constexpr std::int64_t kSchemaVersion = 1;

  // Deletes what is at `path` and makes an empty database there, open for writing.
  static Result<std::unique_ptr<ApplicationDatabase>> create(const std::string& path);
  // ErrorKind::not_found when there is no such file, corrupt when it is no database of this schema
  // version, unavailable when it cannot be opened just now.
  static Result<std::unique_ptr<ApplicationDatabase>> open_read_only(const std::string& path);

  Result<void> begin() { return database_.execute("BEGIN IMMEDIATE"); }
  Result<void> commit() { return database_.execute("COMMIT"); }
  // A read transaction: every answer from here on is of one moment.
  Result<void> begin_read() { return database_.execute("BEGIN"); }
  // Moves the write-ahead log into the file, so that the file alone is the database.
  Result<void> checkpoint() { return database_.execute("PRAGMA wal_checkpoint(TRUNCATE)"); }

  ApplicationDatabase(const ApplicationDatabase&) = delete;
  ApplicationDatabase& operator=(const ApplicationDatabase&) = delete;

 private:
  explicit ApplicationDatabase(Database database) : database_(std::move(database)) {}
  Database database_;

 public:  // after the connection that they refer to
  ApplicationStore applications{database_};
  JobStore jobs{database_};
  StageStore stages{database_};
  ExecutorStore executors{database_};
  TaskStore tasks{database_};
};

}  // namespace afterglow::history
