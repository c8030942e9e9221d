#include "historyserver/ingest/event_counts.h"

namespace afterglow::history {
namespace {

// Not in the middle of a UTF-8 character.
std::string_view cut(std::string_view name) {
  if (name.size() <= EventCounts::kMaxNameBytes) return name;
  std::size_t size = EventCounts::kMaxNameBytes;
  while (size > 0 && (static_cast<unsigned char>(name[size]) & 0xC0) == 0x80) --size;
  return name.substr(0, size);
}

}  // namespace

void EventCounts::add(std::string_view name, bool known) {
  name = cut(name);
  auto found = rows_.find(name);
  if (found == rows_.end()) {
    // kOther itself comes on top of the bound.
    if (rows_.size() >= kMaxNames) {
      name = kOther;
      known = false;
    }
    found = rows_.try_emplace(std::string(name), EventCountRow{std::string(name), known, 0}).first;
  }
  ++found->second.count;
  dirty_.insert(found->first);
}

Result<void> EventCounts::flush(CompletenessStore& store) {
  for (const std::string& name : dirty_) {
    if (auto written = store.put(rows_.at(name)); !written) return written;
  }
  dirty_.clear();
  return {};
}

Result<void> EventCounts::restore(CompletenessStore& store) {
  auto rows = store.event_counts();
  if (!rows) return std::unexpected(rows.error());
  rows_.clear();
  for (EventCountRow& row : *rows) {
    std::string name = row.name;
    rows_.emplace(std::move(name), std::move(row));
  }
  return {};
}

}  // namespace afterglow::history
