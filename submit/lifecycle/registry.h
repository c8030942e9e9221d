#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "common/base/environment.h"
#include "common/base/result.h"
#include "common/sqlite/database.h"

namespace afterglow::submit {

// A submission of this user, as remembered on this machine. No secrets.
struct SubmissionRecord {
  std::int64_t row = 0;
  std::string id;      // the driver's; empty: nobody knows whether it was accepted
  std::string master;  // spark://…
  std::string name;
  std::string application;
  std::string plan;       // JSON, redacted
  std::string conf;       // JSON: what it takes to reach the cluster again
  std::string marker;     // found in the driver's command
  std::string staged;     // a folder to remove when it has ended; mostly empty
  std::string state;      // the last one seen, in the cluster's word
  std::string outcome;    // empty: not known to have ended
  std::string worker;     // host:port
  std::string worker_id;  // where its log is
  std::string message;
  std::int64_t submitted_ms = 0;
  std::int64_t ended_ms = 0;  // 0: not known to have ended
};

// One SQLite file of a user, which nobody else can read. Any number of processes use it at once.
class Registry {
 public:
  // $AFTERGLOW_STATE_DIR, else afterglow in $XDG_STATE_HOME or ~/.local/state.
  static Result<std::filesystem::path> folder(const Environment& environment);
  static Result<Registry> open(const std::filesystem::path& folder);

  // Before anything is sent. With a key that was used before: that submission, and nothing is
  // written.
  struct Begun {
    SubmissionRecord record;
    bool repeated = false;
  };
  Result<Begun> begin(SubmissionRecord record, const std::string& idempotency_key);
  // It was accepted.
  Result<void> accept(SubmissionRecord& record);
  // It certainly was not: as if it had never been.
  Result<void> forget(const SubmissionRecord& record);
  // A new id, state, worker or outcome.
  Result<void> update(const SubmissionRecord& record);

  // By the whole id, or by the end of just one.
  Result<std::optional<SubmissionRecord>> find(const std::string& id);
  // The youngest first.
  Result<std::vector<SubmissionRecord>> list(std::int64_t limit);

 private:
  explicit Registry(Database database) : database_(std::move(database)) {}
  Result<std::vector<SubmissionRecord>> select(const std::string& where, const std::string& value,
                                               std::int64_t limit);

  Database database_;
};

}  // namespace afterglow::submit
