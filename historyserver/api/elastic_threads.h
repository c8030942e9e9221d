#pragma once

#include <cstddef>
#include <functional>
#include <memory>

namespace afterglow::history {

// Runs each job on a thread of its own: one that waits for work, else a new one, up to a limit;
// then jobs queue. A thread without work for a while ends. So many idle connections cost little,
// and a burst of them does not wait.
class ElasticThreads {
 public:
  explicit ElasticThreads(std::size_t limit);
  ~ElasticThreads();  // as stop()

  // From any thread. A job must not throw.
  void run(std::function<void()> job);
  // Waits until every job that was given has ended.
  void stop();

  std::size_t threads() const;

 private:
  struct State;
  static void work(const std::shared_ptr<State>& state);
  std::shared_ptr<State> state_;
};

}  // namespace afterglow::history
