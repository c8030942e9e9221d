#include "historyserver/ingest/pipeline.h"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <set>
#include <utility>

#include "common/base/clock.h"
#include "common/base/hash.h"
#include "common/base/logging.h"
#include "historyserver/ingest/adoption.h"
#include "historyserver/ingest/log_probe.h"

namespace afterglow::history {
namespace {

// Decoded bytes. When somebody waits for a log the first slice is short: its beginning is there at
// once.
constexpr std::uint64_t kSliceBytes = 128 * 1024 * 1024;
constexpr std::uint64_t kFirstSliceBytes = 1024 * 1024;
// Logs that are listed before what was found is stored, in one transaction.
constexpr std::size_t kListedAtOnce = 256;
// A log that did not grow for so long goes on from its checkpoint when it does: what is kept to
// follow it costs memory and open files.
constexpr std::int64_t kForgetIdleAfterMs = 60 * 1000;
// More logs that are being read at the same time wait for their next slice with nothing but their
// checkpoint.
constexpr int kMaxOpen = 32;
// After the database could not be written: the disk may be full.
constexpr std::int64_t kRetryAfterMs = 30 * 1000;
constexpr const char* kGoneTooEarly = "the log disappeared before it was read to its end";

// A name that a person recognises, and that two logs of the same name in different folders do not
// share.
std::string database_name(const std::string& log_id) {
  const std::uint64_t hash = fnv1a(log_id);
  constexpr char digits[] = "0123456789abcdef";
  std::string name = log_id.substr(log_id.rfind('/') + 1, 100) + "-";
  for (int shift = 60; shift >= 0; shift -= 4) name += digits[(hash >> shift) & 15];
  return name + ".db";
}

// Of what the next scan does again.
void note_failure(const Result<void>& done) {
  if (!done) log_error(done.error().message);
}

using UnlistedLog = std::pair<LogListing, LogRow>;

void probe(UnlistedLog& log) {
  auto& [listing, row] = log;
  // What cannot be listed will say why when it is read.
  [[maybe_unused]] const auto done = probe_log(listing, row);
  row.size = static_cast<std::int64_t>(listing.size());
  row.last_updated = listing.modified;
}

// On all cores: whoever opens the first page waits for the list.
void probe_all(std::vector<UnlistedLog>& logs) {
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    for (std::size_t i = next++; i < logs.size(); i = next++) probe(logs[i]);
  };
  std::vector<std::jthread> helpers;
  const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
  for (std::size_t i = 1; i < std::min(cores, logs.size()); ++i) helpers.emplace_back(work);
  work();
}

}  // namespace

Pipeline::Pipeline(Catalog& catalog, std::string store_folder, int threads, WithoutLog without_log,
                   Redactor redactor)
    : catalog_(catalog),
      store_folder_(std::move(store_folder)),
      without_log_(without_log),
      redactor_(std::move(redactor)) {
  load_catalog();
  for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
}

void Pipeline::load_catalog() {
  auto rows = catalog_.all();
  auto known = catalog_.databases();
  if (!rows || !known) return log_error((rows ? known.error() : rows.error()).message);
  for (LogRow& row : *rows) {
    const bool is_there = access((store_folder_ + "/" + row.database).c_str(), R_OK) == 0;
    if (row.directory.empty() || (row.log_gone && !is_there)) {
      known->erase(row.database);
      note_failure(catalog_.remove(row.log_id));
      continue;
    }
    // A log that could not be read well is tried again: this version may know more.
    if (!is_there || (row.problem && !row.log_gone)) row.fingerprint.clear();
    Slot& slot = slots_[row.log_id];
    slot.listing.directory = row.directory;
    slot.row = std::move(row);
  }
  const auto adopted = adopt_databases(store_folder_, *known);
  note_failure(catalog_.put(adopted));
  for (const LogRow& row : adopted) slots_[row.log_id].row = row;
}

Pipeline::~Pipeline() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
}

void Pipeline::enqueue(const std::string& log_id, bool first) {
  Slot& slot = slots_.at(log_id);
  if (slot.queued) {
    if (!first) return;
    std::erase(queue_, log_id);
  }
  slot.queued = true;
  if (first) {
    queue_.push_front(log_id);
  } else {
    queue_.push_back(log_id);
  }
}

void Pipeline::take(const LogListing& listing, std::int64_t now) {
  const auto [found, is_new] = slots_.try_emplace(listing.id);
  Slot& slot = found->second;
  if (is_new) {
    slot.row.log_id = listing.id;
    slot.row.directory = listing.directory;
    slot.row.database = database_name(listing.id);
    slot.unlisted = true;
    unlisted_.push_back(listing.id);
    // Its database may be known without it.
    if (slots_.erase(slot.row.database) > 0) note_failure(catalog_.remove(slot.row.database));
  }
  slot.removed = false;
  if (slot.row.log_gone) find_again(slot);
  slot.listing = listing;
  slot.has_work = fingerprint(listing) != slot.row.fingerprint;
  const bool may_run = !slot.running && !slot.unlisted && now >= slot.retry_at;
  if (slot.has_work && may_run) enqueue(listing.id, false);
}

void Pipeline::offer(const LogListing& listing) {
  const std::lock_guard lock(mutex_);
  take(listing, now_ms());
  changed_.notify_all();
}

void Pipeline::offer(const std::string& directory, const std::vector<LogListing>& listings) {
  std::set<std::string> present;
  const std::int64_t now = now_ms();
  const std::lock_guard lock(mutex_);
  for (const LogListing& listing : listings) {
    present.insert(listing.id);
    take(listing, now);
  }
  for (auto next = slots_.begin(); next != slots_.end();) {
    auto& [log_id, slot] = *next++;
    if (slot.listing.directory != directory || present.contains(log_id)) continue;
    slot.removed = true;
    if (!slot.running && !slot.unlisted) lose(std::string(log_id), slot);
  }
  changed_.notify_all();
}

// Lists the next logs from their ends, then has them read.
void Pipeline::list_some(std::unique_lock<std::mutex>& lock) {
  std::vector<UnlistedLog> some;
  while (!unlisted_.empty() && some.size() < kListedAtOnce) {
    const Slot& slot = slots_.at(unlisted_.front());
    unlisted_.pop_front();
    some.emplace_back(slot.listing, slot.row);
  }
  lock.unlock();
  probe_all(some);
  std::vector<LogRow> rows;
  for (const auto& [listing, row] : some) {
    if (row.app_id) rows.push_back(row);
  }
  note_failure(catalog_.put(rows));
  lock.lock();
  for (const auto& [listing, row] : some) {
    Slot& slot = slots_.at(row.log_id);
    slot.unlisted = false;
    slot.row = row;
    if (slot.removed) {
      lose(row.log_id, slot);
    } else {
      enqueue(row.log_id, slot.wanted);
    }
  }
}

void Pipeline::lose(const std::string& log_id, Slot& slot) {
  if (without_log_ == WithoutLog::remove || !slot.row.app_id || slot.row.bytes_read == 0) {
    forget(log_id, slot);
  } else if (!slot.row.log_gone) {
    keep_without_log(log_id, slot);
  }
}

void Pipeline::keep_without_log(const std::string& log_id, Slot& slot) {
  if (slot.ingest) slot.ingest->finish();
  close(slot);
  std::erase(queue_, log_id);
  slot.queued = slot.has_work = slot.wanted = slot.removed = false;
  slot.row.log_gone = true;
  if (slot.row.bytes_read < slot.row.size) slot.row.problem = kGoneTooEarly;
  slot.row.read_once = true;
  note_failure(catalog_.put(slot.row));
}

// A log that was gone has come back.
void Pipeline::find_again(Slot& slot) {
  slot.row.log_gone = false;
  if (slot.row.problem == kGoneTooEarly) slot.row.problem.reset();
  note_failure(catalog_.put(slot.row));
}

void Pipeline::forget(const std::string& log_id, Slot& slot) {
  close(slot);
  for (const char* suffix : {"", "-wal", "-shm"}) {
    unlink((store_folder_ + "/" + slot.row.database + suffix).c_str());
  }
  note_failure(catalog_.remove(log_id));
  std::erase(queue_, log_id);
  slots_.erase(log_id);
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
    Slot& slot = slots_.at(log_id);
    slot.wanted = true;
    if (slot.has_work && !slot.running && !slot.unlisted) enqueue(log_id, true);
    changed_.notify_all();
  }
  return changed_.wait_for(lock, timeout, is_ready);
}

bool Pipeline::wait_until_read(const std::string& log_id, std::chrono::milliseconds timeout) {
  return wait_for(log_id, timeout, [](const Slot& slot) { return slot.row.read_once; });
}

bool Pipeline::wait_until_begun(const std::string& log_id, std::chrono::milliseconds timeout) {
  return wait_for(log_id, timeout,
                  [](const Slot& slot) { return slot.row.read_once || slot.row.bytes_read > 0; });
}

void Pipeline::read_again(const std::string& log_id) {
  const std::lock_guard lock(mutex_);
  const auto found = slots_.find(log_id);
  if (found == slots_.end()) return;
  Slot& slot = found->second;
  if (slot.row.log_gone) return;
  if (!slot.row.read_once) return;  // it is being read from its start already
  slot.restart = true;
  slot.has_work = true;
  slot.row.read_once = false;
  if (!slot.running) enqueue(log_id, true);
  changed_.notify_all();
}

void Pipeline::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return stopping_ || !queue_.empty() || !unlisted_.empty(); });
    if (stopping_) return;
    if (!unlisted_.empty()) {
      list_some(lock);
      changed_.notify_all();
      continue;
    }
    const std::string log_id = std::move(queue_.front());
    queue_.pop_front();
    Slot& slot = slots_.at(log_id);
    slot.queued = false;
    run_slice(lock, log_id, slot);
    changed_.notify_all();
  }
}

void Pipeline::run_slice(std::unique_lock<std::mutex>& lock, const std::string& log_id,
                         Slot& slot) {
  slot.running = true;
  slot.has_work = false;
  if (!std::exchange(slot.open, true)) ++open_;
  if (std::exchange(slot.restart, false)) {
    slot.ingest.reset();
    slot.anew = true;
  }
  const LogListing listing = slot.listing;
  const bool wanted = slot.wanted;
  lock.unlock();
  const auto state = advance(slot, listing, wanted);
  lock.lock();
  slot.running = false;
  settle(slot, listing, state);
  if (slot.removed) {
    lose(log_id, slot);
  } else if (slot.has_work) {
    enqueue(log_id, slot.wanted);
  }
}

void Pipeline::close(Slot& slot) {
  slot.ingest.reset();
  if (std::exchange(slot.open, false)) --open_;
}

// Without the lock: only the thread that runs the slot touches its ingest.
Result<LogIngest::State> Pipeline::advance(Slot& slot, const LogListing& listing, bool wanted) {
  if (!slot.ingest) {
    auto started = LogIngest::start(
        store_folder_, slot.row,
        std::exchange(slot.anew, false) ? LogIngest::Start::anew : LogIngest::Start::resume,
        redactor_);
    if (!started) return std::unexpected(started.error());
    slot.ingest = *std::move(started);
  }
  const bool first = wanted && slot.ingest->row().bytes_read == 0;
  auto state = slot.ingest->advance(listing, first ? kFirstSliceBytes : kSliceBytes);
  if (state && *state != LogIngest::State::replaced) {
    if (auto put = catalog_.put(slot.ingest->row()); !put) return std::unexpected(put.error());
  }
  return state;
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
    slot.row.read_once = false;
    slot.has_work = true;
    return;
  }
  if (slot.ingest->row().problem && slot.ingest->row().problem != slot.row.problem) {
    log_warn("log " + listing.id + ": " + *slot.ingest->row().problem);
  }
  slot.row = slot.ingest->row();
  if (slot.row.read_once) slot.wanted = false;
  if (slot.restart) slot.row.read_once = false;
  if (*state == LogIngest::State::more) {
    slot.has_work = true;
    if (open_ > kMaxOpen) close(slot);
    return;
  }
  // Of what a scan offered meanwhile, only what was not read is work. What could not be read just
  // now, which has no fingerprint, waits for the next scan.
  slot.has_work = slot.restart || (!slot.row.fingerprint.empty() &&
                                   fingerprint(slot.listing) != slot.row.fingerprint);
  const bool idle = now_ms() - listing.modified > kForgetIdleAfterMs;
  if (slot.row.end_time || idle) {
    slot.ingest->finish();
    close(slot);
  }
}

}  // namespace afterglow::history
