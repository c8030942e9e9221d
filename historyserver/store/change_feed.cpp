#include "historyserver/store/change_feed.h"

#include <algorithm>

namespace afterglow::history {
namespace {

constexpr std::size_t kRemembered = 10'000;

}  // namespace

std::uint64_t ChangeFeed::version() const {
  const std::lock_guard lock(mutex_);
  return version_;
}

void ChangeFeed::note(const std::string& app_id) {
  {
    const std::lock_guard lock(mutex_);
    ++version_;
    recent_.push_back(app_id);
    if (recent_.size() > kRemembered) recent_.pop_front();
  }
  changed_.notify_all();
}

ChangeFeed::Changes ChangeFeed::since(std::uint64_t version,
                                      std::chrono::milliseconds timeout) const {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, timeout, [&] { return version_ != version; });
  Changes changes;
  changes.version = version_;
  const std::uint64_t first = version_ - recent_.size();  // all after it are remembered
  changes.complete = version >= first && version <= version_;
  const std::uint64_t from = changes.complete ? version : first;
  const auto begin = recent_.end() - static_cast<std::ptrdiff_t>(version_ - from);
  changes.applications.assign(begin, recent_.end());
  std::ranges::sort(changes.applications);
  const auto same = std::ranges::unique(changes.applications);
  changes.applications.erase(same.begin(), same.end());
  return changes;
}

}  // namespace afterglow::history
