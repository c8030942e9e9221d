#include "historyserver/ingest/line_batch.h"

namespace afterglow::history {
namespace {

// Memory that one giant event took is given back.
constexpr std::size_t kKeptBytes = 16 * 1024 * 1024;

}  // namespace

void LineBatch::add(std::string_view line, const LinePosition& position) {
  if (files_.empty() || files_.back() != position.file) files_.emplace_back(position.file);
  lines_.push_back({text_.size(), line.size(), position.line, files_.size() - 1});
  text_ += line;
}

void LineBatch::fill(LogReader& reader, const LogListing& listing, std::uint64_t limit) {
  if (text_.capacity() > kKeptBytes) text_ = std::string();
  text_.clear();
  lines_.clear();
  files_.clear();
  state_ = reader.read(listing, limit, [this](std::string_view line, const LinePosition& position) {
    if (position.unfinished) return false;
    add(line, position);
    return true;
  });
  // What follows a line is the next line; after the last one stands this.
  text_.append(kLinePadding, ' ');
  end_ = reader.position();
  bytes_read_ = reader.bytes_read();
}

}  // namespace afterglow::history
