#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "common/base/result.h"
#include "historyserver/model/run_finding.h"
#include "historyserver/store/application_listing.h"
#include "historyserver/store/application_store.h"
#include "historyserver/store/change_feed.h"
#include "historyserver/store/database.h"

namespace afterglow::history {

// One event log and, once its ApplicationStart was read, the application attempt in it. Times are
// ms since 1970.
struct LogRow {
  std::string log_id;           // LogListing::id
  std::string directory;        // the configured log directory; empty: of no log known here
  std::string database;         // file name inside the store folder
  std::string fingerprint;      // of the listing that was read last
  bool log_gone = false;        // the log has disappeared, or was never here: nothing follows
  std::int64_t size = 0;        // stored bytes, as last seen
  std::int64_t bytes_read = 0;  // of them
  bool read_once = false;       // everything was read that was there at some moment
  std::optional<std::string> problem;  // one line: what is wrong with the log
  std::int64_t last_updated = 0;
  std::optional<std::string> app_id;
  std::optional<std::string> attempt_id;
  std::string name;
  std::string user;
  std::string spark_version;
  std::int64_t start_time = 0;
  std::optional<std::int64_t> end_time;
  std::optional<std::int64_t> exit_code;
  ApplicationTotals totals;
  // The next three are unknown until the log was read, and where its database is of an application
  // whose log is gone and that an earlier version read.
  std::optional<std::int64_t> core_time;  // ms of one core that executors held, busy or idle
  std::optional<bool> complete;           // all that the log announces is in it
  std::int64_t finding_count = 0;         // what makes numbers wrong (LogFindingRow::matters)
  std::optional<std::string> finding;     // the most important of them, one sentence
  // Where it ran and which job it is a run of (fleet/roll_up.h); empty until its log was begun.
  std::string queue;
  std::string job;
  // Written when the log was read to its end; of applications without executors 0.
  std::optional<double> memory_time;            // byte-ms that executors held
  std::optional<std::int64_t> waste_core_time;  // of core_time: ms without a task
  std::vector<RunFinding> findings;             // of insights, those that would save most first
  std::string severity;                         // the highest of them; empty: none
  std::string insights_tag;                     // tells by what rules; empty: not yet
  bool alerts_made = false;                     // it was seen whether somebody is to be told

  // Of an application without an end whose log was read: the last moment that it tells of. When the
  // file was written last may be when it was copied.
  std::optional<std::int64_t> last_event;

  void set_application(const ApplicationRow& application);
  // What listings tell; it refers to this row's texts.
  ListedAttempt listed() const;

  ApplicationState state() const;

  // Up to when running tasks are known to run: the moment at which the log was last written, as in
  // Spark's server. Their durations grow with the log, not with the clock.
  std::int64_t known_until() const { return last_updated; }
  // Until when an application lasts: its end, or as long as is known. Not what Spark's server says.
  std::int64_t told_until() const {
    return end_time.value_or(std::max(start_time, last_event.value_or(last_updated)));
  }
  // Whether all is known that there will ever be, unless the log is changed by hand.
  bool is_final() const { return read_once && end_time && (log_gone || bytes_read >= size); }
  double progress() const {
    if (read_once || size == 0) return 1;
    return static_cast<double>(bytes_read) / static_cast<double>(size);
  }
};

inline constexpr const char* kCatalogName = "catalog.db";

// catalog.db: what listings need to know of every log. Safe for any number of threads.
class Catalog {
 public:
  // Creates the file, migrates one of an older schema version, or empties any other. The folder
  // must exist. Only logs of `directories`, and those of no directory, are ever answered: a store
  // may have served others before.
  static Result<std::unique_ptr<Catalog>> open(const std::string& path,
                                               const std::vector<std::string>& directories);
  // What another program keeps, with the logs of all directories. ErrorKind::not_found when there
  // is none, corrupt when it is of another schema version.
  static Result<std::unique_ptr<Catalog>> open_read_only(const std::string& path);

  Result<void> put(const LogRow& row);
  Result<void> put(const std::vector<LogRow>& rows);  // in one transaction
  Result<void> remove(const std::string& log_id);
  Result<std::vector<LogRow>> all();
  // One after the other; `visit` must not use this catalog.
  Result<void> for_each(const std::function<void(LogRow&&)>& visit);
  Result<std::optional<LogRow>> find(const std::string& log_id);
  // The applications as of now; nothing is computed while the catalog does not change. Of so many
  // that this takes long, and that change all the time, as of a few seconds ago: it would take all
  // of a core otherwise.
  Result<std::shared_ptr<const ApplicationListing>> listing();
  // Some logs, by their ids, in no order; unknown ones are left out.
  Result<std::vector<LogRow>> logs(const std::vector<std::string>& log_ids);
  // The logs in which no application was found because of what is wrong with them.
  Result<std::vector<LogRow>> unlisted();
  // Tells of applications that were put or removed.
  const ChangeFeed& changes() const { return changes_; }
  // Some of the logs of applications that ended from `since` on, of which it was not seen whether
  // somebody is to be told; only those about which all is known.
  Result<std::vector<LogRow>> without_alerts(std::int64_t since, std::size_t most);
  // Of the completed runs of a run's job that were read, those that started before it, the latest
  // first; of several logs of a run the one that attempts() has. Only as many rows are read as are
  // answered, nearly.
  Result<std::vector<LogRow>> completed_before(const LogRow& run, std::size_t most);
  // The databases of all logs, also of those that are not answered.
  Result<std::set<std::string>> databases();
  // All attempts of an application, newest start first, each from the log that changed last.
  Result<std::vector<LogRow>> attempts(const std::string& app_id);

 private:
  Catalog(Database database, Database reader, std::string directories)
      : directories_(std::move(directories)),
        database_(std::move(database)),
        reader_(std::move(reader)) {}

  void note(const LogRow& row);
  Result<void> each_visible(Database& database, const std::string& condition,
                            const std::function<void(LogRow&&)>& visit) const;

  const std::string directories_;  // as a JSON list
  ChangeFeed changes_;
  std::atomic<std::uint64_t> version_ = 1;  // counts changes

  std::mutex mutex_;  // guards these
  Database database_;
  std::optional<Statement> put_;
  // Of applications that were asked for since the last change.
  std::unordered_map<std::string, std::vector<LogRow>> attempts_;

  // Guards the rest: whoever writes does not wait while the listing is made.
  std::mutex listing_mutex_;
  Database reader_;
  std::shared_ptr<const ApplicationListing> listing_;
  std::uint64_t listed_version_ = 0;
  std::chrono::steady_clock::time_point good_until_;  // even if something changes
};

// Of several logs of one attempt, the one that changed last among those that are still there.
std::vector<LogRow> one_of_each_attempt(std::vector<LogRow> logs);
// The same for the logs of one application: attempts, newest start first.
std::vector<LogRow> newest_attempts(std::vector<LogRow> logs_of_one_application);

}  // namespace afterglow::history
