#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "common/base/redact.h"
#include "historyserver/eventlog/log_listing.h"
#include "historyserver/ingest/log_ingest.h"
#include "historyserver/store/catalog.h"

namespace afterglow::history {

// What becomes of the database of a log that has disappeared.
enum class WithoutLog { keep, remove };

// Reads logs into their databases on a few threads. New logs are first listed from their ends, some
// at a time; then a slice of one log is read, then a slice of the next, so that a huge log does not
// hold up the others. All functions may be called from any thread.
class Pipeline {
 public:
  // `catalog` must outlive this. Logs that the catalog says are read are not read again; databases
  // in the store folder that it does not know are put into it. What `redactor` calls a secret is
  // not stored.
  Pipeline(Catalog& catalog, std::string store_folder, int threads,
           WithoutLog without_log = WithoutLog::keep, Redactor redactor = {});
  ~Pipeline();  // stops after the slices that are being read

  // What a scan found in one directory: new and grown logs are queued; those of this directory
  // that are not listed any more are gone.
  void offer(const std::string& directory, const std::vector<LogListing>& listings);

  // What was found of one log alone, which stands in a directory that is offered now and then.
  void offer(const LogListing& listing);

  // Waits until the log has been read to its end at some moment, and has it read before all others.
  // False when that takes longer than `timeout`; true at once for an unknown log.
  bool wait_until_read(const std::string& log_id, std::chrono::milliseconds timeout);

  // Waits until anything of the log is in its database, as the one above.
  bool wait_until_begun(const std::string& log_id, std::chrono::milliseconds timeout);

  // Has the log read from its start into a new database, before all other logs: the one that there
  // was is gone or damaged. wait_until_read() then waits for that.
  void read_again(const std::string& log_id);

  const std::string& store_folder() const { return store_folder_; }

 private:
  struct Slot {
    LogListing listing;
    LogRow row;
    std::unique_ptr<LogIngest> ingest;  // of the thread that runs the slot, while it runs
    bool open = false;                  // the log is being read or followed: it has an ingest
    bool unlisted = false;              // nothing is known of the application
    bool wanted = false;                // somebody waits for it: its slices go first
    bool queued = false;
    bool running = false;
    bool removed = false;   // the log is gone; to be looked after when it is not used any more
    bool restart = false;   // what was read is worth nothing any more
    bool anew = false;      // the next ingest must not go on from the database that there is
    bool has_work = false;  // the listing shows something that was not read
    std::int64_t retry_at = 0;
  };

  template <typename Ready>
  bool wait_for(const std::string& log_id, std::chrono::milliseconds timeout, Ready&& ready);
  void work();
  void list_some(std::unique_lock<std::mutex>& lock);
  void take(const LogListing& listing, std::int64_t now);
  void enqueue(const std::string& log_id, bool first);
  void run_slice(std::unique_lock<std::mutex>& lock, const std::string& log_id, Slot& slot);
  void load_catalog();
  void lose(const std::string& log_id, Slot& slot);
  void forget(const std::string& log_id, Slot& slot);
  void keep_without_log(const std::string& log_id, Slot& slot);
  void find_again(Slot& slot);
  Result<LogIngest::State> advance(Slot& slot, const LogListing& listing, bool wanted);
  void close(Slot& slot);
  void settle(Slot& slot, const LogListing& listing, const Result<LogIngest::State>& state);

  Catalog& catalog_;
  const std::string store_folder_;
  const WithoutLog without_log_;
  const Redactor redactor_;

  std::mutex mutex_;  // guards all below, but not the ingest of a running slot
  std::condition_variable changed_;
  std::map<std::string, Slot> slots_;
  std::deque<std::string> queue_;     // to be read
  std::deque<std::string> unlisted_;  // to be listed
  int open_ = 0;                      // slots that are
  bool stopping_ = false;
  std::vector<std::jthread> threads_;
};

}  // namespace afterglow::history
