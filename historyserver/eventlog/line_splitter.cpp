#include "historyserver/eventlog/line_splitter.h"

#include <cstring>

namespace afterglow::history {

void LineSplitter::split(const Sink& sink) {
  buffer_.reserve(buffer_.size() + kLinePadding);
  const char* begin = buffer_.data();
  const char* const end = begin + buffer_.size();
  while (const void* newline = std::memchr(begin, '\n', static_cast<std::size_t>(end - begin))) {
    const char* const stop = static_cast<const char*>(newline);
    std::string_view line(begin, static_cast<std::size_t>(stop - begin));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (!line.empty()) sink(line);
    begin = stop + 1;
  }
  buffer_.erase(0, static_cast<std::size_t>(begin - buffer_.data()));
}

std::string_view LineSplitter::tail() {
  buffer_.reserve(buffer_.size() + kLinePadding);
  return buffer_;
}

}  // namespace afterglow::history
