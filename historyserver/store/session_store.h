#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "common/base/result.h"
#include "historyserver/store/database.h"
#include "historyserver/store/json_text.h"

// Sessions of the Connect server (kind "connect") and of the Thrift server (kind "thrift"), and
// what clients ran in them. Times are ms since 1970.
namespace afterglow::history {

struct SessionRow {
  std::string kind;
  std::string id;
  std::string user;
  std::string ip;  // Thrift only
  std::int64_t start_time = 0;
  std::optional<std::int64_t> finish_time;
  std::int64_t operation_count = 0;
};

struct SessionOperationRow {
  std::string kind;
  std::string id;            // Connect: its job tag; Thrift: its statement id
  std::string operation_id;  // Connect only
  std::string session_id;
  std::string user;
  std::string user_name;  // Connect only
  std::string statement;
  std::string group_id;   // Thrift only: the job group of its jobs
  TextList session_tags;  // Connect only
  std::string state;      // STARTED, COMPILED, READY, CANCELED, TIMEDOUT, FAILED, FINISHED, CLOSED
  std::string outcome;    // the state before CLOSED; empty until one of the last ones is reached
  std::int64_t start_time = 0;
  std::optional<std::int64_t> compiled_time;  // Connect only
  std::optional<std::int64_t> ready_time;     // Connect only
  std::optional<std::int64_t> finish_time;
  std::optional<std::int64_t> close_time;
  std::string plan;  // Thrift only
  std::optional<std::string> error;
  std::optional<std::string> error_trace;     // Thrift only
  std::optional<std::int64_t> produced_rows;  // Connect only
  IntegerList job_ids;                        // in the order of their starts
  IntegerList sql_execution_ids;
};

// How many sessions and operations of one kind there are.
struct SessionTotals {
  std::int64_t sessions = 0;
  std::int64_t open_sessions = 0;
  std::int64_t operations = 0;
  std::int64_t running_operations = 0;  // none of the states that end one was reached
  std::int64_t open_operations = 0;     // not closed
  std::int64_t failed_operations = 0;
};

// One page of sessions. Where something still runs it does until `now`.
struct SessionQuery {
  enum class Order : std::uint8_t { start, finish, duration, id, user, ip, operations };
  enum class State : std::uint8_t { any, open, closed };
  std::string kind;
  std::vector<std::string> words;  // each is to be found in the id, the user or the address
  State state = State::any;
  Order order = Order::start;
  bool descending = true;
  std::int64_t offset = 0;
  std::int64_t limit = 100;
  std::int64_t now = 0;
};

// One page of operations, likewise.
struct OperationQuery {
  enum class Order : std::uint8_t {
    start,
    finish,
    close,
    execution,
    duration,
    user,
    statement,
    status,
    session,
    rows,
    group,
    operation,
  };
  std::string kind;
  std::optional<std::string> session_id;
  std::vector<std::string> words;  // in the statement, the error, the user or any of its ids
  std::string status;              // what operation_status() says; empty: any
  Order order = Order::start;
  bool descending = true;
  std::int64_t offset = 0;
  std::int64_t limit = 100;
  std::int64_t now = 0;
};

struct SessionPage {
  std::vector<SessionRow> rows;
  CountMap counts;  // of those that have the words: "OPEN", "CLOSED"
};
struct OperationPage {
  std::vector<SessionOperationRow> rows;
  CountMap counts;  // of those that have the words, by operation_status()
};

// What became of an operation: its outcome, RUNNING, or CLOSED where it never had an outcome.
std::string operation_status(const SessionOperationRow& row);

class SessionStore {
 public:
  explicit SessionStore(Database& database) : database_(database) {}
  Result<void> put(const SessionRow& row);
  Result<void> put(const SessionOperationRow& row);

  // Latest start first.
  Result<std::vector<SessionRow>> sessions(const std::string& kind);
  Result<std::vector<SessionOperationRow>> operations(const std::string& kind);
  Result<std::optional<SessionOperationRow>> operation(const std::string& kind,
                                                       const std::string& id);
  Result<std::vector<SessionOperationRow>> operations_of_group(const std::string& kind,
                                                               const std::string& group_id);
  Result<std::optional<SessionRow>> session(const std::string& kind, const std::string& id);
  Result<std::int64_t> session_count(const std::string& kind);
  Result<SessionTotals> totals(const std::string& kind);
  Result<SessionPage> page(const SessionQuery& query);
  Result<OperationPage> page(const OperationQuery& query);
  // Those that may still change.
  Result<std::vector<SessionRow>> open_sessions();
  Result<std::vector<SessionOperationRow>> open_operations();

 private:
  Database& database_;
  std::optional<Statement> put_session_;
  std::optional<Statement> put_operation_;
};

}  // namespace afterglow::history
