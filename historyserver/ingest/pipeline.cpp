#include "historyserver/ingest/pipeline.h"

#include <unistd.h>

#include <algorithm>
#include <utility>

#include "common/base/clock.h"
#include "common/base/hash.h"
#include "common/base/logging.h"
#include "historyserver/ingest/log_probe.h"

namespace afterglow::history {
namespace {

// Decoded bytes. When somebody waits for a log the first slice is short: its beginning is there at
// once.
constexpr std::uint64_t kSliceBytes = 128 * 1024 * 1024;
constexpr std::uint64_t kFirstSliceBytes = 1024 * 1024;
// Logs that are listed before what was found is stored, in one transaction.
constexpr std::size_t kListedAtOnce = 1024;
// A log that did not grow for so long goes on from its checkpoint when it does: what is kept to
// follow it costs memory and open files.
constexpr std::int64_t kForgetIdleAfterMs = 60 * 1000;
// More logs that are being read at the same time wait for their next slice with nothing but their
// checkpoint.
constexpr int kMaxOpen = 32;
// After the database could not be written: the disk may be full.
constexpr std::int64_t kRetryAfterMs = 30 * 1000;
constexpr const char* kGoneTooEarly = "the log disappeared before it was read to its end";

// Whether nothing more is to be expected soon.
bool is_settled(const LogRow& row, const LogListing& listing) {
  return row.end_time || now_ms() - listing.modified > kForgetIdleAfterMs;
}

// Two of them differ when there is something new to read.
std::uint64_t state_of(const LogListing& listing) {
  return fnv1a(fingerprint(listing));
}

}  // namespace

Pipeline::Pipeline(Catalog& catalog, std::string store_folder, int threads, WithoutLog without_log,
                   Redactor redactor, RollUp roll_up)
    : catalog_(catalog),
      store_folder_(std::move(store_folder)),
      without_log_(without_log),
      redactor_(std::move(redactor)),
      roll_up_(std::move(roll_up)),
      thread_count_(static_cast<std::size_t>(std::max(1, threads))) {
  load_catalog();
  for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
}

Pipeline::~Pipeline() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
}

void Pipeline::enqueue(Entry& entry, bool first) {
  if (entry.second.queued) {
    if (!first) return;
    std::erase(queue_, &entry);
  }
  entry.second.queued = true;
  if (first) {
    queue_.push_front(&entry);
  } else {
    queue_.push_back(&entry);
  }
  changed_.notify_all();
}

std::uint64_t Pipeline::begin_scan() {
  const std::lock_guard lock(mutex_);
  return ++scan_;
}

void Pipeline::offer(const LogListing& listing) {
  const std::lock_guard lock(mutex_);
  const auto [found, is_new] = slots_.try_emplace(listing.id);
  Entry& entry = *found;
  Slot& slot = entry.second;
  slot.scan = scan_;
  slot.directory = directory_index(listing.directory);
  if (is_new) {
    slot.unlisted = true;
    unlisted_.push_back(&entry);
    changed_.notify_all();
    // Its database may be known without it.
    const std::string database = database_name(listing.id);
    if (slots_.erase(database) > 0) note_failure(catalog_.remove(database));
  }
  slot.removed = false;
  if (slot.log_gone) find_again(entry);
  slot.offered = state_of(listing);
  slot.size = static_cast<std::int64_t>(listing.size());
  slot.has_work = slot.offered != slot.read;
  const bool may_run = !slot.running && !slot.unlisted && now_ms() >= slot.retry_at;
  if (slot.has_work && may_run) enqueue(entry, false);
}

void Pipeline::end_scan(const std::string& directory, std::uint64_t scan) {
  const std::lock_guard lock(mutex_);
  const std::uint32_t index = directory_index(directory);
  for (auto next = slots_.begin(); next != slots_.end();) {
    Entry& entry = *next++;
    Slot& slot = entry.second;
    if (slot.directory != index || slot.scan >= scan) continue;
    slot.removed = true;
    if (!slot.running && !slot.unlisted) lose(entry);
  }
  changed_.notify_all();
}

// Lists the next logs from their ends, then has them read.
void Pipeline::list_some(std::unique_lock<std::mutex>& lock) {
  std::vector<Entry*> some;
  std::vector<LogRow> rows;
  while (!unlisted_.empty() && some.size() < kListedAtOnce) {
    some.push_back(unlisted_.front());
    rows.push_back(new_row(*some.back()));
    unlisted_.pop_front();
  }
  lock.unlock();
  probe_logs(rows);
  std::erase_if(rows, [](const LogRow& row) { return !row.app_id; });
  note_failure(catalog_.put(rows));
  lock.lock();
  for (Entry* entry : some) {
    entry->second.unlisted = false;
    if (entry->second.removed) {
      lose(*entry);
    } else {
      enqueue(*entry, entry->second.wanted);
    }
  }
}

void Pipeline::lose(Entry& entry) {
  if (entry.second.log_gone && without_log_ == WithoutLog::keep) return;
  LogRow row = row_of(entry);
  if (without_log_ == WithoutLog::remove || !row.app_id || row.bytes_read == 0) {
    forget(entry, row);
  } else {
    keep_without_log(entry, std::move(row));
  }
}

void Pipeline::keep_without_log(Entry& entry, LogRow row) {
  Slot& slot = entry.second;
  if (slot.open && slot.open->ingest) slot.open->ingest->finish();
  close(slot);
  std::erase(queue_, &entry);
  slot.queued = slot.has_work = slot.wanted = slot.removed = false;
  slot.log_gone = row.log_gone = true;
  row.size = slot.size;
  if (row.bytes_read < row.size) row.problem = kGoneTooEarly;
  slot.read_once = row.read_once = true;
  note_failure(catalog_.put(row));
}

// A log that was gone has come back.
void Pipeline::find_again(Entry& entry) {
  entry.second.log_gone = false;
  LogRow row = row_of(entry);
  row.log_gone = false;
  if (row.problem == kGoneTooEarly) row.problem.reset();
  note_failure(catalog_.put(row));
}

void Pipeline::forget(Entry& entry, const LogRow& row) {
  close(entry.second);
  ApplicationDatabase::remove(store_folder_ + "/" + row.database);
  note_failure(catalog_.remove(row.log_id));
  std::erase(queue_, &entry);
  slots_.erase(row.log_id);
}

template <typename Ready>
bool Pipeline::wait_for(const std::string& log_id, std::chrono::milliseconds timeout,
                        Ready&& ready) {
  std::unique_lock lock(mutex_);
  const auto is_ready = [&] {
    const auto found = slots_.find(log_id);
    return stopping_ || found == slots_.end() || ready(found->second);
  };
  if (!is_ready()) {
    Entry& entry = *slots_.find(log_id);
    Slot& slot = entry.second;
    slot.wanted = true;
    if (slot.has_work && !slot.running && !slot.unlisted) enqueue(entry, true);
  }
  return changed_.wait_for(lock, timeout, is_ready);
}

bool Pipeline::wait_until_read(const std::string& log_id, std::chrono::milliseconds timeout) {
  return wait_for(log_id, timeout, [](const Slot& slot) { return slot.read_once; });
}

bool Pipeline::wait_until_begun(const std::string& log_id, std::chrono::milliseconds timeout) {
  return wait_for(log_id, timeout, [](const Slot& slot) { return slot.read_once || slot.begun; });
}

void Pipeline::read_again(const std::string& log_id) {
  const std::lock_guard lock(mutex_);
  const auto found = slots_.find(log_id);
  if (found == slots_.end()) return;
  Slot& slot = found->second;
  if (slot.log_gone) return;
  if (!slot.read_once) return;  // it is being read from its start already
  slot.restart = true;
  slot.has_work = true;
  slot.read_once = false;
  if (!slot.running) enqueue(*found, true);
}

void Pipeline::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] {
      return stopping_ || !queue_.empty() || !unlisted_.empty() || !untold_.empty();
    });
    if (stopping_) return;
    if (!unlisted_.empty()) {
      list_some(lock);
    } else if (queue_.empty()) {
      tell_again(lock);
    } else {
      auto turns = begin_turns();
      lock.unlock();
      run(turns);
      lock.lock();
      for (Turn& turn : turns) end_turn(turn);
    }
    changed_.notify_all();
  }
}

// Of the first log in the queue; of small ones of some, as many as leave the other threads theirs.
// Who waits for a log does not wait for others.
std::vector<Pipeline::Turn> Pipeline::begin_turns() {
  const std::size_t share = queue_.size() / thread_count_;
  std::vector<Turn> turns;
  bool alone = false;
  while (!alone && !queue_.empty() && turns.size() < std::clamp(share, 1UZ, kSmallAtOnce)) {
    const Slot& slot = queue_.front()->second;
    alone = slot.wanted || slot.size > LogIngest::kSmallLog;
    if (alone && !turns.empty()) break;
    turns.push_back(begin_turn(*queue_.front()));
    queue_.pop_front();
  }
  return turns;
}

Pipeline::Turn Pipeline::begin_turn(Entry& entry) {
  Slot& slot = entry.second;
  slot.queued = false;
  slot.running = true;
  slot.has_work = false;
  if (slot.restart) {
    close(slot);
    slot.anew = true;
    slot.restart = false;
  }
  Turn turn;
  turn.entry = &entry;
  turn.wanted = slot.wanted;
  turn.offered = slot.offered;
  turn.must_be_read = slot.read == 0;
  turn.how = std::exchange(slot.anew, false) ? LogIngest::Start::anew : LogIngest::Start::resume;
  turn.is_new = !slot.open;
  if (turn.is_new) {
    slot.open = std::make_unique<OpenLog>(new_row(entry));
    ++open_;
  }
  turn.log = slot.open.get();
  return turn;
}

// Without the lock: only the thread whose turn it is touches what is open of a log.
void Pipeline::run(std::span<Turn> turns) {
  for (Turn& turn : turns) read(turn);
  for (Turn& turn : turns) conclude(turn);
  std::vector<LogRow> rows;
  rows.reserve(turns.size());
  for (Turn& turn : turns) {
    if (!turn.has_news()) continue;
    LogIngest& ingest = *turn.log->ingest;
    const auto kept = ingest.is_in_memory() ? ingest.keep() : Result<void>();
    if (kept) {
      rows.push_back(ingest.row());
    } else {
      turn.state = std::unexpected(kept.error());
    }
  }
  if (rows.empty()) return;
  const auto put = catalog_.put(rows);
  if (put) return;
  for (Turn& turn : turns) {
    if (turn.has_news()) turn.state = std::unexpected(put.error());
  }
}

void Pipeline::read(Turn& turn) {
  OpenLog& log = *turn.log;
  if (turn.is_new) log.row = known_row(std::move(log.row));
  if (turn.must_be_read) log.row.fingerprint.clear();
  turn.listing = list_log_by_id(log.row.directory, log.row.log_id);
  if (!turn.listing) return;
  if (!log.ingest) {
    auto started = LogIngest::start(store_folder_, log.row, turn.how, redactor_, &small_databases_);
    if (!started) {
      turn.state = std::unexpected(started.error());
      return;
    }
    log.ingest = *std::move(started);
  }
  LogIngest& ingest = *log.ingest;
  const bool first = turn.wanted && ingest.row().bytes_read == 0 && !ingest.is_in_memory();
  turn.state = ingest.advance(*turn.listing, first ? kFirstSliceBytes : kSliceBytes);
}

void Pipeline::conclude(const Turn& turn) {
  if (!turn.has_news()) return;
  LogIngest& ingest = *turn.log->ingest;
  const bool at_end = *turn.state == LogIngest::State::caught_up;
  const bool is_whole = at_end && is_settled(ingest.row(), *turn.listing);
  note_failure(is_whole ? ingest.conclude(roll_up_) : ingest.name(roll_up_));
}

void Pipeline::end_turn(Turn& turn) {
  Slot& slot = turn.entry->second;
  slot.running = false;
  if (turn.listing) {
    // What was seen just now is as good as offered, unless something was offered meanwhile.
    if (slot.offered == turn.offered) slot.offered = state_of(*turn.listing);
    settle(slot, *turn.listing, turn.state);
  } else {
    if (turn.log->ingest) turn.log->ingest->finish();
    close(slot);  // the next scan tells what became of it
  }
  if (slot.removed) {
    lose(*turn.entry);
  } else if (slot.has_work) {
    enqueue(*turn.entry, slot.wanted);
  }
}

void Pipeline::close(Slot& slot) {
  if (slot.open) --open_;
  slot.open.reset();
}

void Pipeline::settle(Slot& slot, const LogListing& listing,
                      const Result<LogIngest::State>& state) {
  if (!state) {
    log_error("cannot store " + listing.id + ": " + state.error().message);
    close(slot);
    slot.retry_at = now_ms() + kRetryAfterMs;
    return;
  }
  if (*state == LogIngest::State::replaced) {
    log_info(listing.id + " was replaced or cut: reading it again");
    close(slot);
    slot.anew = true;
    slot.read_once = false;
    slot.has_work = true;
    return;
  }
  OpenLog& log = *slot.open;
  const LogRow& row = log.ingest->row();
  if (row.problem && row.problem != log.row.problem) {
    log_warn("log " + listing.id + ": " + *row.problem);
  }
  log.row = row;
  slot.read = state_read(row);
  slot.begun = row.bytes_read > 0;
  slot.read_once = row.read_once && !slot.restart;
  if (row.read_once) slot.wanted = false;
  if (*state == LogIngest::State::more) {
    slot.has_work = true;
    if (open_ > kMaxOpen || log.ingest->is_in_memory()) close(slot);
    return;
  }
  // Of what a scan offered meanwhile, only what was not read is work. What could not be read just
  // now waits for the next scan.
  slot.has_work = slot.restart || (slot.read != 0 && slot.offered != slot.read);
  if (is_settled(row, listing) || log.ingest->is_in_memory()) {
    log.ingest->finish();
    close(slot);
  }
}

}  // namespace afterglow::history
