#include "historyserver/api/answer_cache.h"

namespace afterglow::history {
namespace {

// An answer that is larger than this part of the cache is not kept: it would drive out many.
constexpr std::size_t kLargestPart = 8;

}  // namespace

std::optional<Response> AnswerCache::find(const std::string& key) {
  const std::lock_guard lock(mutex_);
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) return {};
  entries_.splice(entries_.begin(), entries_, found->second);
  return found->second->response;
}

void AnswerCache::keep(const std::string& key, const Response& response) {
  if (response.stream || response.body.size() > limit_ / kLargestPart) return;
  const std::lock_guard lock(mutex_);
  if (by_key_.contains(key)) return;
  entries_.push_front({key, response});
  by_key_.emplace(entries_.front().key, entries_.begin());
  size_ += entries_.front().size();
  while (size_ > limit_) {
    const Entry& oldest = entries_.back();
    size_ -= oldest.size();
    by_key_.erase(oldest.key);
    entries_.pop_back();
  }
}

}  // namespace afterglow::history
