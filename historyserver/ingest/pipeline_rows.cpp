// What a pipeline knows of its logs: what the catalog says, and what follows from their ids.

#include "historyserver/ingest/pipeline.h"

#include <unistd.h>

#include <algorithm>
#include <utility>

#include "common/base/hash.h"
#include "common/base/logging.h"
#include "historyserver/ingest/adoption.h"
#include "historyserver/ingest/log_summary.h"

namespace afterglow::history {

// Of what the next scan does again.
void Pipeline::note_failure(const Result<void>& done) {
  if (!done) log_error(done.error().message);
}

// A name that a person recognises, and that two logs of the same name in different folders do not
// share.
std::string Pipeline::database_name(const std::string& log_id) {
  const std::uint64_t hash = fnv1a(log_id);
  constexpr char digits[] = "0123456789abcdef";
  std::string name = log_id.substr(log_id.rfind('/') + 1, 100) + "-";
  for (int shift = 60; shift >= 0; shift -= 4) name += digits[(hash >> shift) & 15];
  return name + ".db";
}

std::uint64_t Pipeline::state_offered(const LogListing& listing) {
  return fnv1a(fingerprint(listing));
}

std::uint64_t Pipeline::state_read(const LogRow& row) {
  return row.fingerprint.empty() ? 0 : fnv1a(row.fingerprint);
}

void Pipeline::load_catalog() {
  std::vector<std::string> lost;
  const auto loaded = catalog_.for_each([&](LogRow&& row) {
    const bool is_there = access((store_folder_ + "/" + row.database).c_str(), R_OK) == 0;
    if (row.directory.empty() || (row.log_gone && !is_there)) {
      lost.push_back(std::move(row.log_id));
      return;
    }
    // A log that could not be read well is tried again: this version may know more.
    const bool is_untold = !is_told(row);
    if (!is_there || is_untold || (row.problem && !row.log_gone)) row.fingerprint.clear();
    add_known(row);
    if (row.log_gone && is_untold) untold_.push_back(std::move(row.log_id));
  });
  if (!loaded) return log_error(loaded.error().message);
  for (const std::string& log_id : lost) note_failure(catalog_.remove(log_id));
  const auto known = catalog_.databases();
  if (!known) return log_error(known.error().message);
  const auto adopted = adopt_databases(store_folder_, *known);
  note_failure(catalog_.put(adopted));
  for (const LogRow& row : adopted) {
    add_known(row);
    untold_.push_back(row.log_id);
  }
}

// Whether the catalog has what this version keeps of a log that was read, by the rules of today.
bool Pipeline::is_told(const LogRow& row) const {
  if (!row.app_id || !row.read_once) return true;
  return row.core_time && row.insights_tag == roll_up_.tag();
}

// What an earlier version, or other rules, did not keep in the catalog is in the database, if it is
// one of today.
void Pipeline::tell_again(std::unique_lock<std::mutex>& lock) {
  const std::string log_id = std::move(untold_.front());
  untold_.pop_front();
  const auto found = slots_.find(log_id);
  // One that came back is read by itself.
  if (found == slots_.end() || !found->second.log_gone || found->second.running) return;
  found->second.running = true;
  LogRow row = row_of(*found);
  lock.unlock();
  const std::string path = store_folder_ + "/" + row.database;
  Result<void> told = ApplicationDatabase::migrate(path);
  const auto database =
      told ? ApplicationDatabase::open_read_only(path) : std::unexpected(told.error());
  told = database ? summarize(**database, row) : std::unexpected(database.error());
  if (told) told = roll_up_.tell_again(**database, row);
  lock.lock();
  // The log of a database without one may have come: then this row is no more.
  const auto now = slots_.find(log_id);
  if (now == slots_.end()) return;
  Slot& slot = now->second;
  slot.running = false;
  if (told && slot.log_gone) told = catalog_.put(row);
  if (!told) log_warn(row.log_id + " stays without findings: " + told.error().message);
  if (slot.removed) {
    lose(*now);
  } else if (slot.has_work) {
    enqueue(*now, slot.wanted);
  }
}

void Pipeline::add_known(const LogRow& row) {
  Slot& slot = slots_[row.log_id];
  slot.directory = directory_index(row.directory);
  slot.read = state_read(row);
  slot.size = row.size;
  slot.begun = row.bytes_read > 0;
  slot.read_once = row.read_once;
  slot.log_gone = row.log_gone;
}

std::uint32_t Pipeline::directory_index(const std::string& directory) {
  const auto found = std::ranges::find(directories_, directory);
  const auto index = found - directories_.begin();
  if (found == directories_.end()) directories_.push_back(directory);
  return static_cast<std::uint32_t>(index);
}

LogRow Pipeline::new_row(const Entry& entry) const {
  LogRow row;
  row.log_id = entry.first;
  row.directory = directories_[entry.second.directory];
  row.database = database_name(entry.first);
  return row;
}

LogRow Pipeline::row_of(const Entry& entry) {
  return entry.second.open ? entry.second.open->row : known_row(new_row(entry));
}

// What the catalog has, if it has any.
LogRow Pipeline::known_row(LogRow row) {
  auto known = catalog_.find(row.log_id);
  if (!known) log_error(known.error().message);
  return known && *known ? **std::move(known) : std::move(row);
}

}  // namespace afterglow::history
