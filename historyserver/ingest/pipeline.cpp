#include "historyserver/ingest/pipeline.h"

#include <unistd.h>

#include <algorithm>
#include <set>
#include <utility>

#include "common/base/clock.h"
#include "common/base/hash.h"
#include "common/base/logging.h"

namespace afterglow::history {
namespace {

constexpr std::uint64_t kSliceBytes = 8 * 1024 * 1024;
// A log without its end that did not grow for so long is read from its start if it ever does:
// what is kept to follow it costs memory and open files.
constexpr std::int64_t kForgetIdleAfterMs = 60 * 60 * 1000;
// After the database could not be written: the disk may be full.
constexpr std::int64_t kRetryAfterMs = 30 * 1000;

// A name that a person recognises, and that two logs of the same name in different folders do not
// share.
std::string database_name(const std::string& log_id) {
  const std::uint64_t hash = fnv1a(log_id);
  constexpr char digits[] = "0123456789abcdef";
  std::string name = log_id.substr(log_id.rfind('/') + 1, 100) + "-";
  for (int shift = 60; shift >= 0; shift -= 4) name += digits[(hash >> shift) & 15];
  return name + ".db";
}

}  // namespace

Pipeline::Pipeline(Catalog& catalog, std::string store_folder, int threads)
    : catalog_(catalog), store_folder_(std::move(store_folder)) {
  if (auto rows = catalog_.all()) {
    for (LogRow& row : *rows) {
      Slot& slot = slots_[row.log_id];
      slot.listing.directory = row.directory;
      slot.row = std::move(row);
      const std::string database = store_folder_ + "/" + slot.row.database;
      // A log that could not be read well is tried again: this version may know more.
      if (slot.row.problem || access(database.c_str(), R_OK) != 0) slot.row.fingerprint.clear();
    }
  }
  for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
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

void Pipeline::offer(const std::string& directory, const std::vector<LogListing>& listings) {
  std::set<std::string> present;
  const std::int64_t now = now_ms();
  const std::lock_guard lock(mutex_);
  for (const LogListing& listing : listings) {
    present.insert(listing.id);
    const auto [found, is_new] = slots_.try_emplace(listing.id);
    Slot& slot = found->second;
    if (is_new) {
      slot.row.log_id = listing.id;
      slot.row.directory = listing.directory;
      slot.row.database = database_name(listing.id);
    }
    slot.removed = false;
    slot.listing = listing;
    slot.has_work = fingerprint(listing) != slot.row.fingerprint;
    if (slot.has_work && !slot.running && now >= slot.retry_at) enqueue(listing.id, false);
  }
  for (auto next = slots_.begin(); next != slots_.end();) {
    auto& [log_id, slot] = *next++;
    if (slot.listing.directory != directory || present.contains(log_id)) continue;
    slot.removed = true;
    if (!slot.running) forget(std::string(log_id), slot);
  }
  changed_.notify_all();
}

void Pipeline::forget(const std::string& log_id, Slot& slot) {
  slot.ingest.reset();
  for (const char* suffix : {"", "-wal", "-shm"}) {
    unlink((store_folder_ + "/" + slot.row.database + suffix).c_str());
  }
  if (auto removed = catalog_.remove(log_id); !removed) log_error(removed.error().message);
  std::erase(queue_, log_id);
  slots_.erase(log_id);
}

bool Pipeline::wait_until_read(const std::string& log_id, std::chrono::milliseconds timeout) {
  std::unique_lock lock(mutex_);
  const auto is_read = [&] {
    const auto found = slots_.find(log_id);
    return stopping_ || found == slots_.end() || found->second.row.read_once;
  };
  if (!is_read()) {
    const Slot& slot = slots_.at(log_id);
    if (slot.has_work && !slot.running) enqueue(log_id, true);
    changed_.notify_all();
  }
  return changed_.wait_for(lock, timeout, is_read);
}

void Pipeline::read_again(const std::string& log_id) {
  const std::lock_guard lock(mutex_);
  const auto found = slots_.find(log_id);
  if (found == slots_.end()) return;
  Slot& slot = found->second;
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
    changed_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
    if (stopping_) return;
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
  if (std::exchange(slot.restart, false)) slot.ingest.reset();
  const LogListing listing = slot.listing;
  lock.unlock();
  const auto state = advance(slot, listing);
  lock.lock();
  slot.running = false;
  settle(slot, listing, state);
  if (slot.removed) {
    forget(log_id, slot);
  } else if (slot.has_work) {
    enqueue(log_id, false);
  }
}

// Without the lock: only the thread that runs the slot touches its ingest.
Result<LogIngest::State> Pipeline::advance(Slot& slot, const LogListing& listing) {
  if (!slot.ingest) {
    auto started = LogIngest::start(store_folder_, slot.row);
    if (!started) return std::unexpected(started.error());
    slot.ingest = *std::move(started);
  }
  auto state = slot.ingest->advance(listing, kSliceBytes);
  if (state && *state != LogIngest::State::replaced) {
    if (auto put = catalog_.put(slot.ingest->row()); !put) return std::unexpected(put.error());
  }
  return state;
}

void Pipeline::settle(Slot& slot, const LogListing& listing,
                      const Result<LogIngest::State>& state) {
  if (!state) {
    log_error("cannot store " + listing.id + ": " + state.error().message);
    slot.ingest.reset();
    slot.retry_at = now_ms() + kRetryAfterMs;
    return;
  }
  if (*state == LogIngest::State::replaced) {
    log_info(listing.id + " was replaced or cut: reading it again");
    slot.ingest.reset();
    slot.row.read_once = false;
    slot.has_work = true;
    return;
  }
  if (slot.ingest->row().problem && slot.ingest->row().problem != slot.row.problem) {
    log_warn("log " + listing.id + ": " + *slot.ingest->row().problem);
  }
  slot.row = slot.ingest->row();
  if (slot.restart) slot.row.read_once = false;
  if (*state == LogIngest::State::more) {
    slot.has_work = true;
    return;
  }
  const bool idle = now_ms() - listing.modified > kForgetIdleAfterMs;
  if (slot.row.end_time || idle) {
    slot.ingest->finish();
    slot.ingest.reset();
  }
}

}  // namespace afterglow::history
