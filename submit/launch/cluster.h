#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/base/environment.h"
#include "common/conf/spark_conf.h"
#include "submit/resolve/plan.h"
#include "submit/staging/readable_files.h"

namespace afterglow::submit {

// What all commands know of a driver that runs in a cluster, whatever the manager calls it.
enum class DriverState {
  waiting,      // accepted, for resources
  running,      // also while it is started again
  unknown,      // the manager does not know at the moment: a master recovers
  relaunched,   // goes on as another driver, the successor
  finished,     // with success
  failed,       // its process ended with another exit code than 0
  unstartable,  // the cluster could not start it or lost it
  killed,
  absent,  // no manager that answers has ever heard of it, or they have forgotten it
};

struct DriverStatus {
  DriverState state = DriverState::unknown;
  std::string word;       // the manager's own, such as RUNNING; may be empty
  std::string worker_id;  // may be empty
  std::string place;      // host:port of the worker; may be empty
  std::string message;    // an exception of the cluster, several lines; mostly empty
  std::string successor;  // of relaunched, when it is known
};

bool is_final(DriverState state);

// Why a cluster did not do what it was asked.
enum class Trouble {
  unreachable,  // nobody took the request
  refused,      // somebody did, and said no
  uncertain,    // the request was sent and no answer came: it may have been accepted
};
struct ClusterError {
  Trouble trouble;
  std::string message;  // one line
};
template <typename T>
using ClusterResult = std::expected<T, ClusterError>;
inline std::unexpected<ClusterError> trouble(Trouble kind, std::string message) {
  return std::unexpected(ClusterError{kind, std::move(message)});
}

enum class LogStream { out, err };
struct LogPart {
  std::string bytes;
  std::int64_t next_offset = 0;
};

struct ClusterSubmission {
  const SubmissionPlan& plan;
  const Environment& environment;
  ReadableFiles files;
  std::string marker;         // unique; by it the cluster's drivers are told apart
  std::string spark_version;  // of this machine; empty: there is none
};

struct Accepted {
  std::string id;             // the driver's
  std::string spark_version;  // the cluster's; empty: unknown
};

// Whether two versions of Spark differ in more than the last number. Unknown ones do not.
bool is_other_release(std::string_view one, std::string_view other);

// One cluster, as one kind of manager speaks. Calls take seconds at most.
class Cluster {
 public:
  virtual ~Cluster() = default;
  virtual ClusterResult<Accepted> submit(const ClusterSubmission& submission) = 0;
  virtual ClusterResult<DriverStatus> status(const std::string& id) = 0;
  // What the manager says. Trouble::refused: it has ended, or is unknown.
  virtual ClusterResult<std::string> kill(const std::string& id) = 0;
  // From `offset` on, at most some hundred KB; nothing at the end. A negative offset counts from
  // the end.
  virtual ClusterResult<LogPart> read_log(const DriverStatus& status, const std::string& id,
                                          LogStream stream, std::int64_t offset) = 0;
  // Of the manager: files are served at the address that one of them sees.
  virtual std::vector<std::string> hosts() const = 0;
};

}  // namespace afterglow::submit
