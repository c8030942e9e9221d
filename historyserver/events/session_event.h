#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// Sessions of the Spark Connect server and of the Thrift (JDBC/ODBC) server, and the operations
// that clients run in them. Both write the same story with different words. Times are ms since
// 1970.
namespace afterglow::history {

enum class SessionKind { connect, thrift };

struct SessionStarted {
  SessionKind kind = SessionKind::connect;
  std::string id;
  std::string user;
  std::string ip;  // Thrift only
  std::int64_t time = 0;
};

struct SessionClosed {
  SessionKind kind = SessionKind::connect;
  std::string id;
  std::int64_t time = 0;
};

struct OperationStarted {
  SessionKind kind = SessionKind::connect;
  std::string id;            // Connect: the job tag, which later events name it by
  std::string operation_id;  // Connect: as the client knows it
  std::string session_id;
  std::string user;
  std::string user_name;  // Connect only
  std::string statement;
  std::string group_id;                   // Thrift: the job group of its jobs
  std::vector<std::string> session_tags;  // Connect only, sorted
  std::int64_t time = 0;
};

enum class OperationStep {
  compiled,  // Thrift: parsed; Connect: analyzed
  ready,
  canceled,
  timed_out,
  failed,
  finished,
  closed,
};

// Only what the step's own event tells is set.
struct OperationStepped {
  SessionKind kind = SessionKind::connect;
  std::string id;
  OperationStep step = OperationStep::compiled;
  std::optional<std::int64_t> time;
  std::optional<std::string> plan;
  std::optional<std::string> error;
  std::optional<std::string> error_trace;
  std::optional<std::int64_t> produced_rows;
};

}  // namespace afterglow::history
