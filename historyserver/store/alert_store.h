#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "common/base/result.h"
#include "historyserver/store/database.h"

namespace afterglow::history {

// Something that somebody is to be told of an application attempt, at most once of each kind. Times
// are ms since 1970.
struct AlertRow {
  std::string app_id;
  std::string attempt_id;  // empty: none
  std::string kind;        // failure, regression, finding
  std::int64_t made_at = 0;
  std::string body;                      // what is sent: JSON
  std::int64_t tries = 0;                // to send it
  std::optional<std::int64_t> next_try;  // nothing: none will follow
  std::optional<std::int64_t> sent_at;
  std::string answer;  // to the last try, one line
};

struct AlertCounts {
  std::int64_t sent = 0;
  std::int64_t waiting = 0;
  std::int64_t failed = 0;  // given up
};

// The tables alert and alert_start of the catalog, over a connection of its own. Safe for any
// number of threads.
class AlertStore {
 public:
  // The catalog must have been opened before, so that the tables are there.
  static Result<std::unique_ptr<AlertStore>> open(const std::string& catalog);

  // When alerts were first asked for: `now` if that was never noted.
  Result<std::int64_t> begin(std::int64_t now);
  // They are not asked for any more.
  Result<void> end();
  // Nothing when they are not asked for.
  Result<std::optional<std::int64_t>> begun_at();

  // Notes alerts of a log, and that it was looked at, both or nothing. An alert that is there
  // already stays as it is.
  Result<void> add(const std::string& log_id, const std::vector<AlertRow>& alerts);
  // The one that is to be sent first, whenever that is.
  Result<std::optional<AlertRow>> next();
  Result<void> put(const AlertRow& alert);

  // The latest first.
  Result<std::vector<AlertRow>> page(std::int64_t offset, std::int64_t length);
  Result<AlertCounts> counts();

 private:
  explicit AlertStore(Database database) : database_(std::move(database)) {}

  std::mutex mutex_;  // guards it
  Database database_;
};

}  // namespace afterglow::history
