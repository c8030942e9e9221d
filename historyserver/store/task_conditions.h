#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace afterglow::history {

// Both ends belong to it.
struct NumberRange {
  std::int64_t from = std::numeric_limits<std::int64_t>::min();
  std::int64_t to = std::numeric_limits<std::int64_t>::max();

  bool has(std::int64_t number) const { return from <= number && number <= to; }
};

using TextCondition = std::function<bool(std::string_view)>;

// What tasks must be like. Members that are empty ask for nothing.
struct TaskConditions {
  std::optional<std::int64_t> task_id;
  std::vector<std::string> executors;      // ids
  std::vector<std::string> hosts;          // names
  std::optional<NumberRange> launch_time;  // ms since 1970
  std::optional<NumberRange> duration;     // ms
  std::optional<NumberRange> alive;        // ran at some time of this, ms since 1970
  bool only_speculative = false;
  // Of tasks with an error; a text is asked about once, however many tasks have it.
  TextCondition error;
  // That it is true for the executor, host, locality, status or error, or for the id or index in
  // decimal. Asked as above.
  TextCondition text;
  // The end of tasks that are running, ms since 1970.
  std::int64_t now = 0;

  bool ask_for_nothing() const {
    return !task_id && executors.empty() && hosts.empty() && !launch_time && !duration && !alive &&
           !only_speculative && !error && !text;
  }
};

}  // namespace afterglow::history
