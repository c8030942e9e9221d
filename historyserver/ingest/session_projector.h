#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "common/base/result.h"
#include "historyserver/events/event.h"
#include "historyserver/store/application_database.h"

namespace afterglow::history {

// Follows the sessions and operations of the Connect server and of the Thrift server as Spark's own
// listeners do (SparkConnectServerListener, HiveThriftServer2Listener).
class SessionProjector {
 public:
  explicit SessionProjector(ApplicationDatabase& database) : database_(database) {}

  void on(SessionStarted&& event);
  void on(SessionClosed&& event);
  void on(OperationStarted&& event);
  void on(OperationStepped&& event);
  // Jobs and SQL executions belong to an operation by its job tag (Connect) or its job group
  // (Thrift). They may be told of after the operation was closed.
  void on(const JobStart& event);
  void on_sql_execution(std::int64_t execution_id, const std::vector<std::string>& job_tags);

  Result<void> flush();
  // Everything is in the rows.
  template <typename Archive>
  void archive(Archive&) {}
  Result<void> restore();

 private:
  using Key = std::pair<SessionKind, std::string>;

  template <typename Change>
  void change_connect_operation(const std::vector<std::string>& job_tags, Change&& change);
  void add_to_group(const std::string& group_id, std::int64_t job_id);
  void keep(const Result<void>& written);

  ApplicationDatabase& database_;
  Result<void> failure_;
  std::map<Key, SessionRow> sessions_;             // open ones
  std::map<Key, SessionOperationRow> operations_;  // not closed ones
  std::set<Key> dirty_sessions_;
  std::set<Key> dirty_operations_;
  bool had_thrift_operations_ = false;  // spares a look into the database for every job group
};

}  // namespace afterglow::history
