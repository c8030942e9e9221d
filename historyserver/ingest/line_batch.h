#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "historyserver/eventlog/log_reader.h"
#include "historyserver/events/event_sink.h"

namespace afterglow::history {

// Lines of a log on their way to becoming rows, in three steps that may be done on three threads,
// one after the other: fill(), decode(), hand_over(). And where reading stood after them.
class LineBatch {
 public:
  // Reads about `limit` bytes of lines. An unfinished last line is left to the reader.
  void fill(LogReader& reader, const LogListing& listing, std::uint64_t limit);

  // Decodes what nearly all lines of a large log are (events/task_line.h).
  void decode();

  // Hands the decoded events to `sink` and every other line to `take(line, position)`, in their
  // order; kLinePadding readable bytes follow a line.
  template <typename Take>
  void hand_over(EventSink& sink, Take&& take) {
    for (const Line& line : lines_) {
      if (line.kind == Kind::task_end) {
        sink.on(std::move(task_ends_[line.event]));
      } else if (line.kind == Kind::task_start) {
        sink.on(std::move(task_starts_[line.event]));
      } else {
        take(text_of(line), LinePosition{files_[line.file], line.number, false});
      }
    }
  }
  std::uint64_t size() const { return text_.size(); }  // bytes

  const Result<LogReader::State>& state() const { return state_; }
  const LogPosition& end() const { return end_; }
  std::uint64_t bytes_read() const { return bytes_read_; }  // stored bytes of all files, so far

 private:
  enum class Kind : std::uint8_t { text, task_start, task_end };
  struct Line {
    std::size_t begin = 0;
    std::size_t size = 0;
    std::uint64_t number = 0;
    std::size_t file = 0;
    Kind kind = Kind::text;
    std::size_t event = 0;  // among those of its kind
  };
  std::string_view text_of(const Line& line) const {
    return std::string_view(text_).substr(line.begin, line.size);
  }
  void add(std::size_t size, const LinePosition& position);

  std::string text_;
  std::vector<Line> lines_;
  std::vector<std::string> files_;
  std::vector<TaskStart> task_starts_;
  std::vector<TaskEnd> task_ends_;
  Result<LogReader::State> state_{LogReader::State::caught_up};
  LogPosition end_;
  std::uint64_t bytes_read_ = 0;
};

}  // namespace afterglow::history
