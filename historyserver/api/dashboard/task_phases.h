#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "historyserver/store/task_blocks.h"

namespace afterglow::history {

// What a task's time went into, in the order in which the parts are drawn. Spark tells how long
// each took, not when: garbage collection and waiting for blocks happen between computing.
enum class TaskPhase : std::uint8_t {
  scheduler_delay,
  deserialize,
  fetch_wait,
  compute,
  gc,
  shuffle_write,
  serialize,
  getting_result,
  unknown,  // running, failed or killed without telling
};
inline constexpr std::size_t kTaskPhaseCount = 9;
inline constexpr std::array<std::string_view, kTaskPhaseCount> kTaskPhaseNames = {
    "schedulerDelay", "deserialize", "fetchWait",     "compute", "gc",
    "shuffleWrite",   "serialize",   "gettingResult", "unknown",
};

using PhaseTimes = std::array<std::int64_t, kTaskPhaseCount>;  // ms, by TaskPhase

// What phases are made of.
inline constexpr std::array kPhaseNumbers = {
    TaskOrder::duration,
    TaskOrder::status,
    TaskOrder::deserialize_time,
    TaskOrder::fetch_wait_time,
    TaskOrder::run_time,
    TaskOrder::gc_time,
    TaskOrder::shuffle_write_time,
    TaskOrder::serialization_time,
    TaskOrder::getting_result_time,
};

// They add up to the task's duration. `first`: where kPhaseNumbers begin among the wanted numbers.
PhaseTimes phases_of(const TaskBlocks& blocks, std::size_t first, std::size_t task);

}  // namespace afterglow::history
