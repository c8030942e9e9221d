#include "historyserver/api/elastic_threads.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <system_error>
#include <thread>

namespace afterglow::history {
namespace {

constexpr std::chrono::seconds kIdle{10};

}  // namespace

struct ElasticThreads::State {
  explicit State(std::size_t most) : limit(most) {}
  const std::size_t limit;
  mutable std::mutex mutex;  // guards all below
  std::condition_variable work;
  std::condition_variable ended;
  std::deque<std::function<void()>> jobs;
  std::size_t threads = 0;
  std::size_t idle = 0;
  bool stopping = false;
};

ElasticThreads::ElasticThreads(std::size_t limit) : state_(std::make_shared<State>(limit)) {}

ElasticThreads::~ElasticThreads() {
  stop();
}

void ElasticThreads::run(std::function<void()> job) {
  State& state = *state_;
  const std::lock_guard lock(state.mutex);
  state.jobs.push_back(std::move(job));
  if (state.idle >= state.jobs.size() || state.threads >= state.limit) {
    state.work.notify_one();
    return;
  }
  try {
    // Detached: it counts itself, holds the state, and stop() waits for the count.
    std::thread([held = state_] { work(held); }).detach();
    ++state.threads;
  } catch (const std::system_error&) {
    // The system gives no more: the job waits for one of those that are there.
    if (state.threads == 0) throw;
  }
}

void ElasticThreads::work(const std::shared_ptr<State>& held) {
  State& state = *held;
  std::unique_lock lock(state.mutex);
  for (;;) {
    ++state.idle;
    const bool woken =
        state.work.wait_for(lock, kIdle, [&] { return !state.jobs.empty() || state.stopping; });
    --state.idle;
    if (!woken || state.jobs.empty()) break;
    const auto job = std::move(state.jobs.front());
    state.jobs.pop_front();
    lock.unlock();
    job();
    lock.lock();
  }
  --state.threads;
  state.ended.notify_all();
}

void ElasticThreads::stop() {
  State& state = *state_;
  std::unique_lock lock(state.mutex);
  state.stopping = true;
  state.work.notify_all();
  state.ended.wait(lock, [&] { return state.threads == 0; });
}

std::size_t ElasticThreads::threads() const {
  const std::lock_guard lock(state_->mutex);
  return state_->threads;
}

}  // namespace afterglow::history
