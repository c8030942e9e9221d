#include "historyserver/api/fair_slots.h"

namespace afterglow::history {

void FairSlots::acquire() {
  std::unique_lock lock(mutex_);
  if (free_ > 0) {
    --free_;
    return;
  }
  Waiter self;
  waiters_.push_back(&self);
  self.turn.wait(lock, [&] { return self.has_slot; });
}

// The slot goes straight to who waits longest: nobody who comes meanwhile can take it.
void FairSlots::release() {
  const std::lock_guard lock(mutex_);
  if (waiters_.empty()) {
    ++free_;
    return;
  }
  Waiter& next = *waiters_.front();
  waiters_.pop_front();
  next.has_slot = true;
  next.turn.notify_one();
}

std::size_t FairSlots::waiting() const {
  const std::lock_guard lock(mutex_);
  return waiters_.size();
}

}  // namespace afterglow::history
