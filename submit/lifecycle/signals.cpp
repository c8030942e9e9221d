#include "submit/lifecycle/signals.h"

#include <signal.h>

namespace afterglow::submit {
namespace {

sigset_t held() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&signals, signal);
  return signals;
}

}  // namespace

Signals::Signals() {
  const sigset_t signals = held();
  sigprocmask(SIG_BLOCK, &signals, nullptr);
}

Signals::~Signals() {
  const sigset_t signals = held();
  sigprocmask(SIG_UNBLOCK, &signals, nullptr);
}

int Signals::wait(std::chrono::milliseconds time) const {
  const sigset_t signals = held();
  const timespec limit{time.count() / 1000, time.count() % 1000 * 1'000'000};
  const int signal = sigtimedwait(&signals, nullptr, &limit);
  return signal > 0 ? signal : 0;
}

}  // namespace afterglow::submit
