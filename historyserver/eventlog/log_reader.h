#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "common/base/result.h"
#include "historyserver/eventlog/log_listing.h"
#include "historyserver/eventlog/log_position.h"

namespace afterglow::history {

// Where a line stands, for messages.
struct LinePosition {
  std::string_view file;    // name without folder
  std::uint64_t line = 0;   // from 1; empty lines, and lines lost to damage, are not counted
  bool unfinished = false;  // no newline yet: what stands here may be the start of a longer line
  std::size_t at = 0;       // byte of LogReader::read_text()'s text
};

// Reads one log and follows it as it grows, is renamed or moved, rolls over and is compacted. What
// is damaged is left out and counted. One thread at a time.
class LogReader {
 public:
  enum class State {
    more,       // stopped at the limit
    caught_up,  // everything that the listing shows has been read, or is gone: list again
    replaced,   // what was read before is not there any more: start again with a new reader
  };
  // Answers whether the line was understood; an unfinished one that was not is offered again. At
  // least kLinePadding readable bytes follow the line, which is valid during the call.
  using Sink = std::function<bool(std::string_view line, const LinePosition&)>;

  // Goes on at `position`. A line of more than `max_line` bytes is left out and counted.
  explicit LogReader(LogPosition position = {}, std::size_t max_line = kMaxLine);

  // Hands over what follows, about `limit` decoded bytes of it, as far as `listing` shows the log.
  // What is read again after a resumption does not count: even who resumes each time gets on.
  // ErrorKind::unsupported: nothing can be read of this file's codec; ErrorKind::io: the operating
  // system refused, which may be tried again. What was handed over before an error is good.
  Result<State> read(const LogListing& listing, std::uint64_t limit, const Sink& sink);

  // As read(), but the lines stay where they are, in `text`, whose memory is used for what follows;
  // and the file stays open as long as there is more of it, until close_file().
  Result<State> read_text(const LogListing& listing, std::uint64_t limit, std::string& text,
                          const Sink& sink);
  void close_file() { opened_.reset(); }

  // After what has been handed over up to now. Cheap. To be called between two calls of read().
  LogPosition position() const;

  // Stored (compressed) bytes of all files.
  std::uint64_t bytes_read() const { return at_.earlier_bytes + marks_.end(); }
  std::uint64_t lines_read() const { return at_.lines; }
  bool has_torn_tail() const;  // the last line lacks its end
  const LogLoss& damage() const { return at_.damage; }
  const LogLoss& long_lines() const { return at_.long_lines; }

 private:
  enum class FileEnd { end, limit, replaced, gone };

  Result<State> read_files(const LogListing& listing, std::uint64_t limit, const Sink& sink);
  const LogFile* find_file(const LogListing& listing);
  Result<FileEnd> read_file(const LogFile& file, bool is_final, std::uint64_t& left,
                            const Sink& sink);
  bool has_nothing_new(const LogFile& file, bool is_final) const;
  Result<FileEnd> open(const LogFile& file);
  Result<FileEnd> prepare(const LogFile& file);
  void take_step(FileText::Step step, const Sink& sink);
  void hand_over(const Sink& sink);
  void note_long_line(std::uint64_t size);
  void offer_tail(bool unfinished, const Sink& sink);
  void start_file(const LogFile& file);
  void next_file(const LogFile& next, const Sink& sink);

  LogPosition at_;  // marks, place and what is skipped are those of the members below
  FileMarks marks_;
  FileText text_;
  LineSplitter splitter_;
  std::optional<StoredFile> opened_;  // the file that is being read
};

}  // namespace afterglow::history
