#include "historyserver/ingest/line_batch.h"

#include "historyserver/events/task_line.h"

namespace afterglow::history {
namespace {

// Memory that one giant event took is given back.
constexpr std::size_t kKeptBytes = 16 * 1024 * 1024;

}  // namespace

void LineBatch::add(std::size_t size, const LinePosition& position) {
  if (files_.empty() || files_.back() != position.file) files_.emplace_back(position.file);
  lines_.push_back(
      {.begin = position.at, .size = size, .number = position.line, .file = files_.size() - 1});
}

void LineBatch::fill(LogReader& reader, const LogListing& listing, std::uint64_t limit) {
  if (text_.capacity() > kKeptBytes) text_ = std::string();
  lines_.clear();
  files_.clear();
  const auto take = [this](std::string_view line, const LinePosition& position) {
    if (position.unfinished) return false;
    add(line.size(), position);
    return true;
  };
  state_ = reader.read_text(listing, limit, text_, take);
  // What follows a line is the next line; after the last one stands this.
  text_.append(kLinePadding, ' ');
  end_ = reader.position();
  bytes_read_ = reader.bytes_read();
}

void LineBatch::decode() {
  task_starts_.clear();
  task_ends_.clear();
  for (Line& line : lines_) {
    const std::string_view text = text_of(line);
    if (read_task_end_line(text, task_ends_.emplace_back())) {
      line.kind = Kind::task_end;
      line.event = task_ends_.size() - 1;
      continue;
    }
    task_ends_.pop_back();
    if (read_task_start_line(text, task_starts_.emplace_back())) {
      line.kind = Kind::task_start;
      line.event = task_starts_.size() - 1;
      continue;
    }
    task_starts_.pop_back();
  }
}

}  // namespace afterglow::history
