#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>

namespace afterglow::history {

// So many may work at once; the others wait in the order in which they came. From any thread.
class FairSlots {
 public:
  explicit FairSlots(std::size_t slots) : free_(slots) {}
  FairSlots(const FairSlots&) = delete;
  FairSlots& operator=(const FairSlots&) = delete;

  // A slot for as long as this lives.
  class Held {
   public:
    explicit Held(FairSlots& slots) : slots_(slots) { slots_.acquire(); }
    ~Held() { slots_.release(); }
    Held(const Held&) = delete;
    Held& operator=(const Held&) = delete;

   private:
    FairSlots& slots_;
  };

  std::size_t waiting() const;

 private:
  struct Waiter {
    std::condition_variable turn;
    bool has_slot = false;
  };

  void acquire();
  void release();

  mutable std::mutex mutex_;  // guards all below
  std::size_t free_;
  std::deque<Waiter*> waiters_;  // on their threads' stacks
};

}  // namespace afterglow::history
