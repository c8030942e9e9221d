#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "common/base/redact.h"
#include "historyserver/eventlog/log_listing.h"
#include "historyserver/fleet/roll_up.h"
#include "historyserver/ingest/log_ingest.h"
#include "historyserver/store/catalog.h"

namespace afterglow::history {

// What becomes of the database of a log that has disappeared.
enum class WithoutLog { keep, remove };

// Reads logs into their databases on a few threads. New logs are first listed from their ends, some
// at a time; then a slice of one log is read, then a slice of the next, so that a huge log does not
// hold up the others; of small ones several are read at once. All functions may be called from any
// thread.
class Pipeline {
 public:
  // Of small logs so many are read at once, of so many stored bytes together. Each needs all kinds
  // of code and tables for a moment: one step of several logs, while these are at hand, takes a
  // fraction of the time, and their rows are put together.
  static constexpr std::size_t kAtOnce = 8;
  static constexpr std::int64_t kAtOnceBytes = 1024 * 1024;

  // `catalog` must outlive this. Logs that the catalog says are read are not read again; databases
  // in the store folder that it does not know are put into it. What `redactor` calls a secret is
  // not stored. Rows that `roll_up` would write in another way are looked at again.
  Pipeline(Catalog& catalog, std::string store_folder, int threads,
           WithoutLog without_log = WithoutLog::keep, Redactor redactor = {},
           RollUp roll_up = RollUp());
  ~Pipeline();  // stops after the slices that are being read

  // A scan offers every log that it finds in a directory: new and grown ones are queued. Those of
  // the directory that were not offered between the two calls are gone.
  std::uint64_t begin_scan();
  void offer(const LogListing& listing);
  void end_scan(const std::string& directory, std::uint64_t scan);

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
  // Of a log that is being read or followed.
  struct OpenLog {
    LogRow row;                         // after its last slice
    std::unique_ptr<LogIngest> ingest;  // of the thread that runs the slot, while it runs
  };
  // There is one for each log, hundreds of thousands maybe: the row of one that is not open stands
  // in the catalog alone, and its files are looked at again when its turn comes.
  struct Slot {
    std::unique_ptr<OpenLog> open;
    std::uint64_t offered = 0;  // which state of the log was offered last (state_offered())
    std::uint64_t read = 0;     // which one was read last; 0: it has to be read
    std::int64_t size = 0;      // stored bytes, as offered last
    std::int64_t retry_at = 0;
    std::uint64_t scan = 0;       // in which it was offered last
    std::uint32_t directory = 0;  // index in directories_
    bool begun = false;           // something is in its database
    bool read_once = false;       // as LogRow::read_once
    bool log_gone = false;        // as LogRow::log_gone
    bool unlisted = false;        // nothing is known of the application
    bool wanted = false;          // somebody waits for it: its slices go first
    bool queued = false;
    bool running = false;
    bool removed = false;   // the log is gone; to be looked after when it is not used any more
    bool restart = false;   // what was read is worth nothing any more
    bool anew = false;      // the next ingest must not go on from the database that there is
    bool has_work = false;  // what was offered was not read
  };
  using Slots = std::unordered_map<std::string, Slot>;
  using Entry = Slots::value_type;  // a log's id and its slot; its address stays
  // A slice of a log, of the thread that reads it.
  struct Turn {
    Entry* entry = nullptr;
    OpenLog* log = nullptr;
    LogIngest::Start how = LogIngest::Start::resume;
    bool is_new = false;  // nothing of it is open
    bool must_be_read = false;
    bool wanted = false;                // as Slot::wanted
    std::uint64_t offered = 0;          // as Slot::offered
    std::optional<LogListing> listing;  // none: it is gone
    Result<LogIngest::State> state = LogIngest::State::caught_up;

    // Whether something of it was read that has to be kept.
    bool has_news() const { return listing && state && *state != LogIngest::State::replaced; }
  };

  template <typename Ready>
  bool wait_for(const std::string& log_id, std::chrono::milliseconds timeout, Ready&& ready);
  void work();
  void list_some(std::unique_lock<std::mutex>& lock);
  void enqueue(Entry& entry, bool first);
  std::vector<Turn> begin_turns();
  Turn begin_turn(Entry& entry);
  void run(std::span<Turn> turns);
  void read(Turn& turn);
  void conclude(const Turn& turn);
  void end_turn(Turn& turn);
  static void note_failure(const Result<void>& done);
  static std::string database_name(const std::string& log_id);
  // Two of a log differ when there is something new to read.
  static std::uint64_t state_offered(const LogListing& listing);
  static std::uint64_t state_read(const LogRow& row);
  void load_catalog();
  void tell_again(std::unique_lock<std::mutex>& lock);
  bool is_told(const LogRow& row) const;
  void add_known(const LogRow& row);
  std::uint32_t directory_index(const std::string& directory);
  LogRow row_of(const Entry& entry);
  LogRow known_row(LogRow row);
  LogRow new_row(const Entry& entry) const;
  void lose(Entry& entry);
  void forget(Entry& entry, const LogRow& row);
  void keep_without_log(Entry& entry, LogRow row);
  void find_again(Entry& entry);
  void close(Slot& slot);
  void settle(Slot& slot, const LogListing& listing, const Result<LogIngest::State>& state);

  Catalog& catalog_;
  const std::string store_folder_;
  const WithoutLog without_log_;
  const Redactor redactor_;
  const RollUp roll_up_;
  const std::size_t thread_count_;
  SmallDatabases small_databases_;

  std::mutex mutex_;  // guards all below, but not the ingest of a running slot
  std::condition_variable changed_;
  Slots slots_;
  std::vector<std::string> directories_;
  std::deque<Entry*> queue_;     // to be read
  std::deque<Entry*> unlisted_;  // to be listed
  // Logs that are gone and of which the catalog lacks what their databases say: when nothing else
  // is to be done.
  std::deque<std::string> untold_;
  std::uint64_t scan_ = 0;
  int open_ = 0;  // slots that are
  bool stopping_ = false;
  std::vector<std::jthread> threads_;
};

}  // namespace afterglow::history
