#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <vector>

namespace afterglow::history {

// Which applications have changed, for those who wait for it. Safe for any number of threads.
class ChangeFeed {
 public:
  struct Changes {
    std::uint64_t version = 0;              // of the last of them
    std::vector<std::string> applications;  // ids, each once
    bool complete = true;                   // false: there were more than are remembered
  };

  // Rises with every change, from 1.
  std::uint64_t version() const;
  void note(const std::string& app_id);
  // The changes after `version`; waits for one, at most as long as `timeout`.
  Changes since(std::uint64_t version, std::chrono::milliseconds timeout) const;

 private:
  mutable std::mutex mutex_;  // guards all below
  mutable std::condition_variable changed_;
  std::uint64_t version_ = 1;
  std::deque<std::string> recent_;  // the last one is of version_
};

}  // namespace afterglow::history
