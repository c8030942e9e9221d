#pragma once

#include <cstdint>
#include <string>

#include "historyserver/eventlog/file_marks.h"
#include "historyserver/eventlog/file_text.h"
#include "historyserver/eventlog/line_splitter.h"

namespace afterglow::history {

// What a log lost: how often, and where first ("file, place: what"), as a line for a person.
struct LogLoss {
  std::uint64_t count = 0;
  std::string first;
};

// How far a log was read, as plain data that outlives the process: a LogReader that starts with it
// hands over exactly the lines that the other had not. Made from the default: at the start.
struct LogPosition {
  std::string file_name;            // without folder; empty: nothing was read
  std::int64_t index = 0;           // the file's number in a rolling log; else 0
  bool compacted = false;           // it is what a compaction made
  std::uint64_t inode = 0;          // as a hint only
  std::uint64_t files_before = 0;   // files of the listing before it
  MarkValues marks;                 // of that file as far as it was read
  TextPlace place;                  // of the first line that was not handed over
  std::uint64_t line = 0;           // number of that file's last line that is done with
  std::uint64_t lines = 0;          // that were handed over, of all files
  std::uint64_t earlier_bytes = 0;  // stored bytes of the files before
  LineSplitter::Skip skip = LineSplitter::Skip::none;
  std::uint64_t skipped = 0;  // bytes of the line that is being passed over
  LogLoss damage;
  LogLoss long_lines;

  // Stored bytes that were read, of all files.
  std::uint64_t bytes_read() const { return earlier_bytes + marks.end; }

  // Calls `archive` with every field, to be read or to be set: strings, numbers and an enum.
  template <typename Archive>
  void archive(Archive& archive) {
    archive(file_name, index, compacted, inode, files_before);
    archive(marks.end, marks.head_size, marks.head_hash, marks.window_size, marks.window_hash);
    archive(place.restart, place.skip, place.searching, place.trial);
    archive(line, lines, earlier_bytes, skip, skipped);
    archive(damage.count, damage.first, long_lines.count, long_lines.first);
  }
};

}  // namespace afterglow::history
