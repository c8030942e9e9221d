#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

// Where the wall time of an application went. The parts are disjoint and add up to the whole; how
// a moment is divided among them says insights/wall_time.h.
namespace afterglow::history {

enum class WallPart : std::uint8_t {
  driver_only,            // no job was running
  waiting_for_resources,  // a job was running, and no executor was there
  scheduling,             // tasks waited for a free core to be used, or were handed over and back
  compute,                // tasks ran on the CPU
  shuffle_wait,           // tasks waited for shuffle blocks
  gc,                     // tasks stood still for garbage collection
  io,                     // tasks ran, but not on the CPU: files, shuffle files, other processes
  stragglers,             // cores were idle because a stage waited for its last tasks
  idle,                   // cores were idle because stages had fewer tasks than cores
};

inline constexpr std::array<std::string_view, 9> kWallPartNames = {
    "driver_only",  "waiting_for_resources",
    "scheduling",   "compute",
    "shuffle_wait", "gc",
    "io",           "stragglers",
    "idle",
};
inline constexpr std::size_t kWallPartCount = kWallPartNames.size();

// Of each part some amount: ms of wall time, or of cores.
class WallTimes {
 public:
  double& operator[](WallPart part) { return values_[static_cast<std::size_t>(part)]; }
  double operator[](WallPart part) const { return values_[static_cast<std::size_t>(part)]; }
  double& at_index(std::size_t index) { return values_[index]; }
  double at_index(std::size_t index) const { return values_[index]; }
  double sum() const {
    double sum = 0;
    for (const double value : values_) sum += value;
    return sum;
  }
  void add(const WallTimes& other) {
    for (std::size_t i = 0; i < kWallPartCount; ++i) values_[i] += other.values_[i];
  }

 private:
  std::array<double, kWallPartCount> values_{};
};

}  // namespace afterglow::history
