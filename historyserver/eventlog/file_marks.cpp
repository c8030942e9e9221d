#include "historyserver/eventlog/file_marks.h"

#include <algorithm>

#include "common/base/hash.h"

namespace afterglow::history {
namespace {

constexpr std::size_t kKeptHead = 1024;
constexpr std::size_t kKeptEnd = 256;

}  // namespace

void FileMarks::note(std::uint64_t offset, std::string_view bytes) {
  const std::uint64_t known = values_.end - std::min(values_.end, offset);
  if (bytes.size() <= known) return;
  bytes.remove_prefix(known);
  values_.end += bytes.size();
  if (head_.size() < kKeptHead) head_ += bytes.substr(0, kKeptHead - head_.size());
  if (bytes.size() < kKeptEnd) {
    window_ += bytes;
    window_.erase(0, window_.size() - std::min(window_.size(), kKeptEnd));
  } else {
    window_ = bytes.substr(bytes.size() - kKeptEnd);
  }
}

Result<bool> FileMarks::match(const StoredFile& file) {
  const MarkValues wanted = values();
  if (wanted.end == 0) return true;
  std::string head;
  std::string window;
  auto got = file.read_at(0, wanted.head_size, head);
  if (got) got = file.read_at(wanted.end - wanted.window_size, wanted.window_size, window);
  if (!got) return std::unexpected(got.error());
  if (head.size() != wanted.head_size || fnv1a(head) != wanted.head_hash ||
      window.size() != wanted.window_size || fnv1a(window) != wanted.window_hash) {
    return false;
  }
  head_ = std::move(head);
  window_ = std::move(window);
  return true;
}

MarkValues FileMarks::values() const {
  if (head_.empty()) return values_;
  return {.end = values_.end,
          .head_size = head_.size(),
          .head_hash = fnv1a(head_),
          .window_size = window_.size(),
          .window_hash = fnv1a(window_)};
}

}  // namespace afterglow::history
