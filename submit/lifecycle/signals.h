#pragma once

#include <chrono>

namespace afterglow::submit {

// Keeps SIGINT, SIGTERM and SIGHUP back while somebody waits, so that they come when they are asked
// for and never in the middle of a request.
class Signals {
 public:
  Signals();
  ~Signals();
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;

  // Sleeps; comes back early with the number of a signal. 0: there was none.
  int wait(std::chrono::milliseconds time) const;
};

}  // namespace afterglow::submit
