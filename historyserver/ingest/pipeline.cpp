#include "historyserver/ingest/pipeline.h"

#include <algorithm>
#include <utility>

#include "common/base/clock.h"
#include "historyserver/ingest/log_probe.h"

namespace afterglow::history {
namespace {

// Logs that are listed before what was found is stored, in one transaction.
constexpr std::size_t kListedAtOnce = 1024;
constexpr const char* kGoneTooEarly = "the log disappeared before it was read to its end";

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
  slot.offered = state_offered(listing);
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

}  // namespace afterglow::history
