#pragma once

#include <cstddef>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "historyserver/api/http.h"

namespace afterglow::history {

// Answers about what does not change any more, the ones that were asked for last. Safe for any
// number of threads.
class AnswerCache {
 public:
  // `limit`: bytes of all bodies together.
  explicit AnswerCache(std::size_t limit) : limit_(limit) {}

  std::optional<Response> find(const std::string& key);
  // Keeps an answer unless it is large; streamed ones are never kept.
  void keep(const std::string& key, const Response& response);

 private:
  struct Entry {
    std::string key;
    Response response;
    std::size_t size() const { return key.size() + response.body.size(); }
  };

  const std::size_t limit_;
  std::mutex mutex_;          // guards all below
  std::list<Entry> entries_;  // the one that was asked for last first
  std::unordered_map<std::string_view, std::list<Entry>::iterator> by_key_;
  std::size_t size_ = 0;
};

}  // namespace afterglow::history
