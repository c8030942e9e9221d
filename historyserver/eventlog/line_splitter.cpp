#include "historyserver/eventlog/line_splitter.h"

#include <cstring>

namespace afterglow::history {
namespace {

// A buffer beyond this was needed by one long line, and is given back after it.
constexpr std::size_t kUsualCapacity = 4 * 1024 * 1024;

}  // namespace

std::string& LineSplitter::input() {
  // An unfinished line moves once: from then on it starts the buffer.
  if (begin_ > 0 && !keeps_lines_) {
    buffer_.erase(0, begin_);
    scanned_ -= begin_;
    begin_ = 0;
  }
  if (buffer_.empty() && buffer_.capacity() > kUsualCapacity) buffer_ = std::string();
  return buffer_;
}

void LineSplitter::take_lines(std::string& text) {
  keeps_lines_ = false;
  text.clear();
  if (begin_ == 0) return;
  text.assign(buffer_, begin_);
  buffer_.resize(begin_);
  buffer_.swap(text);
  scanned_ -= begin_;
  begin_ = 0;
}

std::optional<LineSplitter::Line> LineSplitter::next() {
  buffer_.reserve(buffer_.size() + kLinePadding);
  for (;;) {
    if (skip_ == Skip::uncertain && begin_ < buffer_.size()) {
      skip_ = buffer_[begin_] == '{' ? Skip::none : Skip::damaged;
    }
    const void* newline = std::memchr(buffer_.data() + scanned_, '\n', buffer_.size() - scanned_);
    if (newline == nullptr) {
      keep_unfinished();
      return {};
    }
    const auto stop = static_cast<std::size_t>(static_cast<const char*>(newline) - buffer_.data());
    const bool is_rest = skip_ == Skip::damaged;
    const Line line = cut(stop);
    if (line.size > 0 && !is_rest) return line;
  }
}

LineSplitter::Line LineSplitter::cut(std::size_t stop) {
  Line line{.text = std::string_view(buffer_).substr(begin_, stop - begin_),
            .at = begin_,
            .size = skipped_ + stop - begin_};
  if (line.text.ends_with('\r')) line.text.remove_suffix(1);
  if (line.text.empty() && skip_ == Skip::none) line.size = 0;
  if (line.size > max_line_ || skip_ == Skip::too_long) line.text = {};
  begin_ = scanned_ = stop + 1;
  skip_ = Skip::none;
  skipped_ = 0;
  return line;
}

void LineSplitter::keep_unfinished() {
  scanned_ = buffer_.size();
  if (skip_ == Skip::none && tail_size() > max_line_) skip_ = Skip::too_long;
  if (skip_ == Skip::too_long || skip_ == Skip::damaged) pass_over(skip_, skipped_ + tail_size());
}

std::string_view LineSplitter::tail() {
  buffer_.reserve(buffer_.size() + kLinePadding);
  return std::string_view(buffer_).substr(begin_);
}

void LineSplitter::take_tail() {
  begin_ = buffer_.size();
  pass_over(Skip::none);
}

void LineSplitter::pass_over(Skip skip, std::uint64_t skipped) {
  buffer_.resize(begin_);
  scanned_ = begin_;
  skip_ = skip;
  skipped_ = skipped;
}

}  // namespace afterglow::history
