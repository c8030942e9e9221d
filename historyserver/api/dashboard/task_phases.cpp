#include "historyserver/api/dashboard/task_phases.h"

#include <algorithm>

#include "historyserver/api/dashboard/axis.h"

namespace afterglow::history {
namespace {

constexpr std::int64_t kNanosPerMilli = 1'000'000;

}  // namespace

PhaseTimes phases_of(const TaskBlocks& blocks, std::size_t first, std::size_t task) {
  const auto number = [&](std::size_t which) {
    return believable(blocks.values(first + which)[task]);
  };
  const std::int64_t duration = number(0);
  std::int64_t left = duration;
  // What is told may be more than there was: clocks differ.
  const auto take = [&left](std::int64_t wanted) {
    const std::int64_t taken = std::min(wanted, left);
    left -= taken;
    return taken;
  };
  PhaseTimes phases{};
  const auto set = [&](TaskPhase phase, std::int64_t time) {
    phases[static_cast<std::size_t>(phase)] = time;
  };
  const std::int64_t run = number(4);
  const bool succeeded = blocks.values(first + 1)[task] == kTaskSucceeded;
  if (!succeeded && run == 0 && number(2) == 0 && number(7) == 0) {
    set(TaskPhase::unknown, duration);
    return phases;
  }
  set(TaskPhase::deserialize, take(number(2)));
  set(TaskPhase::serialize, take(number(7)));
  set(TaskPhase::getting_result, take(number(8)));
  std::int64_t running = take(run);
  const auto take_running = [&running](std::int64_t wanted) {
    const std::int64_t taken = std::min(wanted, running);
    running -= taken;
    return taken;
  };
  set(TaskPhase::fetch_wait, take_running(number(3)));
  set(TaskPhase::gc, take_running(number(5)));
  set(TaskPhase::shuffle_write, take_running(number(6) / kNanosPerMilli));
  set(TaskPhase::compute, running);
  set(TaskPhase::scheduler_delay, left);
  return phases;
}

}  // namespace afterglow::history
