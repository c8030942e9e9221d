#pragma once

#include <chrono>
#include <cstdint>

namespace afterglow::history {

// What people may ask of databases in the dashboard.
struct SqlConsole {
  bool enabled = true;
  std::int64_t rows = 10'000;  // of an answer, at most
  std::chrono::milliseconds time = std::chrono::seconds(30);
};

}  // namespace afterglow::history
