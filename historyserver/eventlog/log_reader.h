#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "common/base/result.h"
#include "historyserver/codec/decoder.h"
#include "historyserver/eventlog/line_splitter.h"
#include "historyserver/eventlog/log_listing.h"

namespace afterglow::history {

// Where a line stands, for messages.
struct LinePosition {
  std::string_view file;    // name without folder
  std::uint64_t line = 0;   // from 1
  bool unfinished = false;  // no newline yet: what stands here may be the start of a longer line
};

// Reads one log from its first line on and follows it as it grows: the position (file, offset,
// decoder state, unfinished line) is kept between calls. One thread at a time.
class LogReader {
 public:
  enum class State {
    more,       // stopped at the byte limit
    caught_up,  // everything that the listing shows has been read
    replaced,   // what was read before is not there any more: start again with a new reader
  };
  // Answers whether the line was understood; an unfinished one that was not is offered again.
  using Sink = std::function<bool(std::string_view line, const LinePosition&)>;

  // Reads about `limit` more stored bytes of what `listing` shows. An error says which file and
  // why; what was handed over before it is good, and nothing more can be read.
  Result<State> read(const LogListing& listing, std::uint64_t limit, const Sink& sink);

  std::uint64_t bytes_read() const { return bytes_read_; }  // stored (compressed) bytes, all files
  bool has_torn_tail() { return !splitter_.tail().empty(); }

 private:
  Result<State> read_current(const LogFile& file, std::uint64_t limit, const Sink& sink);
  Result<void> feed(const LogFile& file, std::string_view bytes, const Sink& sink);
  void offer_tail(bool unfinished, const Sink& sink);
  void next_file(const Sink& sink);
  bool was_replaced(const LogListing& listing) const;

  std::size_t file_index_ = 0;
  LogFile current_;           // as it was when it was last read; empty path before the first read
  std::uint64_t offset_ = 0;  // in the current file
  std::uint64_t line_ = 0;    // in the current file
  std::uint64_t bytes_read_ = 0;
  std::unique_ptr<Decoder> decoder_;
  LineSplitter splitter_;
};

}  // namespace afterglow::history
