#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace afterglow::history {

// Bytes after a line that a reader may touch (simdjson loads whole vectors).
inline constexpr std::size_t kLinePadding = 64;
// One event of more bytes is no event. Spark's largest are some tens of megabytes.
inline constexpr std::size_t kMaxLine = 512 * 1024 * 1024;

// Cuts a stream of plain bytes, in pieces of any size, into lines. The unfinished last line is
// kept until the rest of it arrives, up to a limit: of a longer one only its size is known. Not for
// use by several threads at once.
class LineSplitter {
 public:
  struct Line {
    // Without its "\n" and a "\r" before it; at least kLinePadding readable bytes follow it. Valid
    // until this object is used again. Empty: the line was too long.
    std::string_view text;
    std::size_t at = 0;
    std::uint64_t size = 0;  // bytes before the "\n"
  };
  // Why the bytes up to the next newline are passed over.
  enum class Skip : std::uint8_t {
    none,
    too_long,   // a line beyond the limit, which is told of at its end
    damaged,    // the rest of a line whose start is lost
    uncertain,  // the same, unless an object starts here
  };

  explicit LineSplitter(std::size_t max_line = kMaxLine) : max_line_(max_line) {}

  // Where new bytes go: append to this, then call next() until there is nothing more.
  std::string& input();

  // From now on lines stay until they are taken: Line::at is where each begins in what take_lines()
  // puts into `text`, whose memory is used for what follows.
  void keep_lines() { keeps_lines_ = true; }
  void take_lines(std::string& text);

  // The next complete line; empty ones are left out.
  std::optional<Line> next();

  // The unfinished last line, with the padding promised above; empty while one is passed over.
  std::string_view tail();
  std::size_t tail_at() const { return begin_; }  // as Line::at
  std::size_t tail_size() const { return buffer_.size() - begin_; }

  // The unfinished last line, if there is one, is done with; nothing is to be passed over.
  void take_tail();

  // Forgets the unfinished last line and passes over what follows; `skipped` is how many bytes of
  // that have been seen before.
  void pass_over(Skip skip, std::uint64_t skipped = 0);
  Skip skip() const { return skip_; }
  std::uint64_t skipped() const { return skipped_; }

 private:
  Line cut(std::size_t stop);
  void keep_unfinished();

  std::size_t max_line_;
  bool keeps_lines_ = false;
  std::string buffer_;
  std::size_t begin_ = 0;    // of the unfinished line, in buffer_
  std::size_t scanned_ = 0;  // no newline between begin_ and here
  Skip skip_ = Skip::none;
  std::uint64_t skipped_ = 0;
};

}  // namespace afterglow::history
