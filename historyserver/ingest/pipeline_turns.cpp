// How a thread reads what is next in a pipeline's queue: its turns, from the beginning to what they
// leave in the slots.

#include "historyserver/ingest/pipeline.h"

#include <algorithm>
#include <utility>

#include "common/base/clock.h"
#include "common/base/logging.h"

namespace afterglow::history {
namespace {

// Decoded bytes. When somebody waits for a log the first slice is short: its beginning is there at
// once.
constexpr std::uint64_t kSliceBytes = 128 * 1024 * 1024;
constexpr std::uint64_t kFirstSliceBytes = 1024 * 1024;
// A log that did not grow for so long goes on from its checkpoint when it does: what is kept to
// follow it costs memory and open files.
constexpr std::int64_t kForgetIdleAfterMs = 60 * 1000;
// More logs that are being read at the same time wait for their next slice with nothing but their
// checkpoint.
constexpr int kMaxOpen = 32;
// After the database could not be written: the disk may be full.
constexpr std::int64_t kRetryAfterMs = 30 * 1000;

// Whether nothing more is to be expected soon.
bool is_settled(const LogRow& row, const LogListing& listing) {
  return row.end_time || now_ms() - listing.modified > kForgetIdleAfterMs;
}

}  // namespace

// Of the first log in the queue, and of those behind it what is read at once, as long as that
// leaves the other threads theirs. Who waits for a log does not wait for others.
std::vector<Pipeline::Turn> Pipeline::begin_turns() {
  const std::size_t most = std::clamp(queue_.size() / thread_count_, 1UZ, kAtOnce);
  std::vector<Turn> turns;
  std::int64_t bytes = 0;
  while (!queue_.empty() && turns.size() < most) {
    const Slot& slot = queue_.front()->second;
    bytes += slot.size;
    const bool is_last = slot.wanted || bytes > kAtOnceBytes;
    if (is_last && !turns.empty()) break;
    turns.push_back(begin_turn(*queue_.front()));
    queue_.pop_front();
    if (is_last) break;
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
    if (slot.offered == turn.offered) slot.offered = state_offered(*turn.listing);
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
