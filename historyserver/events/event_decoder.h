#pragma once

#include <memory>
#include <string_view>

#include "common/base/result.h"
#include "historyserver/events/event_sink.h"

namespace afterglow::history {

// Decodes the lines of an event log: one compact JSON object each, {"Event": name, ...}. Unknown
// names and fields are no error. One thread at a time; reuse it, it keeps its buffers.
class EventDecoder {
 public:
  EventDecoder();
  ~EventDecoder();

  // At least kLinePadding (eventlog/line_splitter.h) readable bytes must follow `line`. Hands one
  // event to `sink`, or answers ErrorKind::corrupt and hands over nothing.
  Result<void> decode(std::string_view line, EventSink& sink);
  // The same without the short way for lines of tasks (task_line.h).
  Result<void> decode_any(std::string_view line, EventSink& sink);

 private:
  struct Parser;
  std::unique_ptr<Parser> parser_;
};

}  // namespace afterglow::history
