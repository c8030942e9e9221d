#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "historyserver/eventlog/log_reader.h"

namespace afterglow::history {

// Lines of a log, copied so that they can be decoded while the next ones are being read, and where
// reading stood after them.
class LineBatch {
 public:
  // Reads about `limit` decoded bytes. An unfinished last line is left to the reader.
  void fill(LogReader& reader, const LogListing& listing, std::uint64_t limit);

  // Runs `take(line, position)` for each line; kLinePadding readable bytes follow it.
  template <typename Take>
  void each(Take&& take) const {
    for (const Line& line : lines_) {
      take(std::string_view(text_).substr(line.begin, line.size),
           LinePosition{files_[line.file], line.number, false});
    }
  }
  std::uint64_t size() const { return text_.size(); }  // bytes

  const Result<LogReader::State>& state() const { return state_; }
  const LogPosition& end() const { return end_; }
  std::uint64_t bytes_read() const { return bytes_read_; }  // stored bytes of all files, so far

 private:
  struct Line {
    std::size_t begin = 0;
    std::size_t size = 0;
    std::uint64_t number = 0;
    std::size_t file = 0;
  };
  void add(std::string_view line, const LinePosition& position);

  std::string text_;
  std::vector<Line> lines_;
  std::vector<std::string> files_;
  Result<LogReader::State> state_{LogReader::State::caught_up};
  LogPosition end_;
  std::uint64_t bytes_read_ = 0;
};

}  // namespace afterglow::history
