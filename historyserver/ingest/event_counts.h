#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "historyserver/store/completeness_store.h"

namespace afterglow::history {

// Counts events by name within bounds, since names come from the log: at most kMaxNames of at most
// kMaxNameBytes bytes, all others together as kOther.
class EventCounts {
 public:
  static constexpr std::size_t kMaxNames = 1000;
  static constexpr std::size_t kMaxNameBytes = 200;
  static constexpr std::string_view kOther = "(other)";

  void add(std::string_view name, bool known);

  // Writes what changed since the last call.
  Result<void> flush(CompletenessStore& store);
  Result<void> restore(CompletenessStore& store);

 private:
  std::map<std::string, EventCountRow, std::less<>> rows_;
  std::set<std::string> dirty_;
};

}  // namespace afterglow::history
