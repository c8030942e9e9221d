#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace afterglow::history {

// Bytes after a line that a reader may touch (simdjson loads whole vectors).
inline constexpr std::size_t kLinePadding = 64;

// Cuts a stream of plain bytes, in pieces of any size, into lines. The unfinished last line is
// kept until the rest of it arrives. Not for use by several threads at once.
class LineSplitter {
 public:
  // Called with each line, without its "\n" and a "\r" before it; at least kLinePadding readable
  // bytes follow it, and it is valid during the call only.
  using Sink = std::function<void(std::string_view line)>;

  // Where new bytes go: append to this, then call split().
  std::string& input() { return buffer_; }

  // Hands over every complete line and keeps the rest. Empty lines are skipped.
  void split(const Sink& sink);

  // The unfinished last line, with the padding promised above.
  std::string_view tail();
  // Forgets the unfinished last line: it was taken as a line, or its file ended.
  void drop_tail() { buffer_.clear(); }

 private:
  std::string buffer_;
};

}  // namespace afterglow::history
