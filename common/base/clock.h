#pragma once

#include <chrono>
#include <cstdint>

namespace afterglow {

// Milliseconds since 1970, the unit of every time in event logs and in the REST API.
inline std::int64_t now_ms() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

}  // namespace afterglow
